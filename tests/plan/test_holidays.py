# ruff: noqa: E501 - a row of the tables is a sentence of a notice
"""Notices of days off: every wording of recent years is read, and every mistake is refused with its sentence."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan import holidays
from plan.calendar import Calendar, Holiday, runs
from plan.holiday_rules import WHEN, with_weekends
from plan.refusal import Refusal
from tests.notices import IN_2027, notice, sentence
from tests.plan.build import day

DAY = timedelta(days=1)
NAMES = tuple(WHEN)
FILL = {
    "元旦": "元旦：1月1日放假。", "春节": "春节：2月4日至2月10日放假，共7天。", "清明节": "清明节：4月5日放假。",
    "劳动节": "劳动节：5月1日放假。", "端午节": "端午节：6月15日放假。", "中秋节": "中秋节：9月18日放假。",
    "国庆节": "国庆节：10月1日放假。",
}  # fmt: skip


def read_one(year: int, words: str) -> Holiday:
    """Return a notice with `words` about one holiday and usual sentences about the others."""
    names = words.partition("：")[0].split("、")
    notice_of = notice(year, words, *(FILL[name] for name in NAMES if name not in names))
    return next(holiday for holiday in holidays.read(notice_of).holidays if names[0] in holiday.name)


def short(days: tuple[date, ...], year: int) -> str:
    """Return the dates of spans and single days, such as `12-30..1-1 1-4`."""
    return " ".join(
        f"{first.month}-{first.day}" + (f"..{last.month}-{last.day}" if first != last else "") for first, last in runs(days)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("year", "words", "days_off", "work_days"),
    [
        (2015, "元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。", "1-1..1-3", "1-4"),
        (2015, "清明节：4月5日放假，4月6日（星期一）补休。", "4-5..4-6", ""),
        (2015, "端午节：6月20日放假，6月22日（星期一）补休。", "6-20 6-22", ""),
        (2016, "劳动节：5月1日放假，5月2日（星期一）补休。", "5-1..5-2", ""),
        (2016, "端午节：6月9日至11日放假调休，共3天。6月12日（星期日）上班。", "6-9..6-11", "6-12"),
        (2017, "元旦：1月1日放假，1月2日（星期一）补休。", "1-1..1-2", ""),
        (2017, "中秋节、国庆节：10月1日至8日放假调休，共8天。9月30日（星期六）上班。", "10-1..10-8", "9-30"),
        (2018, "元旦：1月1日放假，与周末连休。", "12-30..1-1", ""),
        (2018, "劳动节：4月29日至5月1日放假调休，共3天。4月28日（星期六）上班。", "4-29..5-1", "4-28"),
        (2019, "元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。", "12-30..1-1", "12-29"),
        (2019, "端午节：6月7日放假，与周末连休。", "6-7..6-9", ""),
        (2020, "元旦：2020年1月1日放假，共1天。", "1-1", ""),
        (2020, "国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。", "10-1..10-8", "9-27 10-10"),
        (2021, "春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。", "2-11..2-17", "2-7 2-20"),
        (2022, "春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、30日（星期日）上班。", "1-31..2-6", "1-29..1-30"),
        (2023, "元旦：2022年12月31日至2023年1月2日放假调休，共3天。", "12-31..1-2", ""),
        (2023, "元旦：12月31日至1月2日放假调休，共3天。", "12-31..1-2", ""),
        (2023, "清明节：4月5日放假，共1天。", "4-5", ""),
        (2023, "中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。", "9-29..10-6", "10-7..10-8"),
        (2024, "元旦：2023年12月30日至2024年1月1日放假，共3天。", "12-30..1-1", ""),
        (2024, "春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。", "2-10..2-17", "2-4 2-18"),
        (2025, "元旦：1月1日（周三）放假1天，不调休。", "1-1", ""),
        (2025, "春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。", "1-28..2-4", "1-26 2-8"),
        (2025, "端午节：5月31日（周六）至6月2日（周一）放假，共3天。", "5-31..6-2", ""),
        (2026, "春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。", "2-15..2-23", "2-14 2-28"),
        (2026, "元旦： １月１日（周四）—３日（周六）放假调休，\n共３天。 1月4日（周日）起正常上班。", "1-1..1-3", "1-4"),
        (2026, "国庆节：10月1日到7日放假调休，共7天。9月20日（周日）和10月10日（周六）照常上班。", "10-1..10-7", "9-20 10-10"),
        (2026, "清明节：4月4日至6日放假，共计3天；", "4-4..4-6", ""),
    ],
)  # fmt: skip
def test_each_wording(year: int, words: str, days_off: str, work_days: str) -> None:
    read = read_one(year, words)
    assert (short(read.off, year), short(read.work, year)) == (days_off, work_days)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1月31日（周日）", "1月31日（周六）", "春节没有读懂：“1月31日(周六)”写的是周六，2027年这一天是周日"),
        ("1月31日（周日）", "1月31日（周目）", "春节没有读懂：“1月31日(周目)”括号里的内容"),
        ("1月31日（周日）", "1月32日（周日）", "春节没有读懂：没有“1月32日(周日)”这一天"),
        ("至5日（周三）", "至5曰（周三）", "劳动节没有读懂：“5月1日(周六)”之后没有写放假还是上班"),
        ("10月1日（周五）", "lO月1日（周五）", "国庆节没有读懂：“lO月1日(周五)"),
        ("4月25日（周日）", "4月28日（周三）", "劳动节的安排对不上：4月28日是周三，本来就上班"),
        ("4月25日（周日）", "4月30日（周五）", "劳动节的安排对不上：4月30日是周五，本来就上班"),
        ("4月25日（周日）", "4月26日（周一）", "劳动节的安排对不上：4月26日是周一，本来就上班"),
        ("4月25日（周日）", "3月28日（周日）", "劳动节的安排对不上：3月28日上班，离放假的日子太远"),
        ("5月8日（周六）", "5月2日（周日）", "劳动节的安排对不上：5月2日既放假又上班"),
        ("5月8日（周六）", "9月19日（周日）", "劳动节的安排对不上：9月19日上班，离放假的日子太远"),
        ("放假调休，共5天", "放假调休，共6天", "劳动节的安排对不上：写的是共6天，读到的是5天"),
        ("5日（周三）放假调休，共5天", "5月25日放假调休，共25天", "劳动节没有读懂：“5月1日(周六)至5月25日”的起止日期不合理"),
        ("6月9日（周三）放假1天", "7月7日（周三）放假1天", "端午节的安排对不上：放假的日子里没有端午节\n原文："),
        ("5月8日（周六）", "6月6日（周日）", "劳动节的安排对不上：6月6日上班，离放假的日子太远"),  # 32 days behind the 5th
        ("10月1日（周五）至7日", "10月2日（周六）至7日", "国庆节的安排对不上：写的是共7天"),
        ("共7天。9月26日（周日）、10月9日（周六）", "共7天。2026年9月27日（周日）", "国庆节没有读懂：“2026年9月27日(周日)”不在2027年"),
        ("中秋节：9月15日（周三）放假1天，不调休。", "中秋节：另行通知。", "中秋节的安排对不上：没有写哪天放假"),
        ("中秋节：", "国庆节：", "国庆节的安排对不上：放假的日子里没有国庆节（10月1日）"),
        ("节假日期间", "八、国庆节：10月1日放假。节假日期间", "“国庆节”出现了两次"),
        ("清明节：4月5日", "清日月节：4月5日", "春节没有读懂：“三、清日月节:4月5日(周一)放假,与周”"),
        ("五、端午节：6月9日（周三）放假1天，不调休。\n六、中秋节：9月15日（周三）放假1天，不调休。\n", "", "缺少端午节、中秋节的安排"),
        ("关于2027年", "关于2026年", "这里有2026年、2027年的安排，请一次粘贴一份通知。"),
        ("2027年", "", "没有读到是哪一年的安排，请连同标题"),
        ("9月26日（周日）、10月9日（周六）上班", "9月26日（周日）、10月9日（周六）", "国庆节没有读懂：“9月26日(周日)、10月9日(周六)”之后没有写"),
    ],
)  # fmt: skip
def test_what_is_refused(old: str, new: str, reason: str) -> None:
    text = notice(2027, *IN_2027)
    assert holidays.read(text).year == 2027
    assert old in text
    with pytest.raises(Refusal) as refused:
        holidays.read(text.replace(old, new))
    assert refused.value.sentence.startswith(reason)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("元旦", "1-1", "1-1"), ("劳动节", "5-1", "5-1"), ("国庆节", "10-1", "10-1"),  # fixed by law
        ("春节", "1-21", "2-21"), ("清明节", "4-4", "4-6"),  # the new moon, the sun
        ("端午节", "5-25", "6-27"), ("中秋节", "9-6", "10-9"),
    ],
)  # fmt: skip
def test_when_each_can_fall(name: str, first: str, last: str) -> None:
    """A day off must lie in the holiday's span, not on the day before or after it."""
    for on in (day(first), day(last)):
        assert read_one(2020, sentence(name, 2020, (on,))).off == (on,)
    for on in (day(first) - DAY, day(last) + DAY):
        with pytest.raises(Refusal, match=f"放假的日子里没有{name}"):
            read_one(2020, sentence(name, 2020, (on,)))


