"""Moments in people's words, typed on Wednesday 2020-03-04 at ten; the task is due on the 30th of June."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words import moments
from plan.words.moment_parts import AHEAD, UNCLEAR
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
下个月5号=4-5 9:00 明早八点=3-5 8:00 三个工作日后=3-9 9:00 国庆后=10-9 9:00 这周周五下午3点=3-6 15:00
3月10日下午=3-10 15:00 6月30日上午9点半=6-30 9:30 12月底=12-31 9:00 明天9时30分=3-5 9:30
到期前一周=6-23 9:00 截止前两天=6-28 9:00 时限前三个工作日=6-24 9:00 时限前半个月=6-15 9:00
时限前3天=6-27 9:00 时限前一天上午10点=6-29 10:00 时限当天=6-30 9:00 下午=3-4 15:00 8点=3-4 20:00
"""
ROWS = [row.split("=") for row in CASES.replace(" ", "\n").split() if "=" in row]
TIMES = [row for row in CASES.split() if "=" not in row]


@pytest.mark.parametrize(("words", "day", "time"), [(*row, time) for row, time in zip(ROWS, TIMES, strict=True)])
def test_what_is_meant(words: str, day: str, time: str) -> None:
    month, on = map(int, day.split("-"))
    hour, minute = map(int, time.split(":"))
    expected = datetime(2020, month, on, hour, minute, tzinfo=SHANGHAI)
    assert moments.read(words, NOW, DUE, Calendar()) == (expected, "")
    assert moments.read(f"{words}，记得打电话", NOW, DUE, Calendar()) == (expected, "记得打电话")


@pytest.mark.parametrize(
    ("words", "expected", "rest"),
    [
        ("2020-03-09 09:00 报表", "3-9 9:00", "报表"),
        ("明天下午3点开会，提前20分钟", "3-5 14:40", "开会"),
        ("明天下午3点开会，提前20分钟提醒我带材料", "3-5 14:40", "开会带材料"),
        ("明天下午3点开会 提前半小时", "3-5 14:30", "开会"),
        ("后天下午3点开会，提前一天", "3-5 15:00", "开会"),
        ("6月30日，提前三个工作日", "6-24 9:00", ""),
        ("周四下午提前一个半小时", "3-5 13:30", ""),
        ("下周三10点视频会，提前1小时10分钟", "3-11 8:50", "视频会"),
    ],
)
def test_how_long_before(words: str, expected: str, rest: str) -> None:
    assert moments.read(words, NOW, DUE, Calendar()) == (moment(expected), rest)


@pytest.mark.parametrize(
    ("words", "expected", "named"),
    [
        ("明天下午三点提醒我催2.2.9的材料", "3-5 15:00", "明天下午三点"),
        ("2.2.4 明天9点 交材料", "3-5 9:00", "明天9点"),
        ("1.2.1时限前三天提醒我", "6-27 9:00", "时限前三天"),
        ("请在3月20日提醒我", "3-20 9:00", "3月20日"),
        ("2.2.9 周五的会，明天提醒我", "3-5 9:00", "明天"),
        ("提前半小时提醒我，明天下午3点开会", "3-5 14:30", "明天下午3点"),
        ("过一个半小时后叫我", "3-4 11:30", "过一个半小时后"),
        ("三点开会提醒我", "3-4 15:00", "三点"),
        ("下午提醒我看看", "3-4 15:00", "下午"),
        ("每周一9点提醒我", "3-9 9:00", "每周一9点"),
        ("每月25日 报月报", "3-25 9:00", "每月25日"),
        ("每天上午11点", "3-4 11:00", "每天上午11点"),
        ("2月30日提醒我", "", "2月30日"),
        ("每季度提醒我", "", "每季度"),
    ],
)
def test_a_moment_within_words(words: str, expected: str, named: str) -> None:
    place = moments.find(words, NOW, DUE, Calendar())
    assert place is not None
    assert words[place.start : place.end] == named
    assert place.moment == (moment(expected) if expected else None)


@pytest.mark.parametrize(
    "words", ["2.2.4 有3点问题", "提了三点建议", "下周提醒我", "月底前提醒我", "9.30提醒我", "这两天提醒我", ""]
)
def test_no_moment_within_words(words: str) -> None:
    assert moments.find(words, NOW, DUE, Calendar()) is None


