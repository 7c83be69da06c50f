"""What a sentence reports: the status, the percent and the words, as /progress reads them."""

import re

from plan.values import Draft, Duty, Named, Status
from plan.words.intent import Found, Speaker, trimmed
from plan.words.message import DATE, PERCENT, UNIT, Entity, Message, Names
from plan.words.stated_percents import is_stated

ASSIGNEES = frozenset({Duty.LIAISON, Duty.HEAD, Duty.CLERK})
NOT_DONE = (
    r"差不多|基本|快要?|即将|接近|大致|大体|部分|还(?:没|未|差|剩)|尚未|没有?|未|预计|计划|争取|力争|准备|打算|能否"
    r"|什么时候|何时|要求|之前|以前|前(?=完成)|不|别|将|等|若|如果|可能|应该|估计|下[周月]|明[天年]|后天"
)
DONE_WORDS = (
    r"(?:任务|工作|项目|已经?|都|全部|全|正式)*(?:完成|办完|做完|弄完|搞定|干完|办结|完工|完结|落实到位|报结"
    r"|报完成|销号)(?:了|啦"
    r"|好了)?"
)
STILL_LACKS = re.compile(r"(?:还|就|只|尚|仅)(?:差|剩|缺)|除了?.{1,20}[外都]")
"""`完成了，还差盖章` is not done."""
DONE = re.compile(
    rf"^(?:我[们处市局]?|本[处市局])?(?:可以|申请|请求|请)?(?:{DONE_WORDS})(?=$|[,，。.;；:： 了])"
    rf"|(?:可以|申请|请求)(?:销号|报结|办结)|报(?:完成|结)"
)
DONE_AT_END = re.compile(rf"(?:^|[,，。;； ])(?:{DONE_WORDS})$")
STATUSES: dict[Named, str] = {
    Status.ON_PACE: r"按序时(?:推进|进行|开展)?|按进度(?:推进)?|正常推进|进展顺利|顺利推进|按计划推进|有序推进|正常",
    Status.BEHIND: r"滞后|落后|进度慢了?|慢了|偏慢|拖期",
    Status.STUCK: (
        r"(?:推进|进展|工作)?有(?:点|些|一定)?困难|卡在|(?:遇到|遇着|碰到|存在)(?:了|点|些|一些)?(?:困难|问题"
        r"|阻力)|卡住了?|推不动|办不了"
        r"|受阻|难以推进"
    ),
    Draft.UNCHANGED: (
        r"(?:没有|无|没|暂无)(?:新的?|什么|任何)?(?:变化|进展|变动|更新)|同上(?:次|月|期)?"
        r"|[和跟与同]上(?:个?月|次|期)(?:一样|相同|没变)"
    ),
}
AT_BEGINNING = {
    status: re.compile(rf"^(?:目前|现在|暂时|仍|还)?(?:{words})(?=$|[^\w]|了|(?<=卡在))")
    for status, words in STATUSES.items()
}
ALONE = re.compile(
    r"^(?:了|的|进度|完成|进展|已|到|约|大概|大约|差不多|有|是|为|至|左右|多|都是?|均为?|都|目前|现在|都|全部|[\W_])*$"
)
NEAR = 40
"""So many characters before and behind a percent may belong to its phrase."""
BEFORE_PERCENT = (
    r"(?:[,，、;； ]*(?:目前|现在|总体|整体|当前|已经?|我们|工作)?(?:进度|完成率?|进展|到|达到?|推进|做|干)*(?:已经?|了"
    r"|到|达到?|为|是|约|大概|大约|至|有|在|:|：)*)"
)
AFTER_PERCENT = r"(?:左右|多|[了啦咯哉呢嘛呀哦]|的|以上|上下|进度|完成(?!了?[^\s,，。;；了]))*"


def rest_of_report(found: Found, group: str = "rest") -> str:
    """Return the inputs of /progress for what a person wrote behind (or before) the task's number.

    Status and percent come first, then the words as they were written, without the phrase that states the percent.
    """
    start, end = found.match.span(group)
    percents = _stated(found, start, end)
    words = trimmed(found.message.written(start, end))
    percent = percents[0].value if len(percents) == 1 else ""
    if percent and len(found.message.entities_in(start, end, PERCENT)) == 1:
        words = _without_percent(found, start, end, percents[0])
    status = _status(found.text(group), percent)
    if status in (Status.DONE, Draft.UNCHANGED) or (status and _is_only(status, words)):
        words = _without_status(words, status)
    return " ".join(
        part
        for part in (status.label if status else "", percent, "" if _says_nothing(words, status, percent) else words)
        if part
    )


MOST_PERCENTS = 9
"""A text with more of them is no statement of one task's progress."""