def test_a_month_away_is_near_enough() -> None:
    """5 June is 31 days after the last day off."""
    text = notice(2027, *IN_2027).replace("5月8日（周六）", "6月5日（周六）")
    assert day("2027-6-5") in [day for holiday in holidays.read(text).holidays for day in holiday.work]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("五一劳动节", "劳动节"),
        ("国际劳动节", "劳动节"),
        ("五一国际劳动节", "劳动节"),
        ("清明", "清明节"),
        ("中秋", "中秋节"),
    ],
)
def test_names_that_are_in_use(heading: str, name: str) -> None:
    text = notice(2027, *(line.replace(f"{name}：", f"{heading}：") for line in IN_2027))
    assert f"{heading}：" in text
    assert holidays.read(text) == holidays.read(notice(2027, *IN_2027))


def test_what_is_encouraged_hides_nothing_behind_it() -> None:
    text = notice(2027, *IN_2027)
    assert "共5天。" in text
    assert holidays.read(
        text.replace("共5天。", "共5天。鼓励各单位安排职工在4月30日休息。请妥善安排值班。")
    ) == holidays.read(text)


def test_what_follows_the_list_is_not_read() -> None:
    text = notice(2027, *IN_2027)
    assert holidays.read(f"{text}\n国务院办公厅2026年11月4日放假") == holidays.read(text)


