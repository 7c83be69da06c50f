"""Reports: `2.2.4完成了80%`, `专利导航项目到七成了`, several in one message."""

import re

from plan.reply import SLOT
from plan.values import Duty
from plan.words.intent import PLEASE, Found, Intent, Meaning, Sort, trimmed
from plan.words.intents.report_words import ASSIGNEES, STATUSES, STILL_LACKS, rest_of_report
from plan.words.intents.sentences import is_question
from plan.words.message import PERCENT, TASK, UNIT, compiled

LEAD_IN = (
    rf"{PLEASE}(?:代?(?:\ue004的?|我们?(?:处|市|局|室|单位)?|本(?:处|市|局|单位))?[,: ]{{0,3}})?"
    r"(?:汇报进度|汇报|上报|反馈|报送|填报|报告|报一下|报下|报|说一下|更新)?(?:一下|一项|下)?[,: ]{0,3}"
)
BEHIND_NUMBER = (
    rf"(?:[,:\-—–~。;； ]{{0,9}}(?:(?:汇报|报)(?:一下|下)?(?:哈|啊|吧)?(?=[,:\-—–~ {PERCENT}]|$))?[,:\-—–~ ]{{0,9}})"
)
"""Nothing of a word that only begins alike: `报告已写好`, `下一步`, `一审`."""
ONLY_SEARCHED = re.compile(
    r"(?:已)?(?:逾期|超期)|[没未][有]?(?:报|签收?|反馈|汇报)|红灯|黄灯|待审核|待签收|办理中|免办"
)
"""Words behind a number that nobody reports, but people search for: `2.2 逾期`."""

NO_STATEMENT = re.compile(
    r"(?:[没未不能要差离超比]|没有|不[足够]|计划|争取|力争|预计|目标|[率度量])(?:完成|达到?|到|有|是|为)?$"
)
"""The end of words before a percent that is a plan, a target, a negation or another quantity."""
STATED = re.compile("|".join(status.label for status in STATUSES))
SAYS_REPORT = re.compile(r"代|报|反馈|更新")
LIST_OF_TASKS = re.compile(
    r"^[^\ue000]*\ue001\s?(?:以[下上内]|不到)的?(?:任务|有哪些)?$|(?:没|未)(?:报|签收?|动|反馈)的[?？]?$"
)
SUBJECT = compiled(rf"{PLEASE}代?\ue004(?:[、,，和与及跟 ]{{0,3}}\ue004)*")
DECISION = re.compile(
    r"\ue000\ue004?[,，:： ]*(?:先|还|暂|暂时|现在)*(?:不予|不能|不可以|不准|不同意|不|都|可以|同意)?"
    r"(?:办结|销号|延期|延)"
    r"|催(?:一?下|一催|办|促)|(?:转|移交|交)给?\ue004|\ue000(?:的)?(?:时限|期限|时间)?改(?:到|成|为)"
)
"""A clerk's decision about a task, which is not what its unit reports."""


def _is_of_clerk_alone(found: Found, rest: str) -> bool:
    """Return whether a clerk writes of a task without saying that it is what a unit reports: no percent, no status, no
    word such as 报. That is a remark or a decision, and never recorded as a unit's report."""
    if Duty.CLERK not in found.speaker.duties or found.message.of(PERCENT):
        return False
    return not (STATED.match(rest) or SAYS_REPORT.search(found.text("lead")))


def _report(found: Found) -> Meaning | None:
    """Build /progress from a sentence that names one task by its number, anywhere in it."""
    rest = rest_of_report(found)
    if (
        not rest
        or LIST_OF_TASKS.search(found.message.shape)
        or _is_of_clerk_alone(found, rest)
        or (Duty.CLERK in found.speaker.duties and DECISION.search(found.message.shape))
        or ONLY_SEARCHED.fullmatch(trimmed(found.text("rest")))
        or f"{TASK}@" in found.message.shape
        or (is_question(found.message.normal.text) and not found.values(PERCENT))
        or (asks_about_percent(found.message.normal.text) and HAS_PERCENT.match(rest))
    ):
        return None
    number, units = found.tasks[0], _subject(found)
    if len(units) > 1:
        return None
    if not found.names.is_task(number) and (below := found.names.tasks_below(number)):
        own = found.names.tasks_of(found.speaker.unit_ids)
        return Meaning(Sort.REPORT, f"/progress {SLOT} {rest}", tuple([*filter(own.__contains__, below)] or below)[:4])
    return Meaning(Sort.REPORT, f"/progress {_share(number, units, found)} {rest}")


