"""Personal reminders: `明天下午三点提醒我催2.2.9的材料`."""

import re
from datetime import timedelta

from plan.reply import SLOT
from plan.words import moments
from plan.words.intent import Found, Intent, Meaning, Sort, trimmed
from plan.words.message import TASK, compiled

REMIND = (
    r"(?:请|麻烦|帮忙|记得|到时候?|届时|设(?:置|定)?(?:个|一个)?|定个|加个){0,4}(?:提醒(?:一下|下)?我|叫我|喊我|通知我"
    r"|设(?:个|一个)?提醒|提醒自己)(?:一下|一声)?"
)
REMIND_PHRASE = re.compile(REMIND)
NO_REQUEST = re.compile(r"(?:别再?|不[用要必需想]+再?|谁|督办员?|领导|[处局]长|昨天|刚才|已经?)(?:又|再|来)?$")
"""The end of what stands before the phrase where somebody else is told of, or the reminder is not wanted."""


def _remind(found: Found) -> Meaning | None:
    """Build /remind with the moment as it was written, which the command reads again for the task's deadline."""
    normal, now = found.message.normal, found.speaker.now
    phrase = REMIND_PHRASE.search(normal.text)
    assert phrase is not None
    if NO_REQUEST.search(normal.text[: phrase.start()]) or re.match(r"们|的|过", normal.text[phrase.end() :]):
        return None
    text = _masked(
        normal.text,
        [phrase.span(), *((entity.start, entity.end) for entity in found.message.entities if entity.kind == TASK)],
    )
    moment = moments.find(text, now, now.date() + timedelta(days=180))
    if moment is None:
        if re.search(r"[\u4e00-\u9fff]{2}", _note(normal.as_written(0, phrase.start()))):
            return None  # 专家提醒我们注意口径 tells what somebody else did.
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


INTENTS = (
    Intent(
        "remind",
        Sort.REQUEST,
        compiled(rf".*{REMIND}.*"),
        _remind,
        (
            "提醒我 2.2.4 明天9点 交材料",
            "明天下午三点提醒我催2.2.9的材料",
            "半小时后提醒我看一下1.1.3",
            "提醒我明天交材料",
        ),
    ),
)
