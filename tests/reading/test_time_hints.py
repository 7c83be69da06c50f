"""Deadlines, windows, starts, calendar days and rhythms (docs/reading.md, rule 5)."""

from datetime import date

import pytest

from plan.reading.characters import make_paragraph
from plan.reading.time_hints import DateContext, find_time_hints

CALENDAR = DateContext(2020, date(2020, 1, 10))


def hints_of(text: str) -> list[tuple[str, str | None]]:
    view = make_paragraph(text).view
    return [(view[h.start : h.end], h.due.isoformat() if h.due else None) for h in find_time_hints(view, CALENDAR)]


@pytest.mark.parametrize(
    ("text", "hint", "due"),
    [
        ("年内完成改造。", "年内", "2020-12-31"),
        ("年底前投入使用。", "年底前", "2020-12-31"),
        ("于今年底前完成。", "今年底前", "2020-12-31"),
        ("上半年出台办法。", "上半年", "2020-06-30"),
        ("下半年组织验收。", "下半年", "2020-12-31"),
        ("三季度开工建设。", "三季度", "2020-09-30"),
        ("第一季度末完成。", "第一季度末", "2020-03-31"),
        ("前三季度完成任务。", "前三季度", "2020-09-30"),
        ("6月底前完成。", "6月底前", "2020-06-30"),
        ("6月30日前完成。", "6月30日前", "2020-06-30"),
        ("2月底完成。", "2月底", "2020-02-29"),
        ("2021年4月底前完成。", "2021年4月底前", "2021-04-30"),
        ("10月上旬召开会议。", "10月上旬", "2020-10-10"),
        ("10月中旬召开会议。", "10月中旬", "2020-10-20"),
        ("10月下旬召开会议。", "10月下旬", "2020-10-31"),
        ("于2021年6月1日前报送。", "2021年6月1日前", "2021-06-01"),
        ("明年3月底前完成验收。", "明年3月底前", "2021-03-31"),
        ("2020年底完成。", "2020年底", "2020-12-31"),
        ("2021年上半年完成。", "2021年上半年", "2021-06-30"),
        ("到2022年，建成三个平台。", "到2022年", "2022-12-31"),
        ("全年培训三期。", "全年", "2020-12-31"),
        ("２０２０年１１月底前办结。", "2020年11月底前", "2020-11-30"),
        ("2020 年 11 月底前办结。", "2020年11月底前", "2020-11-30"),
        ("九月底前办结。", "九月底前", "2020-09-30"),
        ("十月十五日前办结。", "十月十五日前", "2020-10-15"),
        ("二〇二一年六月底前办结。", "二○二一年六月底前", "2021-06-30"),
        ("2020年8月25号前办结。", "2020年8月25号前", "2020-08-25"),
    ],
)
def test_deadlines(text: str, hint: str, due: str) -> None:
    assert hints_of(text) == [(hint, due)]


@pytest.mark.parametrize(
    ("text", "hint", "due"),
    [
        ("2019年1月1日至12月31日，实行减免。", "2019年1月1日至12月31日", "2019-12-31"),
        ("2020年10月至次年3月开展整治。", "2020年10月至次年3月", "2021-03-31"),
        ("2020年11月-2月开展整治。", "2020年11月—2月", "2021-02-28"),
        ("3—5月开展排查。", "3—5月", "2020-05-31"),
        ("3月至5月开展排查。", "3月至5月", "2020-05-31"),
        ("4月1日至15日动员。", "4月1日至15日", "2020-04-15"),
        ("4月16日—9月30日排查。", "4月16日—9月30日", "2020-09-30"),
        ("2019年6月～2020年6月试点。", "2019年6月—2020年6月", "2020-06-30"),
        ("从即日起至6月底，开展检查。", "从即日起至6月底", "2020-06-30"),
        ("2020—2022年实施三年行动。", "2020—2022年", "2022-12-31"),
    ],
)
def test_windows_end_on_their_last_day(text: str, hint: str, due: str) -> None:
    assert hints_of(text) == [(hint, due)]


@pytest.mark.parametrize(
    "text",
    [
        "每季度通报一次",
        "每月25日前报送",
        "每年2月底前制定计划",
        "定期调度",
        "按月汇总",
        "逐月通报",
        "每半年评估",
        "每周巡查",
    ],
)
def test_rhythms_have_no_date(text: str) -> None:
    assert [due for _, due in hints_of(text)] == [None]


@pytest.mark.parametrize(
    "text", ["从2019年1月1日起，实施计划", "自2020年起实行", "7月1日起施行新标准", "即日起停止办理"]
)
def test_starts_have_no_due_date(text: str) -> None:
    assert [due for _, due in hints_of(text)] == [None]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("自印发之日起30日内制定细则", "2020-02-09"),
        ("在本意见印发之日起3个月内完成", "2020-04-10"),
        ("自印发之日起20个工作日内上报", None),
        ("自收到申请之日起5日内办结", None),
    ],
)
def test_counted_from_the_day_of_issue(text: str, due: str | None) -> None:
    assert [due_day for _, due_day in hints_of(text)] == [due]


def test_calendar_days() -> None:
    assert hints_of("组织“3•22”世界水日、“6·5”世界环境日、中国水周宣传活动周的讲座。") == [
        ("“3·22”世界水日", "2020-03-22"),
        ("“6·5”世界环境日", "2020-06-05"),
        ("中国水周宣传活动周", None),
    ]
    assert hints_of("组织好国家宪法日活动。") == [("国家宪法日", "2020-12-04")]


def test_two_in_one_sentence_and_a_year_that_carries_on() -> None:
    assert hints_of("2021年3月底前完成初稿，6月底前印发。") == [
        ("2021年3月底前", "2021-03-31"),
        ("6月底前", "2021-06-30"),
    ]
    assert [due_day for _, due_day in hints_of("6月底前完成设计，12月中旬前开工。")] == ["2020-06-30", "2020-12-20"]


@pytest.mark.parametrize(
    "text",
    [
        "及时发布结果，适时抽查，持续推进，逐步完善。",
        "落实《发展纲要（2021-2035年）》和《2018-2019年度合作要点》。",
        "组织起草2020年度工作要点。",
        "不定期抽查。",
        "比2019年底增长5%。",
        "去年底的遗留问题要解决。",
        "扩展至18—22岁学员。",
        "参加3—12个月的见习。",
        "企业当年新招用人员要登记。",
        "2018年11月，上级印发了意见，要抓好落实。",
        "两年内不得重复申报的要严格把关。",
    ],
)
def test_no_hints(text: str) -> None:
    assert hints_of(text) == []


def test_without_a_year_nothing_is_due() -> None:
    assert [h.due for h in find_time_hints("6月底前完成。", DateContext())] == [None]


def test_a_day_that_does_not_exist_has_no_date_and_is_named() -> None:
    hints = find_time_hints(make_paragraph("6月31日前完成，9月30日前验收。").view, CALENDAR)
    assert [(hint.due, hint.impossible) for hint in hints] == [
        (None, "没有6月31日这一天。"),
        (date(2020, 9, 30), ""),
    ]
