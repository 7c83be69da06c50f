"""Dates in Chinese: a table of what is meant on Monday, 2 March 2020."""

from datetime import date

import pytest

from plan.calendar import Calendar
from plan.words.dates import lengths, mentions, only

TODAY = date(2020, 3, 2)
CALENDAR = Calendar()

DAYS = {
    "2020-09-30": "2020-09-30", "2020/9/30": "2020-09-30", "2020.9.30": "2020-09-30", "2020年9月30日": "2020-09-30",
    "9月30日": "2020-09-30", "9月30号": "2020-09-30", "9月30": "2020-09-30", "九月三十日": "2020-09-30",
    "十月十五号": "2020-10-15", "二〇二〇年六月十日": "2020-06-10", "明年1月31日": "2021-01-31", "今年12月1日": "2020-12-01",
    "2月29日": "2020-02-29", "1月5日": "2020-01-05", "8月31日": "2020-08-31",
    "今天": "2020-03-02", "明天": "2020-03-03", "明日": "2020-03-03", "后天": "2020-03-04", "大后天": "2020-03-05", "昨天": "2020-03-01",
    "周一": "2020-03-02", "周三": "2020-03-04", "这周周三": "2020-03-04", "本周五": "2020-03-06", "星期天": "2020-03-08",
    "下周一": "2020-03-09", "下周的周五": "2020-03-13", "下下周二": "2020-03-17", "下星期三": "2020-03-11", "下个礼拜四": "2020-03-12",
    "上周五": "2020-02-28",
    "月底": "2020-03-31", "月末": "2020-03-31", "本月底": "2020-03-31", "下月底": "2020-04-30", "下个月底": "2020-04-30",
    "9月底": "2020-09-30", "12月底": "2020-12-31", "六月末": "2020-06-30", "明年1月底": "2021-01-31", "2020年9月底": "2020-09-30",
    "下个月5号": "2020-04-05", "本月25日": "2020-03-25", "这个月二十五号": "2020-03-25", "30号": "2020-03-30", "十五号": "2020-03-15", "二十号": "2020-03-20", "1号": "2020-04-01",
    "年底": "2020-12-31", "年末": "2020-12-31", "今年底": "2020-12-31", "明年底": "2021-12-31", "年中": "2020-06-30",
    "三季度末": "2020-09-30", "第二季度末": "2020-06-30", "上半年末": "2020-06-30",
    "五一": "2020-05-01", "国庆": "2020-10-01", "元旦": "2020-01-01",
    "三天后": "2020-03-05", "2周后": "2020-03-16", "一个月后": "2020-04-02", "半个月后": "2020-03-17", "三个工作日后": "2020-03-05",
    "+1周": "2020-03-09", "+1月": "2020-04-02",
}  # fmt: skip
SPANS = {
    "3月18日到20日": ("2020-03-18", "2020-03-20"), "3月9日 至 3月13日": ("2020-03-09", "2020-03-13"),
    "3月16日—3月20日": ("2020-03-16", "2020-03-20"), "3月5号到3月8号": ("2020-03-05", "2020-03-08"),
    "12月28日至1月3日": ("2020-12-28", "2021-01-03"), "5月到6月": ("2020-05-01", "2020-06-30"), "5-6月": ("2020-05-01", "2020-06-30"),
    "3月18-20日": ("2020-03-18", "2020-03-20"), "20号到25号": ("2020-03-20", "2020-03-25"),
    "本周": ("2020-03-02", "2020-03-08"), "这周": ("2020-03-02", "2020-03-08"), "下周": ("2020-03-09", "2020-03-15"),
    "周末": ("2020-03-07", "2020-03-08"), "下周末": ("2020-03-14", "2020-03-15"),
    "本月": ("2020-03-01", "2020-03-31"), "下个月": ("2020-04-01", "2020-04-30"), "6月": ("2020-06-01", "2020-06-30"),
    "九月份": ("2020-09-01", "2020-09-30"), "4月上旬": ("2020-04-01", "2020-04-10"), "4月中旬": ("2020-04-11", "2020-04-20"),
    "二季度": ("2020-04-01", "2020-06-30"), "第3季度": ("2020-07-01", "2020-09-30"), "前三季度": ("2020-01-01", "2020-09-30"),
    "本季度": ("2020-01-01", "2020-03-31"), "下季度": ("2020-04-01", "2020-06-30"), "上半年": ("2020-01-01", "2020-06-30"),
    "明年": ("2021-01-01", "2021-12-31"), "端午": ("2020-06-25", "2020-06-27"), "清明": ("2020-04-04", "2020-04-06"),
}  # fmt: skip
LIMITS = {
    "6月底前": "2020-06-30", "3月15号之前": "2020-03-15", "两周内": "2020-03-16", "五一前": "2020-05-01", "月底前": "2020-03-31",
    "周五前": "2020-03-06", "三个工作日内": "2020-03-05", "10天以内": "2020-03-12",
}  # fmt: skip
IMPOSSIBLE = ("2月30日", "6月31日", "9月31号", "13月1日", "2021年2月29日", "六月三十一日", "下个月31号")
RHYTHMS = ("每周一", "每月", "每季度", "每天", "按月", "每月25日", "每年6月")
NO_DATE = (
    "2.2.4",
    "2.2.10 20%",
    "1.2.3",
    "650家",
    "第三方",
    "12330",
    "12345",
    "60%",
    "3个集群",
    "三成",
    "一日之计",
    "市场一号",
    "百日攻坚",
    "年度",
    "两三天后",
    "中秋节",
    "3/5完成",
    "1.3.1-50%",
    "节后",
)


@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_a_day(words: str, day: str) -> None:
    mention = only(words, TODAY, CALENDAR)
    assert mention is not None
    assert (mention.kind, str(mention.first), mention.is_limit) == ("day", day, False)


@pytest.mark.parametrize(("words", "days"), SPANS.items())
def test_a_span(words: str, days: tuple[str, str]) -> None:
    mention = only(words, TODAY, CALENDAR)
    assert mention is not None
    assert (mention.kind, str(mention.first), str(mention.last)) == ("span", *days)


@pytest.mark.parametrize(("words", "last"), LIMITS.items())
def test_by_then(words: str, last: str) -> None:
    mention = only(words, TODAY, CALENDAR)
    assert mention is not None
    assert (mention.is_limit, str(mention.last)) == (True, last)


@pytest.mark.parametrize("words", IMPOSSIBLE)
def test_a_day_that_does_not_exist_is_named(words: str) -> None:
    mention = only(words, TODAY, CALENDAR)
    assert mention is not None
    assert mention.kind == "impossible"
    assert "没有" in mention.reason


@pytest.mark.parametrize("words", RHYTHMS)
def test_a_rhythm_is_no_day(words: str) -> None:
    mention = only(words, TODAY, CALENDAR)
    assert mention is not None
    assert (mention.kind, mention.first) == ("rhythm", None)


@pytest.mark.parametrize("words", NO_DATE)
def test_no_date(words: str) -> None:
    assert mentions(words, TODAY, CALENDAR) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "宽限两周": (2, "周"),
        "晚一个月": (1, "月"),
        "延期10天": (10, "天"),
        "请假半个月": (0.5, "月"),
        "再给三个工作日": (3, "工作日"),
    }.items(),
)
def test_a_length(words: str, expected: tuple[float, str]) -> None:
    assert [(length.count, length.unit) for length in lengths(words)] == [expected]


@pytest.mark.parametrize("words", ["6月底前", "两周后", "3月15日", "一日之计", "2020年", "3月"])
def test_no_length(words: str) -> None:
    assert lengths(words) == []
