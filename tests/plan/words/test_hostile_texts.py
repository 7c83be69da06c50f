"""Texts made to be slow to compare with the patterns, or to pass for what only the bot writes."""

import random
import re
import time
from collections.abc import Iterator

import pytest

from plan.words.intent import Intent
from plan.words.intents import INTENTS
from plan.words.message import DATE, LENGTH, PERCENT, TASK, UNIT
from tests.plan.words.bureau import line, names

LENGTH_OF_TEXT = 4096
SECONDS = 0.05
ENTITIES = (TASK, PERCENT, DATE, LENGTH, UNIT)
NO_WORD = "囧"


def repeated(words: str) -> str:
    return (words * LENGTH_OF_TEXT)[:LENGTH_OF_TEXT] + NO_WORD


def texts(intent: Intent) -> Iterator[str]:
    """Yield long texts made of the words of the intent's pattern, which end with what no pattern has."""
    source, chance = intent.pattern.pattern, random.Random(intent.name)
    words = sorted({*re.findall(r"[\u4e00-\u9fff]{1,4}", source), *",， 。:!", *ENTITIES})
    words = [word for word in words if word in source]
    yield from (repeated(word) for word in words if len(word) == 1 or len(words) < 40)
    yield from (repeated("".join(chance.choices(words, k=k))) for k in (2, 2, 2, 3, 3, 3, 30))


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.name)
def test_no_text_is_slow_to_compare(intent: Intent) -> None:
    for text in texts(intent):
        began = time.process_time()
        intent.pattern.fullmatch(text)
        assert time.process_time() - began < SECONDS, text[:40]


HOSTILE = (
    "帮我想", "今天", "常州还没报", "催一下常州", "2.2.4 60%，", "2.2.4 ", "一点三点六什", "些没签收", ",", " ", "\n",
    "?", "9点提醒我", "设届时", "ﷺ", "\u200b\u202e", "🙏🏽", "1", "9%", "1.1.", "2020-", "百分之", "成", "[2.2.4",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_is_slow_to_understand(words: str) -> None:
    for text in (repeated(words), f"2.2.4 {repeated(words)}", f"{repeated(words)} 2.2.4 60%"):
        names().is_task("2.2.4")  # The index is made once, which takes longer.
        began = time.process_time()
        line(text)
        assert time.process_time() - began < SECONDS * 4, text[:40]
