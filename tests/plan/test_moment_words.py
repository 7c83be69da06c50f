"""Moments in people's words, typed on Wednesday 2020-03-04 at ten; the task is due on the 30th of June."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan import moment_words
from plan.refusal import Refusal
from tests.plan.build import SHANGHAI, moment

NOW = datetime(2020, 3, 4, 10, 0, tzinfo=SHANGHAI)
DUE = date(2020, 6, 30)
CASES = """
明天下午3点=3-5 15:00 今天下午=3-4 15:00 明天=3-5 9:00 后天=3-6 9:00 大后天上午10点=3-7 10:00 明早=3-5 8:00
明早8点半=3-5 8:30 今晚=3-4 19:00 今晚8点=3-4 20:00 周五=3-6 9:00 周三=3-11 9:00 周三上午=3-11 9:00 周三下午=3-4 15:00
周一=3-9 9:00 下周一=3-9 9:00 下周一上午9点=3-9 9:00 下周日=3-15 9:00 下下周五下午四点一刻=3-20 16:15 本周五=3-6 9:00
星期三=3-11 9:00 礼拜天=3-8 9:00 周日=3-8 9:00 6月30日=6-30 9:00 6-30=6-30 9:00 2020年6月30日=6-30 9:00
30号=3-30 9:00 3号=4-3 9:00 4号=4-4 9:00 4号下午=3-4 15:00 31号9:00=3-31 9:00 月底=3-31 9:00 年底=12-31 9:00
3点=3-4 15:00 三点=3-4 15:00 9点=3-4 21:00 10点=3-4 22:00 10点半=3-4 10:30 十一点=3-4 11:00 十二点=3-4 12:00
12:30=3-4 12:30 15:30=3-4 15:30 3点半=3-4 15:30 三点一刻=3-4 15:15 三点三刻=3-4 15:45 三点二十=3-4 15:20
三点零五分=3-4 15:05 3点5分=3-4 15:05 03:30=3-5 3:30 0点=3-5 0:00 24:00=3-5 0:00 20点=3-4 20:00 下午15点=3-4 15:00
晚上12点=3-5 0:00 凌晨2点=3-5 2:00 中午12点=3-4 12:00 中午1点=3-4 13:00 早8点=3-5 8:00 30分钟后=3-4 10:30
半小时后=3-4 10:30 半个小时后=3-4 10:30 一刻钟后=3-4 10:15 1小时后=3-4 11:00 两小时后=3-4 12:00 一个半小时后=3-4 11:30
2小时30分钟后=3-4 12:30 过1小时后=3-4 11:00 3天后=3-7 9:00 三天后下午3点=3-7 15:00 一周后=3-11 9:00 两个星期后=3-18 9:00
1个月后=4-4 9:00 零点=3-5 0:00 1点=3-4 13:00 凌晨12点=3-5 0:00 凌晨0点=3-5 0:00 下午12点=3-4 12:00 星期天=3-8 9:00
30日=3-30 9:00 2天后=3-6 9:00 2日后=3-6 9:00
时限前3天=6-27 9:00 时限前一天上午10点=6-29 10:00 时限当天=6-30 9:00 下午=3-4 15:00 8点=3-4 20:00
"""
ROWS = [row.split("=") for row in CASES.replace(" ", "\n").split() if "=" in row]
TIMES = [row for row in CASES.split() if "=" not in row]


@pytest.mark.parametrize(("words", "day", "time"), [(*row, time) for row, time in zip(ROWS, TIMES, strict=True)])
def test_what_is_meant(words: str, day: str, time: str) -> None:
    month, on = map(int, day.split("-"))
    hour, minute = map(int, time.split(":"))
    expected = datetime(2020, month, on, hour, minute, tzinfo=SHANGHAI)
    assert moment_words.read(words, NOW, DUE) == (expected, "")
    assert moment_words.read(f"{words}，记得打电话", NOW, DUE) == (expected, "记得打电话")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("今天", "3月4日 09:00 已过。"),
        ("这周二", "3月3日 09:00 已过。"),
        ("1月5日", "1月5日 09:00 已过。"),
        ("2021-6-1", "提醒最远可以设到一年以内。"),
        ("9999小时后", "提醒最远可以设到一年以内。"),
        ("9999-12-31 24:00", "提醒最远可以设到一年以内。"),
        ("2月30日", "没有2月30日这一天。"),
        ("32号", "没有32号这一天。"),
        ("25点", "没有“25点”这个时间。"),
        ("上午13点", "没有“上午13点”这个时间。"),
        ("晚上1点", "没有“晚上1点”这个时间。"),
        ("早点完成", moment_words.UNCLEAR),
        ("记得打电话", moment_words.UNCLEAR),
        ("下周", moment_words.UNCLEAR),
        ("3点意见需要修改", moment_words.UNCLEAR),
        ("", moment_words.UNCLEAR),
    ],
)
def test_what_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        moment_words.read(words, NOW, DUE)
    assert refused.value.sentence == sentence


def test_a_task_without_a_deadline() -> None:
    with pytest.raises(Refusal, match="时限待定"):
        moment_words.read("时限前3天", NOW)
    assert "时限前1天" not in moment_words.offered(NOW, None)


def test_as_far_ahead_as_a_year() -> None:
    """A reminder may be set up to 366 days ahead, to the minute."""
    assert moment_words.read("2021-3-5 10:00", NOW)[0] == datetime(2021, 3, 5, 10, tzinfo=SHANGHAI)
    with pytest.raises(Refusal, match="一年以内"):
        moment_words.read("2021-3-5 10:01", NOW)


@pytest.mark.parametrize(
    ("now", "words", "expected"),
    [
        ("12-20", "5号", "2021-1-5"), ("12-20", "25号", "12-25"), ("12-31", "31号", "2021-1-31"),
        ("2-20", "30号", "3-30"), ("11-30", "31号", "12-31"), ("11-20", "5号", "12-5"), ("10-20", "5号", "11-5"),
    ],
)  # fmt: skip
def test_a_day_of_the_month_that_comes(now: str, words: str, expected: str) -> None:
    assert moment_words.read(words, moment(f"{now} 10:00"))[0] == moment(f"{expected} 9:00")


def test_a_span_ends_on_a_whole_minute() -> None:
    """The end is rounded up to the next minute, so that the span is never shorter than was asked for."""
    for second, microsecond in ((30, 0), (0, 1), (59, 999_999)):
        now = NOW.replace(second=second, microsecond=microsecond)
        assert moment_words.read("1小时后", now)[0] == datetime(2020, 3, 4, 11, 1, tzinfo=SHANGHAI)
    assert moment_words.read("0分钟后", NOW)[0] == datetime(2020, 3, 4, 10, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "taps"),
    [
        ("3-4 10:00", ["1小时后", "今天下午", "明天上午", "下周一上午", "时限前1天"]),
        ("3-4 20:00", ["1小时后", "明天上午", "下周一上午", "时限前1天"]),  # the afternoon has passed
        ("6-29 20:00", ["1小时后", "明天上午", "下周一上午"]),
        ("3-8 10:00", ["1小时后", "今天下午", "明天上午", "时限前1天"]),  # on Sunday tomorrow is that Monday
    ],
)
def test_what_is_offered(at: str, taps: list[str]) -> None:
    assert list(moment_words.offered(moment(at), DUE)) == taps


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - the zone is set below
    st.none() | st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_every_tap_is_a_moment_to_come(at: datetime, due: date | None) -> None:
    now = at.replace(tzinfo=SHANGHAI)
    taps = moment_words.offered(now, due)
    assert "1小时后" in taps
    assert all(now < moment <= now + moment_words.AHEAD for moment in taps.values())
    assert len(set(taps.values())) == len(taps)
