"""Days, spans and lengths at random, written in many ways: each is read back as it was meant, or not at all."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words.date_values import HALF_A_YEAR
from plan.words.dates import day, leading, lengths, mentions, only

CALENDAR = Calendar()
DAY = timedelta(days=1)
YEARS = range(2019, 2023)
DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))
HAN = "〇一二三四五六七八九"


def han(value: int) -> str:
    """Return a number up to 99 in Chinese: 25 is 二十五."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{HAN[tens]}十") + (HAN[ones] if ones or not tens else "")


def with_year(on: date) -> list[str]:
    year, month, day_ = on.year, on.month, on.day
    return [
        f"{year}-{month:02}-{day_:02}", f"{year}-{month}-{day_}", f"{year}.{month}.{day_}", f"{year}/{month}/{day_}",
        f"{year}年{month}月{day_}日", f"{year}年{month}月{day_}号", f"{year} 年 {month} 月 {day_} 日",
        f"{year}{month:02}{day_:02}", f"{year % 100}年{month}月{day_}日", f"{year}年{han(month)}月{han(day_)}日",
        f"{''.join(HAN[int(digit)] for digit in str(year))}年{han(month)}月{han(day_)}日",
        f"{year}年{month:02}月{day_:02}日",
    ]  # fmt: skip


def without_year(on: date) -> list[str]:
    month, day_ = on.month, on.day
    return [
        f"{month}月{day_}日", f"{month}月{day_}号", f"{month}月{day_}", f"{month} 月 {day_} 日",
        f"{month:02}月{day_:02}日",
        f"{han(month)}月{han(day_)}日", f"{han(month)}月{han(day_)}号",
    ]  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_in_twelve_forms(year: int) -> None:
    today = date(2020, 3, 2)
    for count in range(366):
        on = date(year, 1, 1) + count * DAY
        for words in with_year(on):
            mention = only(words, today)
            assert mention is not None, words
            assert (mention.kind, mention.first) == ("day", on), words


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_the_nearest(on: date, today: date) -> None:
    """From half a year ago until half a year ahead."""
    for words in without_year(on):
        mention = only(words, today)
        assert mention is not None, words
        if mention.first is None:
            assert (on.month, on.day) == (2, 29)
            continue
        assert (mention.first.month, mention.first.day) == (on.month, on.day)
        assert -HALF_A_YEAR <= mention.first - today <= timedelta(days=366)
        assert mention.first.year in (today.year, today.year + 1)


@given(DAYS, st.integers(0, 400), DAYS)
def test_a_span_ends_after_its_beginning(first: date, length: int, today: date) -> None:
    last = first + length * DAY
    for to in ("至", "到", "-", "—", "~"):
        words = f"{first.year}年{first.month}月{first.day}日{to}{last.month}月{last.day}日"
        if length >= 365 or (last.month, last.day) == (2, 29):
            words = f"{first.year}年{first.month}月{first.day}日{to}{last.year}年{last.month}月{last.day}日"
        mention = only(words, today)
        assert mention is not None, words
        assert (mention.first, mention.last) == (first, last), words
    if first.month == last.month and length < 31 and length > 0:
        for words in (
            f"{first.month}月{first.day}日至{last.day}日", f"{first.month}月{first.day}-{last.day}日",
            f"{first.month}月{first.day}—{last.day}",
        ):  # fmt: skip
            mention = only(words, first)
            assert mention is not None, words
            assert (mention.first, mention.last) == (first, last), words


@given(DAYS, st.integers(1, 12), st.sampled_from(["底", "末", "初", "上旬", "中旬", "下旬", "中", "份", ""]))
def test_a_part_of_a_month_lies_in_it(today: date, month: int, part: str) -> None:
    for words in (f"{month}月{part}", f"{han(month)}月{part}"):
        mention = only(words, today, CALENDAR)
        assert mention is not None, words
        assert mention.first is not None
        assert mention.last is not None
        assert mention.first.month == mention.last.month == month
        assert mention.last - today >= -HALF_A_YEAR
        if part in ("底", "末"):
            assert (
                mention.first == mention.last == date(mention.last.year, month, monthrange(mention.last.year, month)[1])
            )


@given(DAYS, st.integers(1, 12), st.integers(29, 40))
def test_a_day_that_does_not_exist_is_never_another_day(today: date, month: int, day_: int) -> None:
    last = max(monthrange(year, month)[1] for year in (2020, 2021))
    for words in (f"{month}月{day_}日", f"{month}月{day_}号", f"2021年{month}月{day_}日", f"2021-{month}-{day_}"):
        mention = only(words, today)
        assert mention is not None, words
        if day_ > last:
            assert mention.kind == "impossible"
            assert mention.reason == f"没有{month}月{day_}日这一天。"


@given(DAYS, st.integers(1, 99), st.sampled_from(["天", "周", "星期", "个月", "年", "个工作日", "个星期"]))
def test_a_length_is_no_date_until_a_word_says_from_when(today: date, count: int, unit: str) -> None:
    for number in (str(count), han(count)):
        words = f"{number}{unit}"
        assert mentions(words, today, CALENDAR) == []
        assert [length.count for length in lengths(f"宽限{words}")] == [count]
        later, within = only(f"{words}后", today, CALENDAR), only(f"{words}内", today, CALENDAR)
        assert later is not None, words
        assert within is not None, words
        assert later.first == within.last
        assert within.first == today
        assert lengths(f"{words}后") == []


@given(
    DAYS,
    st.text("月日号年周一二三四五六天本下上这个底末初前后内起半两到至-—~0123456789. /、，第季度每节工作", max_size=30),
)
def test_any_text(today: date, text: str) -> None:
    """Mentions never overlap, quote what stands in the text, and end after they begin."""
    for asked in (False, True):
        end = 0
        for mention in mentions(text, today, CALENDAR, asked=asked):
            assert mention.start >= end
            assert mention.words == text[mention.start : mention.end] != ""
            end = mention.end
            if mention.first and mention.last:
                assert mention.first <= mention.last
            else:
                assert mention.kind == "rhythm" or mention.reason
    with suppress(Refusal):
        assert day(text, today, CALENDAR)
    assert text.startswith(leading(text))
    for length in lengths(text):
        assert length.count > 0