@pytest.mark.parametrize(("year", "fits"), [(1999, False), (2000, True), (2100, True), (2101, False)])
def test_the_year_of_a_notice(year: int, fits: bool) -> None:
    """A notice before the first known holidays, or of the next century, is refused."""
    lists = [sentence(name, year, (date(year, *first),), ()) for name, (first, _) in WHEN.items()]
    if fits:
        assert holidays.read(notice(year, *lists)).year == year
        return
    with pytest.raises(Refusal) as refused:
        holidays.read(notice(year, *lists))
    assert refused.value.sentence == f"“{year}年”不像是通知的年份，请核对。"


@pytest.mark.parametrize(
    "text", ["", "你好", "国务院办公厅关于2027年部分节假日安排的通知", "关于2027年安排：" + "1月1日" * 900]
)
def test_what_is_no_notice(text: str) -> None:
    with pytest.raises(Refusal):
        holidays.read(text)


def test_a_notice_without_its_list() -> None:
    with pytest.raises(Refusal) as refused:
        holidays.read("国务院办公厅关于2027年部分节假日安排的通知")
    assert refused.value.sentence == "没有读到各个节日的安排，请粘贴通知全文，例如“一、元旦：1月1日放假……”。"


def test_days_that_one_holiday_gives_and_another_takes() -> None:
    lines = [
        line.replace("9月26日（周日）、", "").replace("9月15日（周三）放假1天，不调休", "9月25日（周六）放假")
        for line in IN_2027
    ]
    lines[3] = lines[3].replace("5月8日（周六）", "5月8日（周六）、5月9日（周日）")
    lines[4] = "端午节：6月9日（周三）放假。"
    lines[6] = "国庆节：10月1日（周五）至7日（周四）放假。9月25日（周六）上班。"
    with pytest.raises(Refusal, match="9月25日在中秋节里放假，在国庆节里上班"):
        holidays.read(notice(2027, *lines))


@pytest.mark.parametrize("year", range(2015, 2027))
def test_the_years_that_the_library_knows(year: int) -> None:
    """A published year written as a notice is read back as the same year."""
    published = [holiday for holiday in Calendar().holidays(year) if len(holiday.name) <= 3]
    names = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
    holidays_by_name = {names.get(holiday.name, holiday.name): holiday for holiday in published}
    if "中秋节" not in holidays_by_name:
        holidays_by_name["中秋节、国庆节"] = holidays_by_name.pop("国庆节")
    lines = [_plain(name, year, holiday) for name, holiday in holidays_by_name.items()]
    read = holidays.read(notice(year, *lines))
    assert {day for holiday in read.holidays for day in holiday.off} == {
        day for holiday in published for day in holiday.off
    }
    assert {day for holiday in read.holidays for day in holiday.work} == {
        day for holiday in published for day in holiday.work
    }
    calendar = Calendar({}, {year: read.holidays})
    first, last = date(year, 1, 1), date(year, 12, 1)
    days = [first + n * DAY for n in range((last - first).days)]
    special = {date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)}  # a holiday with a notice of its own
    assert [today for today in days if calendar.works(today) != Calendar().works(today) and today not in special] == []


