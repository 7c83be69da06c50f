"""Nudges: `催一下常州`, `把没签收的都催一遍`."""

import re

from plan.reply import SLOT
from plan.words.intent import Found, Intent, Meaning, Sort, trimmed
from plan.words.intents.sentences import is_question
from plan.words.message import DATE, PERCENT, TASK, UNIT, compiled

OBJECT = re.compile(r"(?:还)?[没未](?:报|签收?|反馈|汇报|交|动)的?(?:市|单位|处室|地方|那些|几个)*")
"""Words that say who is nudged, and are no note: `没报的市`."""

NO_NUDGE = re.compile(
    r"催我|天天催|老催|被催|收到催|已经?催|催什么|催得|催(?:办)?过|催办了|催办(?:函|单|通知)已|催了(?!吧|$)|每[天周月日次隔]|隔[天周]|定期"
    r"|(?:不[要用必能想]|别(?!忘)|先不|暂不|勿|无需|停止)[^,，。;；]{0,12}催|除了|除[^,，。]{1,12}外|以外|之外"
    r"|催[^,，。;；]{0,8}没有?[?？]?$"
)
"""Complaints of nudges, questions about them, and wishes that a nudge now would not fulfil: a negation, an exception, a
rhythm."""
OTHERS = re.compile(r"各(?:个)?(?:市|处|单位|地|部门).*|.*的(?:市|单位|处室|任务|那些|几个|地方)*")
"""Words behind 催 that say who else is nudged, and are no note."""
FACT = re.compile(r"没签收?|未签收?|没报|未报|没反馈|未反馈|没汇报|逾期|超期")


def _nudge(found: Found) -> Meaning | None:
    """Build the nudge of a task, of a unit, or of a unit for a task; the words behind it go into the letters."""
    if _is_none(found) or is_question(found.text("words")):
        return None
    words = found.written_behind_names() if re.search(r"[\u4e00-\u9fff]{2}", found.text("words")) else ""
    words = "" if OBJECT.fullmatch(words) else words
    if found.tasks:
        return Meaning(Sort.REQUEST, f"/nudge {_at_unit(found)} {words}".rstrip())
    fact = FACT.search(found.message.normal.text)
    if found.units:
        return Meaning(Sort.REQUEST, f"/nudgeunit {' '.join(map(str, found.units))}")
    if fact:
        return Meaning(Sort.REQUEST, f"/nudgeall {_fact(fact[0])}")
    topic = trimmed(found.text("topic"))
    filled = found.task_line(f"/nudge {SLOT}", topic)
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _is_none(found: Found) -> bool:
    """Return whether the words complain of nudges, or want a nudge of which only a part could be done."""
    message = found.message
    text = message.normal.text
    today = found.speaker.now.date()
    at = text.find("催")
    is_later = any(
        entity.start < at and (entity.value.first, entity.value.last) != (today, today)
        for entity in message.entities
        if entity.kind == DATE
    )
    several = len(found.tasks) > 1 or (found.tasks and len(found.units) > 1)
    of_unit = found.units and not found.tasks and re.search(r"[没未]签|逾期|超期|到期", text)
    of_others = not (found.tasks or found.units or FACT.search(text)) and OTHERS.fullmatch(found.text("words"))
    of_percent = message.of(PERCENT) and not found.tasks
    return bool(
        NO_NUDGE.search(text) or is_later or several or of_unit or of_percent or (of_others and found.text("words"))
    )


def _at_unit(found: Found) -> str:
    return f"{found.tasks[0]}@{found.units[0]}" if len(found.units) == 1 else found.tasks[0]


def _fact(words: str) -> str:
    return "未签收" if "签" in words else "逾期" if "期" in words else "未反馈"


INTENTS = (
    Intent(
        "nudge",
        Sort.REQUEST,
        compiled(
            r"(?:请|麻烦|帮忙|帮我|给我|替我|你|再|去|把|给|向|对|[,: ])*(?:所有|全部)?"
            r"(?P<topic>[^,，。;；]{0,24}?)(?:还)?(?:没有?动静|没有?反应"
            r"|没有?消息)?(?:发个?|发一?份|下个?|都|给|再|发出)?(?:催办通知|催办|催促|催一催|催一遍|催一下"
            r"|催催|催下|催)(?:一下|一遍|一次|几次|通知|单)?(?:吧"
            r"|了)?[,，:： ]*(?P<words>.*)"
        ),
        _nudge,
        (
            "催 2.2.4 请于周五前报送",
            "催一下常州",
            "把没签收的都催一遍",
            "麻烦给苏州市局发个催办 2.1.2",
            "催办2.3.1",
        ),
    ),
    Intent(
        "nudge with a comma",
        Sort.REQUEST,
        compiled(
            r"(?P<words>).{0,40}[\ue000\ue004].{0,40}(?:没动静|没反应|没消息|没回|没报|没签)[^,，]{0,20}[,，](?:再|去|赶紧|你)?"
            r"(?:催催|催一下|催办|催)[^\ue000]*"
        ),
        _nudge,
        ("2.2.9怎么还没动静，催催", "常州还没报，催一下"),
    ),
    Intent(
        "nudge politely",
        Sort.REQUEST,
        compiled(
            rf"(?:请|麻烦|帮忙|帮我|替我|你|[,: ])*(?:提醒|督促|敦促)(?:一下|下)?(?=[{UNIT}{TASK}])"
            rf"(?P<words>.*)"
        ),
        _nudge,
        ("提醒一下保护处抓紧1.2.3", "督促常州尽快报2.1.2"),
    ),
)
