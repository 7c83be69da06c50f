"""Texts made to be slow to compare with the patterns, or to pass for what only the bot writes."""

import random
import re
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from plan.words.intent import Intent
from plan.words.intents import INTENTS
from plan.words.message import DATE, LENGTH, PERCENT, TASK, UNIT
from tests.plan.words.bureau import line, names

LENGTH_OF_TEXT = 4096
SHORT = LENGTH_OF_TEXT // 8
GROWTH = 200
"""How many times longer a text of eight times the length may take: the square is 64, the third power 512."""
LEAST = 1e-4
"""In seconds of computing: less than this is not told apart from nothing."""
ENTITIES = (TASK, PERCENT, DATE, LENGTH, UNIT)
NO_WORD = "囧"


def repeated(words: str, length: int = LENGTH_OF_TEXT) -> str:
    return (words * length)[:length] + NO_WORD


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def texts(intent: Intent) -> Iterator[str]:
    """Yield what is repeated in texts made of the words of the intent's pattern, which end with what no pattern has."""
    source, chance = intent.pattern.pattern, random.Random(intent.name)
    words = sorted({*re.findall(r"[\u4e00-\u9fff]{1,4}", source), *",， 。:!", *ENTITIES})
    words = [word for word in words if word in source]
    yield from (word for word in words if len(word) == 1 or len(words) < 40)
    yield from ("".join(chance.choices(words, k=k)) for k in (2, 2, 2, 3, 3, 3, 30))


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.name)
def test_no_text_is_slow_to_compare(intent: Intent) -> None:
    for words in texts(intent):
        short, long = (seconds(partial(intent.match, repeated(words, n))) for n in (SHORT, LENGTH_OF_TEXT))
        assert long < GROWTH * max(short, LEAST), words


HOSTILE = (
    "帮我想", "今天", "常州还没报", "催一下常州", "2.2.4 60%，", "2.2.4 ", "一点三点六什", "些没签收", ",", " ", "\n",
    "?", "9点提醒我", "设届时", "ﷺ", "\u200b\u202e", "🙏🏽", "1", "9%", "1.1.", "2020-", "百分之", "成", "[2.2.4",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_is_slow_to_understand(words: str) -> None:
    names().is_task("2.2.4")  # The index is made once, which takes longer.
    for frame in ("{}", "2.2.4 {}", "{} 2.2.4 60%"):
        texts = (frame.format(repeated(words, n)) for n in (SHORT, LENGTH_OF_TEXT))
        short, long = (seconds(partial(line, text)) for text in texts)
        assert long < GROWTH * max(short, LEAST), words