def _plain(name: str, year: int, holiday: Holiday) -> str:
    days = "、".join(
        f"{first.month}月{first.day}日" + (f"至{last.month}月{last.day}日" if first != last else "") for first, last in runs(holiday.off)
    )  # fmt: skip
    work = "、".join(f"{day.month}月{day.day}日" for day in holiday.work)
    return f"{name}：{days}放假调休，共{len(holiday.off)}天。" + (f"{work}上班。" if work else "")


@st.composite
def years(draw: st.DrawFn) -> tuple[int, list[Holiday]]:
    """Generate a plausible year: each holiday a few days around a possible date, with a make-up weekend day."""
    year = draw(st.integers(2015, 2060))
    taken_days: set[date] = set()
    spans = []
    for name, (first, last) in WHEN.items():
        start, end = date(year, *first), date(year, *last)
        feast_day = start + draw(st.integers(0, (end - start).days)) * DAY
        if name == "中秋节":
            feast_day = date(year, 9, 10) + draw(st.integers(0, 8)) * DAY
        before, after = draw(st.integers(0, 2)) * DAY, draw(st.integers(0, 4)) * DAY
        if name in ("劳动节", "清明节"):
            after = min(after, 2 * DAY)
        off = tuple(feast_day - before + n * DAY for n in range((before + after).days + 1))
        free = [
            free_day
            for n in (*range(-9, 0), *range(1, 10))
            if (free_day := (off[0] if n < 0 else off[-1]) + n * DAY).weekday() > 4
        ]
        work = draw(st.sets(st.sampled_from(free), max_size=2)) if name != "元旦" else set()
        spans.append((name, off, work))
        taken_days |= set(off)
    return year, [Holiday(name, off, tuple(sorted(work - taken_days))) for name, off, work in spans]


@settings(max_examples=80, deadline=None)
@given(years(), st.sampled_from(["周", "星期"]), st.booleans())
def test_any_year_is_read_back(generated: tuple[int, list[Holiday]], word: str, has_blanks: bool) -> None:
    year, year_holidays = generated
    text = notice(
        year, *(sentence(holiday.name, year, holiday.off, holiday.work, word=word) for holiday in year_holidays)
    )
    if has_blanks:
        text = " ".join(text).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    read = holidays.read(text)
    assert read.year == year
    assert sorted(read.holidays, key=lambda holiday: holiday.off) == sorted(
        year_holidays, key=lambda holiday: holiday.off
    )


def test_the_weekend_before_and_after() -> None:
    assert short(tuple(with_weekends([day("2018-1-1")])), 2018) == "12-30..1-1"
    assert short(tuple(with_weekends([day("2019-6-7")])), 2019) == "6-7..6-9"
    assert short(tuple(with_weekends([day("2020-6-10")])), 2020) == "6-10"


def test_a_year_with_a_notice() -> None:
    read = holidays.read(notice(2027, *IN_2027))
    calendar = Calendar({day("2027-3-3"): False}, {2027: read.holidays})
    assert [calendar.works(day(f"2027-{words}")) for words in ("2-8", "2-14", "3-3", "3-4", "3-6")] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert [calendar.source(day(words)) for words in ("2027-3-3", "2027-3-4", "2028-3-3")] == [
        "override", "official", "guess",
    ]  # fmt: skip
    assert hash(calendar) == hash(Calendar({day("2027-3-3"): False}, {2027: read.holidays}))
    assert calendar != Calendar({day("2027-3-3"): False})


def test_the_days_of_december_belong_to_the_next_years_notice() -> None:
    days_off = (day("2026-12-31"), day("2027-1-1"))
    calendar = Calendar({}, {2027: (Holiday("元旦", days_off, (day("2026-12-27"),)),)})
    assert not calendar.works(day("2026-12-31"))
    assert calendar.works(day("2026-12-27"))
    assert calendar.works(day("2026-12-30"))


def test_the_year_is_that_of_the_first_of_january() -> None:
    """The list may be pasted without its title."""
    lists = ["元旦：2027年1月1日放假。", *(FILL[name] for name in NAMES if name != "元旦")]
    body = "\n".join(f"{place}、{line}" for place, line in zip("一二三四五六七", lists, strict=True))
    assert holidays.read(body).year == 2027
    with pytest.raises(Refusal, match="没有读到是哪一年"):
        holidays.read(body.replace("2027年", ""))
