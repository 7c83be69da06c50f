"""The hours for letters: how they are typed, which are allowed, and how times outside are moved."""

from datetime import time

import pytest

from plan import hours
from plan.hours import WRONG, Hours
from plan.refusal import Refusal

EARLY, ORDER = "未保存：提醒时段应在7:00至21:00之间，您填的是{}。", "未保存：开始时间应早于结束时间，您填的是{}。"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("8:30", time(8, 30)), ("8：30", time(8, 30)), ("08:05", time(8, 5)), ("8点", time(8)), ("8时", time(8)),
        ("8点半", time(8, 30)), ("17点30分", time(17, 30)), ("17点30", time(17, 30)), ("0:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)  # fmt: skip
def test_a_time_as_it_is_typed(words: str, expected: time) -> None:
    assert hours.read(words) == expected


@pytest.mark.parametrize("words", ["24:00", "8:60", "8", "早上", "", "8点半钟", "-8:00", "123:00"])
def test_what_is_no_time(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        hours.read(words)
    assert refused.value.sentence == WRONG


@pytest.mark.parametrize(
    ("opens", "closes", "refused"),
    [
        ((7, 0), (21, 0), ""),
        ((8, 59), (9, 0), ""),
        ((6, 59), (17, 30), EARLY.format("6:59—17:30")),
        ((8, 30), (21, 1), EARLY.format("8:30—21:01")),
        ((9, 0), (9, 0), ORDER.format("9:00—9:00")),
        ((17, 30), (8, 30), ORDER.format("17:30—8:30")),
    ],
)
def test_which_hours_may_be_set(opens: tuple[int, int], closes: tuple[int, int], refused: str) -> None:
    if not refused:
        assert hours.between(Hours(), time(*opens), time(*closes)) == Hours(time(*opens), time(*closes))
        assert Hours(time(*opens), time(*closes)).allowed
        return
    with pytest.raises(Refusal) as wrong:
        hours.between(Hours(), time(*opens), time(*closes))
    assert wrong.value.sentence == refused
    assert not Hours(time(*opens), time(*closes)).allowed


@pytest.mark.parametrize(
    ("at", "minutes", "expected"),
    [
        ((8, 30), 15, (8, 45)), ((8, 45), 15, (9, 0)), ((8, 30), -31, (7, 59)), ((0, 10), -15, (0, 0)),
        ((23, 50), 15, (23, 59)), ((23, 59), 0, (23, 59)), ((0, 0), 0, (0, 0)),
    ],
)  # fmt: skip
def test_moved_within_the_day(at: tuple[int, int], minutes: int, expected: tuple[int, int]) -> None:
    assert hours.shifted(time(*at), minutes) == time(*expected)


def test_what_is_set_at_first() -> None:
    assert str(Hours()) == "8:30—17:30"