def _stated(found: Found, start: int, end: int) -> list[Entity]:
    """Return the percents that are stated as the task's progress."""
    if len(found.message.entities_in(start, end, PERCENT)) > MOST_PERCENTS:
        return []
    message, shape = found.message, _shape_of_statement(found)
    places = ((entity, message.places.index(entity.start)) for entity in message.entities_in(start, end, PERCENT))
    return [entity for entity, place in places if is_stated(shape, place, start)]


def _shape_of_statement(found: Found) -> str:
    """Return the shape in which days up to today stand as `今`, and units for which the speaker does not report as
    `他`."""
    message, speaker = found.message, found.speaker
    shape = list(message.shape)
    for entity in message.entities:
        place = message.places.index(entity.start)
        if entity.kind == DATE and entity.value.kind in ("day", "span") and entity.value.first <= speaker.now.date():
            shape[place] = shape[place] if entity.value.is_limit else "今"
        is_own = Duty.CLERK in speaker.duties or entity.value in speaker.unit_ids if entity.kind == UNIT else True
        shape[place] = shape[place] if is_own else "他"
    return "".join(shape)


def states_progress(rest: str) -> bool:
    """Return whether the inputs of /progress begin with a status or a percent."""
    return bool(re.match(r"(?:已完成|按序时|滞后|有困难|无变化)(?: |$)|-?\d+(?:\.\d+)?%(?: |$)", rest))


WHOLE = re.compile(r"(?P<rest>.*)", re.DOTALL)


def answer_to_report(message: Message, names: Names, speaker: Speaker) -> str:
    """Return the inputs of /progress for a whole message that answers the question for a report."""
    match = WHOLE.fullmatch(message.shape)
    assert match is not None
    return rest_of_report(Found(message, match, names, speaker))


def _without_percent(found: Found, start: int, end: int, percent: Entity) -> str:
    """Return the words without the percent at their beginning or end; in the middle of a sentence it stays."""
    shape, at = found.message.shape, found.message.places.index(percent.start, start)
    before = re.search(rf"{BEFORE_PERCENT}$", shape[max(start, at - NEAR) : at])
    behind = shape[at + 1 : min(end, at + NEAR)]
    after = re.match(rf"{AFTER_PERCENT}(?=$|[\W_])", behind) or re.match(AFTER_PERCENT, behind)
    cut_from = max(start, at - NEAR) + before.start() if before else at
    cut_to = at + 1 + (after.end() if after else 0)
    head, tail = trimmed(found.message.written(start, cut_from)), trimmed(found.message.written(cut_to, end))
    is_apart = re.match(r"[\s,，。;；]", shape[cut_from:at]) or re.search(r"[,，。;；\s]$", shape[start:cut_from])
    if head and not ALONE.match(head) and not is_apart:
        return trimmed(found.message.written(start, end))
    return "，".join(part for part in (head, tail) if part and not ALONE.match(part))


def _status(text: str, percent: str) -> Named | None:
    if re.match(r"1?100(?:\.0+)?%$", percent):
        return Status.DONE
    if percent:
        return next(
            (
                status
                for status, begins in AT_BEGINNING.items()
                if begins.match(trimmed(text)) and status is not Draft.UNCHANGED
            ),
            None,
        )
    plain = trimmed(text)
    for status, begins in AT_BEGINNING.items():
        if begins.match(plain):
            return (
                None
                if status is Draft.UNCHANGED and not re.fullmatch(rf"(?:{STATUSES[status]})[了。.! ]*", plain)
                else status
            )
    if (
        not re.search(NOT_DONE, re.split(r"[\n,，]", plain)[0])
        and not STILL_LACKS.search(plain)
        and (DONE.search(plain) or DONE_AT_END.search(plain))
    ):
        return Status.DONE
    return None


def _says_nothing(words: str, status: Named | None, percent: str) -> bool:
    """Return whether only particles are left; `差不多完成了` alone is what is reported."""
    return bool(ALONE.match(words)) and bool(status or percent or "完成" not in words)


def _is_only(status: Named, words: str) -> bool:
    return bool(re.match(rf"^(?:目前|现在)?{re.escape(status.label)}", words))


def _without_status(words: str, status: Named) -> str:
    """Return the words without the status word at their beginning, which the record keeps by itself."""
    if status is Draft.UNCHANGED:
        return ""
    if status is Status.DONE:
        return trimmed(re.sub(rf"^(?:(?:可以|申请)?(?:{DONE_WORDS}))(?=$|[\W_])", "", words))
    return trimmed(re.sub(rf"^(?:目前|现在)?{re.escape(status.label)}了?", "", words))