@pytest.mark.parametrize(
    ("words", "first"),
    {
        "每周一9点": "3-9 9:00", "每天9点": "3-4 21:00", "每个工作日下午4点": "3-4 16:00", "每月25日": "3-25 9:00",
        "每月底": "3-31 9:00", "每年6月30日": "6-30 9:00", "每季度": "",
    }.items(),
)  # fmt: skip
def test_a_rhythm_is_no_moment_but_has_a_first(words: str, first: str) -> None:
    with pytest.raises(moments.Repeated, match="不能按周期重复") as repeated:
        moments.read(f"{words} 报表", NOW, DUE)
    assert repeated.value.first == (moment(first) if first else None)
    assert repeated.value.rest == "报表"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("今天", "3月4日 09:00 已过。"),
        ("这周二", "3月3日 09:00 已过。"),
        ("1月5日", "1月5日 09:00 已过。"),
        ("2021-6-1", "提醒最远可以设到一年以内。"),
        ("9999小时后", "提醒最远可以设到一年以内。"),
        ("2099-12-31 24:00", "提醒最远可以设到一年以内。"),
        ("2月30日", "没有2月30日这一天。"),
        ("32号", "没有32号这一天。"),
        ("25点", "没有“25点”这个时间。"),
        ("今天上午开会，提前2小时", "3月4日 07:00 已过。"),
        ("月底前", UNCLEAR),
        ("上午13点", "没有“上午13点”这个时间。"),
        ("晚上1点", "没有“晚上1点”这个时间。"),
        ("早点完成", UNCLEAR),
        ("记得打电话", UNCLEAR),
        ("下周", UNCLEAR),
        ("3点意见需要修改", UNCLEAR),
        ("", UNCLEAR),
    ],
)
def test_what_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        moments.read(words, NOW, DUE)
    assert refused.value.sentence == sentence


def test_a_task_without_a_deadline() -> None:
    with pytest.raises(Refusal, match="时限待定"):
        moments.read("时限前3天", NOW)
    assert "时限前1天" not in moments.offered(NOW, None)


def test_as_far_ahead_as_a_year() -> None:
    """A reminder may be set up to 366 days ahead, to the minute."""
    assert moments.read("2021-3-5 10:00", NOW)[0] == datetime(2021, 3, 5, 10, tzinfo=SHANGHAI)
    with pytest.raises(Refusal, match="一年以内"):
        moments.read("2021-3-5 10:01", NOW)


@pytest.mark.parametrize(
    ("now", "words", "expected"),
    [
        ("12-20", "5号", "2021-1-5"), ("12-20", "25号", "12-25"), ("12-31", "31号", "2021-1-31"),
        ("2-20", "30号", "3-30"), ("11-30", "31号", "12-31"), ("11-20", "5号", "12-5"), ("10-20", "5号", "11-5"),
    ],
)  # fmt: skip
def test_a_day_of_the_month_that_comes(now: str, words: str, expected: str) -> None:
    assert moments.read(words, moment(f"{now} 10:00"))[0] == moment(f"{expected} 9:00")


def test_a_span_ends_on_a_whole_minute() -> None:
    """The end is rounded up to the next minute, so that the span is never shorter than was asked for."""
    for second, microsecond in ((30, 0), (0, 1), (59, 999_999)):
        now = NOW.replace(second=second, microsecond=microsecond)
        assert moments.read("1小时后", now)[0] == datetime(2020, 3, 4, 11, 1, tzinfo=SHANGHAI)
    assert moments.read("0分钟后", NOW)[0] == datetime(2020, 3, 4, 10, 1, tzinfo=SHANGHAI)


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
    assert list(moments.offered(moment(at), DUE)) == taps


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - the zone is set below
    st.none() | st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_every_tap_is_a_moment_to_come(at: datetime, due: date | None) -> None:
    now = at.replace(tzinfo=SHANGHAI)
    taps = moments.offered(now, due)
    assert "1小时后" in taps
    assert all(now < moment <= now + AHEAD for moment in taps.values())
    assert len(set(taps.values())) == len(taps)
