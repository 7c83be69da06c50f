"""Long texts made of a pattern's own words take no noticeable time to match, whatever is repeated in them."""

import re
import time
from collections.abc import Iterator

import pytest

from plan.words.intent import Intent
from plan.words.intents import INTENTS
from plan.words.message import DATE, PERCENT, TASK, UNIT

LENGTH = 4096
"""The most characters of a message in Telegram."""
SECONDS = 0.2
"""Of computing, with room for slow machines; what matters takes a few milliseconds or many seconds."""


def texts(intent: Intent) -> Iterator[str]:
    """Yield texts of one repeated word each, with an end that fits nothing."""
    words = dict.fromkeys(re.findall("[\u4e00-\u9fff]+", intent.pattern.pattern))
    for word in (*list(words)[:30], TASK, PERCENT, DATE, UNIT, " ", ",", "想要"):
        yield (word * LENGTH)[: LENGTH - 2] + "乙?"


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.name)
def test_a_long_text_is_matched_at_once(intent: Intent) -> None:
    for text in texts(intent):
        began = time.process_time()
        intent.match(text)
        assert time.process_time() - began < SECONDS, text[:20]
