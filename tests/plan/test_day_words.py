"""Days as people write them."""

import re

import pytest

from plan import day_words
from plan.refusal import Refusal
from tests.plan.build import day


@pytest.mark.parametrize(
    ("words", "today", "base", "expected"),
    [
        ("9月30日", "6-1", "", "9-30"),
        ("9月30号", "6-1", "", "9-30"),
        ("9-30", "6-1", "", "9-30"),
        ("9/30", "6-1", "", "9-30"),
        ("2020-09-30", "6-1", "", "9-30"),
        ("2021年1月5日", "6-1", "", "2021-1-5"),
        ("1月5日", "12-20", "", "2021-1-5"),
        ("3月1日", "5-6", "", "3-1"),  # a slip, not next year
        ("1月1日", "7-2", "", "1-1"),  # half a year ago, which is 183 days
        ("1月1日", "7-3", "", "2021-1-1"),
        ("9 月 30 日", "6-1", "", "9-30"),
        ("2020 - 9 - 30", "6-1", "", "9-30"),
        ("今天", "6-1", "", "6-1"),
        ("明天", "6-30", "", "7-1"),
        ("后天", "6-30", "", "7-2"),
        ("+1周", "6-1", "6-30", "7-7"),
        ("+1月", "6-1", "6-30", "7-30"),
        ("+1月", "6-1", "1-31", "2-29"),
        ("+2月", "6-1", "12-31", "2021-2-28"),
        ("+1周", "6-1", "", "6-8"),
        ("月底", "6-1", "", "6-30"),
        ("月底", "6-1", "6-30", "7-31"),
        ("年底", "6-1", "", "12-31"),
    ],
)
def test_what_is_meant(words: str, today: str, base: str, expected: str) -> None:
    assert re.fullmatch(day_words.SHAPE, words)
    assert day_words.read(words, day(today), day(base) if base else None) == day(expected)


@pytest.mark.parametrize("words", ["", "下周", "30日", "9月"])
def test_what_is_no_day(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        day_words.read(words, day("6-1"))
    assert refused.value.sentence == day_words.WRONG


@pytest.mark.parametrize("words", ["2月30日", "13-1", "2020-6-31"])
def test_a_day_that_is_none(words: str) -> None:
    with pytest.raises(Refusal, match="没有"):
        day_words.read(words, day("6-1"))