HAS_PERCENT = re.compile(r"(?:\S+ )?-?\d+(?:\.\d+)?%(?: |$)")


def asks_about_percent(text: str) -> bool:
    """Return whether the text asks about a percent; it may contain 哪些 or 几 and still report."""
    return bool(ASKS_ABOUT_PERCENT.search(text))


ASKS_ABOUT_PERCENT = re.compile(
    r"(?:[?？]|吗|了没有?|对吧|行不行|对不对|好不好)[\s。.!]*$|是不是|能不能|可不可以|能否|为什么|为啥|谁[报填写说]|报多少"
)


def _beside_number(found: Found) -> Meaning | None:
    """Build /progress where words stand before the number, only if they state the progress."""
    before = found.message.shape.partition(TASK)[0]
    is_own = not re.search(r"谁|[让叫说]|要求|^请.{0,6}把", before)
    return _report(found) if is_own and HAS_PERCENT.match(rest_of_report(found)) else None


def _subject(found: Found) -> list[int]:
    """Return the units with which the sentence begins: it reports for them."""
    match = SUBJECT.match(found.message.shape)
    return [entity.value for entity in found.message.entities_in(0, match.end(), UNIT)] if match else []


def _share(number: str, units: list[int], found: Found) -> str:
    """Return the task's number, with the unit for which the sentence reports unless it is one of the writer's own. The
    command decides whether they may report for it."""
    others = [unit for unit in units if unit not in found.speaker.unit_ids]
    return f"{number}@{others[0]}" if others else number


LIST_MARK = r"[\s(（]{0,3}\d{1,2}[)）.、]\s?$"
BETWEEN_TASKS = re.compile(rf"(?:[\s,，.。;；、)）:：!！和与及跟了(（{PERCENT}]|\d[)）.、])$")
"""`2.2.4配合2.2.3完成了60%` does not report on two tasks."""
BEFORE_TASKS = re.compile(rf"{LEAD_IN}(?:今天|今日|现在|[\d)）(（.、:：\s])*+")


def _begin_of_task(shape: str, place: int) -> int:
    """Return where the task at `place` begins, with the unit right before it, for which the report is: `常州2.1.2`."""
    before = shape[:place].removesuffix("的")
    return len(before) - 1 if before.endswith(UNIT) else place


def _several(found: Found) -> Meaning | None:
    """Build /reports from several tasks, each with what is reported about it."""
    message = found.message
    places = [place for place, character in enumerate(message.shape) if character == TASK]
    if not BEFORE_TASKS.fullmatch(message.shape, 0, places[0]):
        return None
    lines, waiting = [], []
    for index, place in enumerate(places):
        end = _begin_of_task(message.shape, places[index + 1]) if index + 1 < len(places) else len(message.shape)
        match = re.compile(r"(?P<rest>.*)", re.DOTALL).match(message.shape, place + 1, end)
        assert match is not None
        units = [entity.value for entity in message.entities_in(_begin_of_task(message.shape, place), place, UNIT)]
        waiting.append(_share(message.entities_in(place, place + 1, TASK)[0].value, units, found))
        gap = trimmed(match["rest"])
        if index + 1 < len(places) and not BETWEEN_TASKS.search(match["rest"][-4:]):
            return None
        if re.fullmatch(r"[、,，和与及跟 ]*(?:和|与|及|跟)?", gap):
            continue
        rest = rest_of_report(Found(message, match, found.names, found.speaker))
        if not rest:
            return None
        rest = re.sub(LIST_MARK, "", rest) if index + 1 < len(places) else rest
        rest = re.sub(r"^(?:都是|均为|都|均)", "", rest)
        lines += [f"{number} {rest}" for number in waiting]
        waiting = []
    is_stated = len(message.of(PERCENT)) > 0 or all(
        re.match(r"\S+ (?:已完成|按序时|滞后|有困难|无变化)", line) for line in lines
    )
    if Duty.CLERK in found.speaker.duties and re.search(r"都?(?:办结|销号)", message.shape):
        return None
    if waiting or len(lines) < 2 or not is_stated or is_question(message.normal.text):
        return None
    return Meaning(Sort.REPORT, "/reports " + "\n".join(" ".join(line.split()) for line in lines))


