"""Dates within sentences, where a date is asked for, and what follows from today: tables for Monday, 2 March 2020."""

from datetime import date

import pytest

from plan.calendar import Calendar
from plan.words.dates import mentions, only

TODAY = date(2020, 3, 2)
CALENDAR = Calendar()

AMONG_WORDS = {
    "本周一共三项": "本周", "本周三项任务": "本周", "下周三项目评审": "下周三", "2.2.4周五前报方案": "周五前",
    "6月初步完成": "6月", "6月中国商标": "6月", "9月前期工作": "9月", "9月起草方案": "9月", "9月30家企业": "9月",
    "3月5个集群": "3月", "五月三方会议": "五月", "月底前提交": "月底前", "2、3月上旬": "3月上旬",
    "3、6月底前": "6月底前",
    "4、一季度": "一季度", "今晚8点": "今", "明早8点": "明", "7月以后": "7月以后", "30号之前报": "30号之前",
    "3月15日后续": "3月15日", "6月内部审核": "6月", "2020年3月5日 6个": "2020年3月5日", "四月三日印发": "四月三日",
}  # fmt: skip
"""The date in a sentence, without the beginning of the word behind it."""
STARTS = {
    "国庆后": "2020-10-09", "五一假期后": "2020-05-06", "3月15日起": "2020-03-15", "下周一开始": "2020-03-09",
    "春节后": "2021-02-18", "7月以后": "2020-07-01",
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "words"), AMONG_WORDS.items())
def test_where_a_date_ends(sentence: str, words: str) -> None:
    assert [mention.words for mention in mentions(sentence, TODAY, CALENDAR)] == [words]


@pytest.mark.parametrize(("words", "first"), STARTS.items())
def test_from_then_on(words: str, first: str) -> None:
    mention = only(words, TODAY, CALENDAR)
    assert mention is not None
    assert (mention.is_start, str(mention.first)) == (True, first)


def test_days_of_one_month_in_a_list() -> None:
    assert [str(mention.first) for mention in mentions("3月5日、6日和9日", TODAY)] == [
        "2020-03-05",
        "2020-03-06",
        "2020-03-09",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "9.30": "2020-09-30", "9/30": "2020-09-30", "9-30": "2020-09-30", "09.30": "2020-09-30", "6.30前": "2020-06-30",
        "9.31": "没有9月31日这一天。", "13.1": "没有13月。", "2.2.4": "", "9.5%": "", "3/5家": "", "3-5天后": "",
    }.items(),
)  # fmt: skip
def test_a_short_date_where_a_date_is_asked_for(words: str, expected: str) -> None:
    assert only(words, TODAY, CALENDAR) is None
    mention = only(words, TODAY, CALENDAR, asked=True)
    assert (str(mention.last) if mention and mention.last else mention.reason if mention else "") == expected


@pytest.mark.parametrize(
    ("today", "words", "first"),
    [
        ("2020-12-20", "1月5日", "2021-01-05"), ("2020-12-20", "1月", "2021-01-01"),
        ("2020-12-20", "一季度", "2021-01-01"),
        ("2019-12-20", "2月29日", "2020-02-29"), ("2020-12-31", "明天", "2021-01-01"),
        ("2020-12-31", "下周一", "2021-01-04"),
        ("2020-03-08", "周日", "2020-03-08"), ("2020-03-08", "本周一", "2020-03-02"),
        ("2020-03-08", "下周日", "2020-03-15"),
        ("2020-04-05", "31号", "2020-05-31"), ("2020-05-06", "3月1日", "2020-03-01"),
    ],
)  # fmt: skip
def test_what_follows_from_today(today: str, words: str, first: str) -> None:
    mention = only(words, date.fromisoformat(today), CALENDAR)
    assert mention is not None
    assert str(mention.first) == first


def test_why_a_day_is_impossible() -> None:
    for words, reason in {
        "6月31日": "没有6月31日这一天。", "2021年2月29日": "2021年没有2月29日这一天。",
        "2月29日": "2021年没有2月29日这一天。",
        "13月1日": "没有13月。", "32号": "没有32号这一天。", "3月18日到3月32日": "没有3月32日这一天。",
    }.items():  # fmt: skip
        mention = only(words, date(2021, 1, 5), CALENDAR)
        assert mention is not None
        assert (mention.kind, mention.reason) == ("impossible", reason)
