"""Requests: extensions, nudges, directives, reminders, leave, and how something is done."""

import re
from datetime import date, timedelta

from plan.reply import SLOT
from plan.values import Duty
from plan.words import moments
from plan.words.dates import Length, Mention
from plan.words.intent import Found, Intent, Meaning, Sort, pattern, trimmed
from plan.words.intents.sentences import is_question
from plan.words.message import DATE, LENGTH, TASK, UNIT, compiled

LEADER = frozenset({Duty.LEADER})
OVERSEERS = frozenset({Duty.LEADER, Duty.CLERK})
TASK_OR_TOPIC = r"(?:{task}|(?P<topic>[^\ue000-\ue004,，。;；:：\s]{2,20}?))"
EXTEND = r"(?:申请|请求|想|能不能|能否|可不可以|可否|是否可以|要|需要|希望|准备)*(?:再)?(?:延期|延长|延后|延迟|延缓|推迟|推后|宽限|缓|顺延|展期|后延|延|晚|拖)(?:办理|完成|办|交)?(?:时限|期限|时间)?(?:到|至|为|一下)*"


def _extension(found: Found) -> Meaning | None:
    until = found.values(DATE, "until") or found.values(LENGTH, "until")
    if not until:
        return None
    filled = found.task_line(
        f"/extend {SLOT} 预览 {_until(until[0])} {found.written('reason')}".rstrip(), found.text("topic")
    )
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _until(until: Mention | Length) -> str:
    """Return the new deadline as /extend reads it; a date that does not exist stays as it was written."""
    if isinstance(until, Length):
        unit = {"星期": "周", "礼拜": "周", "日": "天"}.get(until.unit, until.unit)
        return "+15天" if until.count == 0.5 and unit == "月" else f"+{until.count:g}{unit}"
    return str(until.last) if until.last else until.words


def _extension_without_date(found: Found) -> Meaning | None:
    filled = found.task_line(f"/extend {SLOT}")
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _nudge(found: Found) -> Meaning | None:
    """Build the nudge of a task, of a unit, or of a unit for a task; the words behind it go into the letters."""
    if re.search(r"催我|天天催|老催|别催|被催|催什么|催得", found.message.normal.text) or is_question(
        found.text("words")
    ):
        return None
    words = found.written_behind_names() if re.search(r"[\u4e00-\u9fff]{2}", found.text("words")) else ""
    if found.tasks:
        return Meaning(Sort.REQUEST, f"/nudge {_at_unit(found)} {words}".rstrip())
    if found.units:
        return Meaning(Sort.REQUEST, f"/nudgeunit {' '.join(map(str, found.units))}")
    if fact := re.search(r"没签收?|未签收?|没报|未报|没反馈|未反馈|没汇报|逾期|超期", found.message.normal.text):
        return Meaning(Sort.REQUEST, f"/nudgeall {_fact(fact[0])}")
    topic = trimmed(found.text("topic"))
    filled = found.task_line(f"/nudge {SLOT}", topic)
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _at_unit(found: Found) -> str:
    return f"{found.tasks[0]}@{found.units[0]}" if len(found.units) == 1 else found.tasks[0]


def _fact(words: str) -> str:
    return "未签收" if "签" in words else "逾期" if "期" in words else "未反馈"


def _directive(found: Found) -> Meaning | None:
    """Build a directive with all of the words, because a leader's words are sent as they are."""
    whole = trimmed(found.message.normal.written)
    if is_question(found.message.normal.text) or len(whole) < 4:
        return None
    words = found.written_behind_names("behind") or found.written() or whole
    if len(re.findall(r"[\u4e00-\u9fff]", words)) < SHORTEST_DIRECTIVE:
        return None
    if found.tasks:
        return Meaning(Sort.REQUEST, f"/directive {found.tasks[0]} {words}")
    topic = trimmed(found.text("topic"))
    filled = found.task_line(f"/directive {SLOT} {words}", topic)
    return Meaning(Sort.REQUEST, *filled) if filled else None