def _by_topic(found: Found) -> Meaning | None:
    """Build /progress from a sentence that names its task by words, or not at all right after its card."""
    topic = trimmed(found.text("topic"))
    topic = (
        "" if re.fullmatch(r"(?:这个|这项|该项?|它|目前|现在|进度|进展|完成|已经?|到|报|了|[\W_])*", topic) else topic
    )
    rest = rest_of_report(found)
    line = f"/progress {SLOT} {rest}"
    is_list = LIST_OF_TASKS.search(found.message.shape) or (
        Duty.CLERK in found.speaker.duties and found.message.shape.endswith("的")
    )
    if not rest or is_list or found.tasks or NO_STATEMENT.search(topic) or is_question(found.message.normal.text):
        return None
    filled = found.task_line(line, topic)
    shown = found.speaker.shown
    if filled is None and shown and found.values(PERCENT):
        filled = line, (shown,)  # The words may be the report's own: 已完成初稿 30%.
    return Meaning(Sort.REPORT, *filled) if filled else None


def _submit(found: Found) -> Meaning | None:
    if is_question(found.message.normal.text) or STILL_LACKS.search(found.message.normal.text):
        return None
    return Meaning(Sort.REPORT, f"/submit {found.tasks[0]} {found.written('rest')}".rstrip())


SEVERAL = (
    Intent(
        "submit",
        Sort.REPORT,
        compiled(rf"{PLEASE}(?:报结|报完成|申请销号|申请办结|提交审核)[:： ]*{{task}}(?P<rest>.*)"),
        _submit,
        ("报结2.2.3 名单已公布",),
        ASSIGNEES,
    ),
    Intent(
        "several",
        Sort.REPORT,
        compiled(r".*{task}.+{task}.+"),
        _several,
        ("2.2.4 60% 已完成初评\n2.2.9 35% 导航方案通过", "1.2.2、1.2.5都是50%", "2.2.4 80%，2.2.9 30%"),
        ASSIGNEES,
    ),
)
INTENTS = (
    Intent(
        "report",
        Sort.REPORT,
        compiled(rf"(?P<lead>{LEAD_IN}){{task}}{BEHIND_NUMBER}(?P<rest>[^\ue000]+)"),
        _report,
        (
            "2.2.4 80% 已完成中期评审",
            "2.2.3：60%完成",
            "2.3.2到百分之六十了",
            "麻烦帮我报一下2.2.7，40%，已走访12个产地",
            "2.2.1 按序时 已完成3个集群",
            "5.2.6 遇到困难 高校还没返校",
            "2.2.4 没有进展",
        ),
        ASSIGNEES,
    ),
    Intent(
        "report before the number",
        Sort.REPORT,
        compiled(
            r"(?=[^\ue000]*{percent}[^\ue000]*{task})(?P<lead>)"
            r"(?P<rest>[^\ue000]*[^\ue000,，(（ ])[,，(（ ]{0,4}{task}[)）]?[。.!~ ]*"
        ),
        _beside_number,
        ("已完成80% 2.2.4",),
        ASSIGNEES,
    ),
    Intent(
        "report around the number",
        Sort.REPORT,
        compiled(r"(?P<lead>)(?=[^\ue001]*\ue001[^\ue001]*$)(?P<rest>[^\ue000]*{task}[^\ue000]*)"),
        _beside_number,
        ("今天把2.2.3的方案报厅里了，进度55%",),
        ASSIGNEES,
    ),
    Intent(
        "report by topic",
        Sort.REPORT,
        compiled(
            rf"{PLEASE}(?P<topic>[^{PERCENT}{TASK}]{{0,30}}?)(?P<rest>(?:[,:： ]{{0,5}}(?:目前|现在|已经?|总体)?(?:进度"
            rf"|完成|到|达到|推进|做|干){{0,5}}(?:了"
            rf"|到|已|约|为){{0,5}})?{{percent}}.*)"
        ),
        _by_topic,
        ("专利导航项目到七成了", "质押融资专项行动 进度七成 已放款20亿", "80%"),
        ASSIGNEES,
    ),
    Intent(
        "status by topic",
        Sort.REPORT,
        compiled(
            r"(?P<topic>[^,，。;；\ue000\ue001]{0,20}?)(?:那项|那个|这项|这个|项目|工作|任务)?(?:目前|现在|已经?|还是)?"
            r"(?P<rest>(?:按序时|滞后|有困难|已完成|无变化|没有?变化|遇到困难)(?:[,， ].*|[。!了]*))"
        ),
        _by_topic,
        ("滞后 数据没齐", "有困难，经费没到", "金融先行先试那项滞后，央行没批"),
        ASSIGNEES,
    ),
)
