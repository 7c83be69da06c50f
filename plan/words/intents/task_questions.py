"""Questions about a task: how it stands, when it is due, who is responsible."""

from plan.words.intent import Build, Found, Intent, Meaning, Sort, pattern, tasks_named, trimmed
from plan.words.intents.question_words import ASKING, LOOK, OF, STATE, WHEN, WHO

TASKS = r"(?:{task}[、,，和与跟及 ]*)+"


def _of_number(command: str) -> Build:
    def build(found: Found) -> Meaning | None:
        if len(found.tasks) > 1:
            return Meaning(Sort.QUESTION, f"/find {' '.join(found.tasks)}")
        return Meaning(Sort.QUESTION, f"/{command} {found.tasks[0]}")

    return build


def _of_topic(command: str) -> Build:
    """Build a question about the task that words name; where they name several, a search for them."""

    def build(found: Found) -> Meaning | None:
        topic = trimmed(found.text("topic"))
        named = tasks_named(topic, found.names)
        if len(named) == 1:
            return Meaning(Sort.QUESTION, f"/{command} {named[0]}")
        return Meaning(Sort.QUESTION, f"/find {topic}") if found.names.tasks_with(topic) else None

    return build


TOPIC = r"(?P<topic>[^\ue000-\ue004,，。;；:：\s]{2,20}?)(?:那个|那项|这个|这项|项目|工作|任务|的事)?"
INTENTS = (
    Intent(
        "number",
        Sort.QUESTION,
        pattern(rf"{LOOK}{TASKS}(?:这项|这个|任务)?"),
        _of_number("task"),
        ("2.2.4", "2。2。3", "看下2.1.6", "第1.2.1项"),
    ),
    Intent(
        "responsible",
        Sort.QUESTION,
        pattern(rf"{LOOK}(?:{{task}}{OF}{WHO}{ASKING}|{WHO}[:： ]*{{task}}{ASKING})"),
        _of_number("who"),
        ("第1.2.1项谁负责", "2.2.4联系人电话", "谁负责2.2.4", "2.2.4由谁牵头"),
    ),
    Intent(
        "cities",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{{task}}{OF}(?:各市|各地|各地市|十三个?市|13个?市|各设区市|全省){OF}(?:{STATE}|报了|完成"
            rf"|进度)?{ASKING}"
            rf"|{LOOK}{{task}}{OF}(?:还)?(?:有|差|剩|缺)*(?:哪些|哪几个|几个|多少)(?:地?市|城市)"
            rf"(?:还)?(?:[没未]有?(?:报|汇报|反馈|报送|签收?|完成|办结|动|交))?{ASKING}"
        ),
        _of_number("cities"),
        ("5.1.2各市进展怎么样", "2.1.2各市情况", "2.1.2还差哪些市", "2.1.2哪些市还没报"),
    ),
    Intent(
        "history",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:{{task}}{OF}(?:轨迹|历史|办理记录|记录|过程|流水|日志)|(?:轨迹|历史"
            rf"|办理记录)[:： ]*{{task}}){ASKING}"
        ),
        _of_number("history"),
        ("轨迹2.2.4", "2.2.4的办理记录"),
    ),
    Intent(
        "chain",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:{{task}}{OF}(?:催办记录|催办链|催过几次|催过(?:没有?|吗))|(?:催办记录"
            rf"|催办链)[:： ]*{{task}}){ASKING}"
        ),
        _of_number("chain"),
        ("2.2.4的催办记录",),
    ),
    Intent(
        "sentence",
        Sort.QUESTION,
        pattern(rf"{LOOK}{{task}}{OF}(?:原文|原话|全文|要点原文|文件原文|原句){ASKING}"),
        _of_number("text"),
        ("7.1.1的原文",),
    ),
    Intent(
        "state",
        Sort.QUESTION,
        pattern(rf"{LOOK}{TASKS}{OF}(?:{STATE}|{WHEN}){ASKING}"),
        _of_number("task"),
        (
            "2.2.4到哪一步了",
            "2.2.9怎么样了",
            "一点三点六什么情况",
            "2.1.5的时限是哪天",
            "2.2.4和2.2.9进展",
            "看下2.1.6指标",
            "2.2.4办完了吗",
        ),
    ),
    Intent(
        "state",
        Sort.QUESTION,
        pattern(rf"{LOOK}(?:{WHEN}|{STATE})[:： ]*{{task}}{ASKING}"),
        _of_number("task"),
        ("查一下进展 2.2.4",),
    ),
    Intent(
        "state in a unit",
        Sort.QUESTION,
        pattern(rf"{LOOK}{{unit}}(?:那边|这边|那儿|那里)?{OF}{{task}}{OF}(?:{STATE}){ASKING}"),
        _of_number("task"),
        ("常州那边2.1.2怎么样了", "苏州2.1.2报了没"),
    ),
)
NO_ENTITY = r"[^\ue000-\ue004,，。;；\n]"
OF_TOPICS = (
    Intent(
        "detail of a task",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{{unit}}?{OF}{{task}}{NO_ENTITY}{{0,12}}(?:为什么|为啥|怎么(?:还|这么|这样|会|搞|回事|老)|咋(?!样)"
            rf"|谁(?:在|报)|卡在|问题在|(?:哪一?天|什么时候|啥时候|何时)报){NO_ENTITY}{{0,12}}"
        ),
        _of_number("task"),
        ("2.2.4为什么亮红灯", "2.2.4卡在哪了", "2.2.4是哪天报的", "苏州2.1.2为什么没报", "2.2.4怎么这么慢"),
    ),
    Intent(
        "responsible for a topic",
        Sort.QUESTION,
        pattern(rf"{LOOK}{TOPIC}{OF}{WHO}{ASKING}"),
        _of_topic("who"),
        ("专利导航项目谁负责", "设计博览会的联系人"),
    ),
    Intent(
        "state of a topic",
        Sort.QUESTION,
        pattern(rf"{LOOK}{TOPIC}{OF}(?:{STATE}|{WHEN}){ASKING}"),
        _of_topic("task"),
        ("设计博览会什么时候办", "专利导航的截止时间", "质押融资专项行动到哪一步了"),
    ),
)