SHORTEST_DIRECTIVE = 4
"""In Chinese characters."""
REMIND = r"(?:请|麻烦|帮忙|记得|到时候?|届时|设(?:置|定)?(?:个|一个)?|定个|加个)*(?:提醒(?:一下|下)?我|叫我|喊我|通知我|设(?:个|一个)?提醒|提醒自己)(?:一下|一声)?"
REMIND_PHRASE = re.compile(REMIND)


def _remind(found: Found) -> Meaning | None:
    """Build /remind with the moment as it was written, which the command reads again for the task's deadline."""
    normal, now = found.message.normal, found.speaker.now
    phrase = REMIND_PHRASE.search(normal.text)
    assert phrase is not None
    text = _masked(
        normal.text,
        [phrase.span(), *((entity.start, entity.end) for entity in found.message.entities if entity.kind == TASK)],
    )
    moment = moments.find(text, now, now.date() + timedelta(days=180))
    if moment is None:
        words = _note(f"{normal.as_written(0, phrase.start())} {normal.as_written(phrase.end(), len(normal.text))}")
        return Meaning(Sort.REQUEST, f"/remind {found.tasks[0]} {words}".rstrip()) if found.tasks else None
    _, start, end = moment
    cuts = sorted([phrase.span(), (start, end)])
    pieces = zip([0, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), len(normal.text)], strict=True)
    words = " ".join(filter(None, (_note(normal.as_written(*piece)) for piece in pieces if piece[0] < piece[1])))
    number = found.tasks[0] if found.tasks else SLOT
    return Meaning(Sort.REQUEST, f"/remind {number} {text[start:end].strip()} {words}".rstrip())


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _note(words: str) -> str:
    """Return a piece of the words of a reminder without a task's number at its beginning or end."""
    return trimmed(re.sub(r"^[^\w]*第?\s*\d+(?:[.。]\d+){1,3}\s*项?|\d+(?:[.。]\d+){1,3}\s*$", "", trimmed(words)))


def _leave(found: Found) -> Meaning | None:
    """Build /leave from a day, a span, or a first day with a length."""
    text = found.message.normal.text
    days = [mention for mention in found.message.of(DATE) if mention.kind in ("day", "span", "impossible")]
    if is_question(text) or re.search(r"不请假|取消请假|没请假|销假|他|她|谁", text) or not days:
        return None
    if impossible := next((mention for mention in days if mention.kind == "impossible"), None):
        return Meaning(Sort.REQUEST, f"/leave {impossible.words}")
    first, last = days[0].first, days[-1].last
    lengths = found.message.of(LENGTH)
    if lengths and len(days) == 1 and days[0].kind == "day":
        last = _end_of(first, lengths[0])
    return Meaning(Sort.REQUEST, f"/leave {first} {last}")


