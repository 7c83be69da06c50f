"""Dates and distances in days, in words."""

import pytest

from plan import format
from tests.plan.build import CALENDAR, day, noon


@pytest.mark.parametrize(
    ("value", "today", "words", "short"),
    [
        ("11-27", "11-24", "11月27日 周五", "11月27日"),
        ("3-8", "3-2", "3月8日 周日", "3月8日"),
        ("2021-1-4", "12-31", "2021年1月4日 周一", "2021年1月4日"),
        ("2019-12-31", "1-2", "2019年12月31日 周二", "2019年12月31日"),
    ],
)
def test_a_day(value: str, today: str, words: str, short: str) -> None:
    assert format.day(day(value), day(today)) == words
    assert format.short_day(day(value), day(today)) == short


@pytest.mark.parametrize(
    ("deadline", "today", "words"),
    [
        ("11-27", "11-24", "11月27日 周五，还有3个工作日"),
        ("11-27", "11-27", "11月27日 周五，今天到期"),
        ("11-27", "11-28", "11月27日 周五，已逾期1天"),  # a Saturday: no working day has passed
        ("11-27", "12-1", "11月27日 周五，已逾期2个工作日"),
        ("10-8", "10-1", "10月8日 周四，还有7天，其间无工作日"),
        ("10-9", "9-30", "10月9日 周五，还有1个工作日"),
        ("2021-1-4", "12-31", "2021年1月4日 周一，还有1个工作日"),
        (None, "3-2", "时限待定"),
    ],
)
def test_a_deadline(deadline: str | None, today: str, words: str) -> None:
    assert format.deadline(day(deadline) if deadline else None, day(today), CALENDAR) == words


def test_a_moment() -> None:
    assert format.moment(noon("3-2").replace(hour=9, minute=5), day("3-3")) == "3月2日 09:05"
    assert format.moment(noon("2019-12-31"), day("1-2")) == "2019年12月31日 12:00"


@pytest.mark.parametrize(
    ("text", "limit", "expected"), [("", 3, ""), ("三个字", 3, "三个字"), ("这是四字", 3, "这是…"), ("甲", 1, "甲")]
)
def test_shortened(text: str, limit: int, expected: str) -> None:
    assert format.shortened(text, limit) == expected


def test_a_restricted_title_is_not_said() -> None:
    assert format.named("推动企业贯标", 22, restricted=True) == "（不上机）"
    assert format.named("推动企业贯标", 4, restricted=False) == "推动企…"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("3-2", "3-5", "3月2日至3月5日"), ("3-5", "3-5", "3月5日"),
     ("12-30", "2021-1-3", "12月30日至2021年1月3日")],
)  # fmt: skip
def test_some_days(first: str, last: str, expected: str) -> None:
    assert format.days(day(first), day(last), day("3-5")) == expected
