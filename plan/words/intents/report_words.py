"""What a sentence reports: the status, the percent and the words, as /progress reads them."""

import re

from plan.reply import SLOT, filled
from plan.values import Draft, Duty, Named, Status
from plan.words.intent import Found, Speaker, trimmed
from plan.words.message import DATE, PERCENT, TASK, UNIT, Entity, Message, Names

ASSIGNEES = frozenset({Duty.LIAISON, Duty.HEAD, Duty.CLERK})
NOT_DONE = (
    r"差不多|基本|快要?|即将|接近|大致|大体|部分|还(?:没|未|差|剩)|尚未|没有?|未|预计|计划|争取|力争|准备|打算|能否"
    r"|什么时候|何时|要求|之前|以前|前(?=完成)|不(?:能|可|会|是|算|想|准)|暂不|先不|别|将|若|如果|可能|应该|估计|下[周月]|明[天年]|后天"
)
DONE_WORDS = (
    r"(?:任务|工作|项目|已经?|都|全部|全|正式)*(?:完成|办完|做完|弄完|搞定|干完|办结|完工|完结|落实到位|报结"
    r"|报完成|销号)(?:了|啦"
    r"|好了)?"
)
STILL_LACKS = re.compile(r"(?:还|就|只|尚|仅)(?:差|剩|缺)")
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
ALONE = re.compile(r"^(?:了|的|进度|完成|进展|已|到|约|大概|大约|差不多|有|是|为|至|左右|多|目前|现在|都|全部|[\W_])*$")
FROM_TO = re.compile(rf"(?<!在)[从由]?{PERCENT}[^{PERCENT},，。;；]{{0,8}}[到至为]{PERCENT}(?!之间)")
"""`由30%提高到50%`: the second percent counts."""
NEAR = 40
"""So many characters before and behind a percent may belong to its phrase."""
BEFORE_PERCENT = (
    r"(?:[,，、;； ]*(?:目前|现在|总体|整体|当前|已经?|我们|工作)?(?:进度|完成率?|进展|到|达到?|推进|做|干)*(?:已经?|了"
    r"|到|达到?|为|是|约|大概|大约|至|有|在|:|：)*)"
)
AFTER_PERCENT = r"(?:左右|多|[了啦咯哉呢嘛呀哦]|的|以上|上下|进度|完成(?!了?[^\s,，。;；了]))*"
CLAUSE_END = f",，。.;；!！?？、\\s{TASK}"
STATES_PROGRESS = re.compile(
    rf"(?:{UNIT}|请|麻烦|帮忙|帮我|截[至止](?:{DATE})?|到?(?:目前|现在|当前|今天|昨天|本周|这周|本月)(?:为止)?|我们?[处市局室]?"
    r"|本[处市局]|这项|这个|该项|它|那个|汇报|上报|更新|报|总体|整体|总的|任务|工作|项目|进度|完成率?|进展|进行|推进|办理"
    r"|已经?|达到?|到|至|做|干|办|弄|整|搞|得|刚|正好|够|大概|大约|大致|约|差不多|接近|将近|近|都|各|均|全部|才|只|仅"
    r"|还是|仍|依然|不对|更正|改|成|应该|应|实为|实际|其实|是|为|在|有|了|也|的|由|从|[:：(（~\-—]|\d+[)）])*+"
)
"""All that may stand before a percent, in its clause, if the percent is how far the task is."""
MEASURED = re.compile(
    r"(?:(?<!完成)率|(?<!进)(?<!完成)度|占|占比|(?<!完成)比例|[不没未]到|达不到|不足|低于|还[差剩])[:： ]+$"
)
"""A quantity or a negation before a percent, with a pause between: `合格率 98%`, `不到 60%`."""
OF_SOMETHING_ELSE = re.compile(
    r"(?:左右|以上|以下)?的\w|(?:以上|多)?(?:覆盖|合格|满意|企业|单位|市局?|县|指标|达标|到位|增长|材料|资金|经费|项目|单位|园区|高校|样本)"
    rf"|\s?[-~—–→至到]?\s?{PERCENT}(?!之外)|\s?[-~—–→至到/]?\s?\d+(?:\.\d+)?\s?[%％]"
    r"|[^,，。;；\s]{0,6}(?:不可能|不现实|还差|有误|不对|没有?$|吗|没[?？]|吧?[?？])"
)
"""What stands behind a percent that is not how far the task is: `60%的企业已走访`."""


