"""A clerk's decisions on a unit's report: `2.2.4办结`, `2.2.4退回 材料不全`."""

from plan.words.intent import Found, Intent, Meaning, Sort, pattern
from plan.words.intents.question_words import CLERK, OVERSEERS, fixed
from plan.words.message import compiled


def _close(found: Found) -> Meaning:
    return Meaning(Sort.REQUEST, f"/close {_share(found)}")


def _return(found: Found) -> Meaning:
    return Meaning(Sort.REQUEST, f"/return {_share(found)} {found.written() or found.written('reason')}".rstrip())


def _share(found: Found) -> str:
    """Return the task's number, with the unit that the sentence names."""
    return f"{found.tasks[0]}@{found.units[0]}" if len(found.units) == 1 else found.tasks[0]


DECIDE, EXTENSION = r"(?:不?同意|不?批准?|不?准予|准许|不予|驳回)了?", r"(?:延期|展期|延长)(?:申请)?"
INTENTS = (
    Intent(
        "decide an extension",
        Sort.QUESTION,
        pattern(
            rf"{DECIDE}(?:{{unit}}?的?{{task}})?[的其]?{EXTENSION}[^,，]{{0,6}}"
            rf"|{{unit}}?的?{{task}}[的,，:： ]*(?:{DECIDE}其?{EXTENSION}[^,，]{{0,6}}"
            rf"|{EXTENSION}的?(?:{DECIDE}|可以|不行))"
        ),
        fixed("/extensions"),
        ("2.2.4同意延期", "2.1.5不批准延期", "同意2.2.4延期", "2.2.4的延期可以", "同意延期申请"),
        OVERSEERS,
    ),
    Intent(
        "close",
        Sort.REQUEST,
        pattern(r"(?:把|将)?{unit}?(?:的)?{task}[,， ]*{unit}?(?:的)?(?:可以|同意|准予)?(?:办结|销号|审核通过|通过)"),
        _close,
        ("2.2.4办结", "2.2.4同意销号", "把2.2.4办结了", "常州2.1.2审核通过"),
        CLERK,
    ),
    Intent(
        "return",
        Sort.REQUEST,
        compiled(
            r"(?:把)?{unit}?(?:的)?{task}[,， ]*{unit}?(?:的)?(?:给)?(?:退回|打回|不通过|审核不通过)(?:去|来"
            r"|了)?[,，:： ]*(?P<words>.*)"
            r"|(?:退回|打回)(?:给)?[:： ]*{unit}?(?:的)?[:： ]*{task}[,，:： ]*(?P<reason>.*)"
        ),
        _return,
        ("2.2.4退回 材料不全", "把2.2.4打回去，缺证明材料", "退回2.2.4，材料不全"),
        CLERK,
    ),
)