def _end_of(first: date, length: Length) -> date:
    size = {"天": 1, "日": 1, "工作日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}.get(length.unit, 1)
    return first + timedelta(days=max(1, int(length.count * size)) - 1)


HOW = r"(?:怎么|怎样|如何|咋|咋样)"
TOPICS = {
    "汇报": r"报|反馈|进展|进度|填", "延期": r"延期|延|宽限", "催办": r"催", "材料": r"材料|附件|文件|照片|上传|传|证明",
    "签收": r"签", "提醒": r"提醒", "请假": r"请假|休假|假", "报结": r"报结|销号|办结|完成", "撤销": r"撤销|撤回|改错|更正",
    "查找": r"查|找|搜|看",
}  # fmt: skip


def _help(found: Found) -> Meaning:
    topic = next((topic for topic, words in TOPICS.items() if re.search(words, found.text("about"))), "")
    return Meaning(Sort.QUESTION, f"/help {topic}".rstrip())


INTENTS = (
    Intent("undo", Sort.REQUEST, pattern(r"(?:撤销|撤回|收回|撤掉)(?:一?下)?(?:刚才|刚刚|上一?(?:个|条|步|次)|最后一?(?:个|条|步|次))?(?:的|那个|那条|操作|汇报|签收|申请)*"),
           lambda _: Meaning(Sort.REQUEST, "/undo"), ("撤回刚才的汇报", "撤销上一步")),
    Intent("remind", Sort.REQUEST, compiled(rf".*{REMIND}.*"), _remind,
           ("提醒我 2.2.4 明天9点 交材料", "明天下午三点提醒我催2.2.9的材料", "半小时后提醒我看一下1.1.3", "提醒我明天交材料")),
    Intent("leave", Sort.REQUEST,
           compiled(r"(?:[^\ue000]*[^不没]|)(?:请|休)(?:[个了]?(?:\ue003的?|年|病|事|产|婚|探亲|公)?假|\ue003)[^\ue000]*|[^\ue000]*休假[^\ue000]*"), _leave,
           ("请假 3月9日 3月13日", "我下周请假一周", "3月5号到3月8号我休假", "明天请一天假", "请假：3月16日—3月20日，赴京开会")),
    Intent("help", Sort.QUESTION,
           pattern(rf"(?:我|大家)?(?:不知道|不会|不懂)?(?:这个|督办|系统|机器人|你)?(?:是|该|要|应该|可以)?{HOW}(?:才能|去|来|样|个)?(?:能|可以)?(?P<about>(?:申请|上|提交|报送|填)?(?:用|操作|使用|弄|报|汇报|反馈|填|报进展|报进度|申请延期|延期|延|催办|催|上传材料|上传|传|传材料|交材料|报材料|提交材料|附材料|发材料|签收|签|设(?:置)?提醒|提醒|请假|报结|销号|办结|撤销|撤回|更正|改|查询|查|找任务|搜索|找|开始|办理|办)[^\ue000-\ue004]{{0,6}}?)(?:呢|啊|吗)?[?？]?"), _help,
           ("怎么报进展", "这个怎么用", "怎么申请延期", "怎么催办", "如何上传材料")),
    Intent("help where", Sort.QUESTION,
           pattern(r"(?P<about>材料|附件|文件|照片|证明材料|报告|进展|进度|延期)(?:要|该|应该)?(?:往|从|在|到)?(?:哪儿?|哪里|何处|什么地方)(?:上传|提交|传|交|发|报|填|申请|写)?[?？]?"), _help,
           ("材料往哪儿传", "进展在哪里报")),
    Intent("help", Sort.QUESTION,
           pattern(r"帮助|使用说明|说明书|用法|使用方法|操作(?:说明|手册|指南)|(?:你|督办|系统)?(?:都|能|可以|会)*(?:做|干|办|帮我做|帮我办)(?:些|点)?(?:什么|啥)[^\ue000-\ue004]{0,2}[?？]?|有(?:什么|哪些)(?:功能|命令|用处)[?？]?|新手|怎么办[?？]?"), _help,
           ("使用说明", "你能做什么", "有哪些功能")),
    Intent("extension", Sort.REQUEST,
           compiled(rf"(?:请|麻烦|申请|我们?|我处|我市|想|要|帮忙|把|将|对|[,: ])*(?:延期)?[,: ]*{TASK_OR_TOPIC}[,，: ]*(?:这项|这个|的)?(?:时限|期限|时间|任务|项目|工作)?(?:因[^,，。]{{0,20}}[,，])?{EXTEND}[,: ]*(?P<until>[{DATE}{LENGTH}])(?:完成|办结|交|吧|可以吗|行吗|左右|之?前|底)*(?P<reason>.*)"), _extension,
           ("把1.2.2延到10月底，省局口径没定", "1.2.5 宽限两周 专家回避调整", "2.1.5申请延期到11月30号 因疫情评审推迟",
            "2.1.2能不能晚一个月，财政口还没答复", "1.3.1延期一周", "2.2.9延到明年1月底 园区停工")),
    Intent("extension of what was shown", Sort.REQUEST,
           compiled(rf"(?:请|麻烦|申请|我们?|我处|我市|想|要|这项|这个|能不能|把它?|[,: ])*{EXTEND}[,: ]*(?P<until>[{DATE}{LENGTH}])(?:完成|办结|吧|可以吗|行吗)*(?P<reason>(?:[,，。;； ].*)?)"), _extension,
           ("申请延期到10月底", "延期两周，数据没齐")),
    Intent("extension of a task", Sort.REQUEST,
           compiled(rf"(?:请|麻烦|申请|我们?|想|要|帮我|[,: ])*延期(?:申请)?[,: ]*{{task}}[,: ]*(?P<until>[{DATE}{LENGTH}])(?P<reason>.*)"), _extension,
           ("延期 1.2.1 10月31日 征求意见未回",)),
    Intent("extension without a date", Sort.REQUEST,
           pattern(rf"(?:把|将)?{{task}}(?:这项)?{EXTEND}|(?:申请)?延期[:： ]*{{task}}|{{task}}[,， ]*(?:要|想|申请)?延期"), _extension_without_date,
           ("2.2.4申请延期", "延期2.3.1", "2.2.4能不能延期")),
    Intent("nudge", Sort.REQUEST,
           compiled(r"(?:请|麻烦|帮忙|帮我|给我|替我|你|再|去|把|给|向|对|[,: ])*(?:所有|全部)?(?P<topic>[^,，。;；]{0,24}?)(?:还)?(?:没有?动静|没有?反应|没有?消息)?(?:发个?|发一?份|下个?|都|给|再|发出)?(?:催办通知|催办|催促|催一催|催一遍|催一下|催催|催下|催)(?:一下|一遍|通知|单)?(?:吧|了)?[,，:： ]*(?P<words>.*)"), _nudge,
           ("催 2.2.4 请于周五前报送", "催一下常州", "把没签收的都催一遍", "麻烦给苏州市局发个催办 2.1.2", "催办2.3.1", "2.2.9怎么还没动静，催催")),
    Intent("nudge with a comma", Sort.REQUEST,
           compiled(r"(?P<words>).*{task}.*(?:没动静|没反应|没消息|没回|没报|没签)[^,，]*[,，](?:再|去|赶紧|你)?(?:催催|催一下|催办|催)[^\ue000]*"), _nudge,
           ("2.2.9怎么还没动静，催催",)),
    Intent("nudge politely", Sort.REQUEST,
           compiled(rf"(?:请|麻烦|帮忙|帮我|替我|你|[,: ])*(?:提醒|督促|敦促)(?:一下|下)?(?=[{UNIT}{TASK}])(?P<words>.*)"), _nudge,
           ("提醒一下保护处抓紧1.2.3", "督促常州尽快报2.1.2")),
    Intent("directive", Sort.REQUEST,
           compiled(r"(?:请?批示|作批示)[:：,， ]*{task}(?P<behind>.+)|(?:请|要|务必|必须|抓紧|加快|尽快|让|责成|督促|同意).*{task}.*|{task}[,，:： ]*(?P<words>(?:请|要|务必|必须|抓紧|加快|尽快|让|责成|督促|同意).+)"), _directive,
           ("批示 2.2.3 请运用处本周五前报方案", "请保护处3月20日前把1.2.1初稿报我", "2.3.1要加快，每月报一次", "让运用处重点抓2.4.2质押融资"), LEADER),
    Intent("directive on a topic", Sort.REQUEST,
           compiled(r"(?:对|关于|就)(?P<topic>[^,，:：。]{2,20}?)(?:工作|任务|这项|一事|事项|项目)?[:：,，].{4,}"), _directive,
           ("对质押融资专项行动：数量要服从质量，请运用处拿措施",), LEADER),
    Intent("directive on what was shown", Sort.REQUEST,
           compiled(r"(?:请|要|务必|必须|抓紧|加快|尽快|让|责成|督促|同意|此事|此件|转).{3,}"), _directive,
           ("请于3月底前完成方案", "抓紧办理，月底前报我"), LEADER),
)  # fmt: skip
DIRECTIVES = (
    Intent(
        "directive in free words",
        Sort.REQUEST,
        compiled(r"(?:{task}[,，:： ]*(?P<behind>.+)|.*{task}.*)"),
        _directive,
        ("2.2.4进度太慢，数量要服从质量",),
        LEADER,
    ),
)