def states_progress(shape: str, at: int, start: int = 0) -> bool:
    """Return whether the percent at this place of a shape is how far the task is, by the clause around it.

    `start` is where the clause begins at the earliest, behind the task's name.
    Any other percent, of a plan, a target, a negation or another quantity, only belongs to the words.
    """
    clause = re.split(rf"[{CLAUSE_END}]", shape[max(start, at - NEAR) : at])[-1]
    if MEASURED.search(shape[max(start, at - NEAR) : at]):
        return False
    return bool(STATES_PROGRESS.fullmatch(clause)) and not OF_SOMETHING_ELSE.match(shape[at + 1 : at + NEAR])


def _shape_of_statement(found: Found) -> str:
    """Return the shape in which units for which the speaker does not report stand as `他`."""
    speaker = found.speaker
    if Duty.CLERK in speaker.duties:
        return found.message.shape
    units = iter(found.message.of(UNIT))
    return re.sub(UNIT, lambda match: match[0] if next(units) in speaker.unit_ids else "他", found.message.shape)


def rest_of_report(found: Found, group: str = "rest") -> str:
    """Return the inputs of /progress for what a person wrote behind (or before) the task's number.

    Status and percent come first, then the words as they were written, without the phrase that states the percent.
    """
    start, end = found.match.span(group)
    percents = found.message.entities_in(start, end, PERCENT)
    words = trimmed(found.message.written(start, end))
    is_from_to = len(percents) == 2 and FROM_TO.search(found.message.shape[start:end])
    places = {percent: found.message.places.index(percent.start, start) for percent in percents}
    shape = _shape_of_statement(found)
    stated = [percent for percent in percents if states_progress(shape, places[percent], start)]
    percent = stated[0].value if len(percents) == len(stated) == 1 else ""
    if percent:
        words = _without_percent(found, start, end, percents[0])
    elif is_from_to and _rises(found, start, places[percents[0]]):
        percent = percents[1].value
    status = _status(found.text(group), percent)
    if percents and not percent and status is Status.DONE:
        status = None
    if status in (Status.DONE, Draft.UNCHANGED) or (status and _is_only(status, words)):
        words = _without_status(words, status)
    return " ".join(
        part
        for part in (status.label if status else "", percent, "" if _says_nothing(words, status, percent) else words)
        if part
    )


WHOLE = re.compile(r"(?P<rest>.*)", re.DOTALL)
STATED = re.compile(rf"(?P<begin>/\w+ \d+ v\d+) (?P<status>{'|'.join(Status)})(?= |$)")
"""A question for what belongs to a status that was stated before."""
STATUS_AHEAD = re.compile(rf"(?P<label>{'|'.join(status.label for status in Status)})(?: |$)")


def completed_report(question: str, message: Message, names: Names, speaker: Speaker) -> str:
    """Return the command line that the question for a report becomes with a whole message.

    A status in the message replaces another one that was stated before.
    """
    written = message.normal.written.strip()
    inputs = answer_to_report(message, names, speaker) or written
    stated, ahead = STATED.match(question), STATUS_AHEAD.match(inputs)
    if inputs == Draft.UNCHANGED.label and (stated or SLOT in question):
        inputs = written  # It is the reason or a text: nothing is repeated.
    if stated and ahead:
        is_same = ahead["label"] == Status(stated["status"]).label
        return filled(question, inputs[ahead.end() :]).rstrip() if is_same else f"{stated['begin']} {inputs}"
    return filled(question, inputs)


def _rises(found: Found, start: int, place: int) -> bool:
    """Return whether the words before the first of two percents are only of the task's progress."""
    clause = re.split(rf"[{CLAUSE_END}]", found.message.shape[max(start, place - NEAR) : place])[-1]
    return bool(STATES_PROGRESS.fullmatch(clause))


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
    if (
        head
        and tail
        and not re.search(r"[,，。;；\s]$", found.message.written(start, cut_from))
        and not re.match(r"[\W_]", found.message.written(cut_to, end))
    ):
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
