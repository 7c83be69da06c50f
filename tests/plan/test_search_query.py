"""What people mean by a search, and the initials and pinyin of Chinese names."""

from datetime import date

import pytest

from plan.calendar import Calendar
from plan.initials import initials
from plan.refusal import Refusal
from plan.search_query import SearchQuery, parse, similar_names
from plan.search_terms import CLASSES, LIGHTS, OPEN, STATES, Fact
from plan.values import Role, State

TODAY = date(2020, 3, 2)
JUNE = (date(2020, 6, 1), date(2020, 6, 30))
DECEMBER = (date(2020, 12, 1), date(2020, 12, 31))
LATE, RED, MISSING = (frozenset({fact}) for fact in (Fact.OVERDUE, Fact.RED, Fact.UNREPORTED))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", SearchQuery()),
        ("　 ,，、", SearchQuery()),
        ("逾期", SearchQuery(facts=LATE)),
        ("逾期任务", SearchQuery(facts=LATE)),
        ("逾期的任务", SearchQuery(facts=LATE)),
        ("红灯 黄灯", SearchQuery(facts=frozenset({Fact.RED, Fact.YELLOW}))),
        ("滞后", SearchQuery(facts=frozenset({Fact.BEHIND}))),
        ("没报", SearchQuery(facts=MISSING)),
        ("未反馈", SearchQuery(facts=MISSING)),
        ("待签收", SearchQuery(facts=frozenset({Fact.PENDING}))),
        ("待审核 已办结", SearchQuery(facts=frozenset({Fact.SUBMITTED, Fact.CLOSED}))),
        ("我牵头 逾期", SearchQuery(facts=LATE, mine=True, role=Role.LEAD)),
        ("逾期，我牵头", SearchQuery(facts=LATE, mine=True, role=Role.LEAD)),
        ("我牵头逾期", SearchQuery(facts=LATE, mine=True, role=Role.LEAD)),
        ("我的逾期任务", SearchQuery(facts=LATE, mine=True)),
        ("我配合的红灯", SearchQuery(facts=RED, mine=True, role=Role.SUPPORT)),
        ("本单位 没报", SearchQuery(facts=MISSING, mine=True)),
        ("常州 没报", SearchQuery(facts=MISSING, words=("常州",))),
        ("常州没报", SearchQuery(facts=MISSING, words=("常州",))),
        ("常州6月到期", SearchQuery(due=JUNE, words=("常州",))),
        ("6月", SearchQuery(due=JUNE)),
        ("06月份", SearchQuery(due=JUNE)),
        ("12月到期 常州", SearchQuery(due=DECEMBER, words=("常州",))),
        ("10月1日", SearchQuery(due=(date(2020, 10, 1), date(2020, 10, 1)))),
        ("本月到期的任务", SearchQuery(due=(date(2020, 3, 1), date(2020, 3, 31)))),
        ("下周到期", SearchQuery(due=(date(2020, 3, 9), date(2020, 3, 15)))),
        ("6月底前", SearchQuery(due=(date.min, date(2020, 6, 30)))),
        ("我牵头6月底前到期的", SearchQuery(mine=True, role=Role.LEAD, due=(date.min, date(2020, 6, 30)))),
        ("7月以后", SearchQuery(due=(date(2020, 7, 1), date.max))),
        ("二季度", SearchQuery(due=(date(2020, 4, 1), date(2020, 6, 30)))),
        ("常州 二季度 没报", SearchQuery(MISSING, due=(date(2020, 4, 1), date(2020, 6, 30)), words=("常州",))),
        ("本月没报", SearchQuery(MISSING)),
        ("每月", SearchQuery(words=("每月",))),
        ("国庆", SearchQuery(words=("国庆",))),
        ("2020年", SearchQuery(words=("2020年",))),
        ("2020年到期", SearchQuery(due=(date(2020, 1, 1), date(2020, 12, 31)))),
        ("6月专项行动", SearchQuery(words=("6月专项行动",))),
        ("各市", SearchQuery(role=Role.CITY)),
        ("各市 逾期", SearchQuery(facts=LATE, role=Role.CITY)),
        ("不上机", SearchQuery(restricted=True)),
        ("2.2", SearchQuery(numbers=("2.2",))),
        ("2", SearchQuery(numbers=("2",))),
        ("2.2 红灯", SearchQuery(facts=RED, numbers=("2.2",))),
        ("100", SearchQuery(words=("100",))),
        ("3·15", SearchQuery(words=("3·15",))),
        ("专利 导航", SearchQuery(words=("专利", "导航"))),
        ("各市出台举措", SearchQuery(words=("各市出台举措",))),
        ("逾期费", SearchQuery(words=("逾期费",))),
        ("配合", SearchQuery(words=("配合",))),
        ("%_\\", SearchQuery(words=("%_\\",))),
        ("🚀", SearchQuery(words=("🚀",))),
        ("没有这个词没报🚀", SearchQuery(words=("没有这个词没报🚀",))),
    ],
)
def test_what_is_wanted(text: str, expected: SearchQuery) -> None:
    assert parse(text, TODAY, Calendar()) == expected


@pytest.mark.parametrize(("text", "sentence"), [("13月", "没有13月。"), ("常州 6月31日到期", "没有6月31日这一天。")])
def test_a_date_that_does_not_exist(text: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        parse(text, TODAY)


THIS_WEEK, MARCH = (date(2020, 3, 2), date(2020, 3, 8)), (date(2020, 3, 1), date(2020, 3, 31))
SECOND_QUARTER = (date(2020, 4, 1), date(2020, 6, 30))
SOON = (date(2020, 3, 2), date(2020, 4, 1))
WORDINGS: dict[Fact, str] = {
    Fact.UNREPORTED: "没报 未报 还没报 没报进展 没有报进展 未汇报 尚未反馈 没有反馈 没上报 应报未报 没报过 还没报的",
    Fact.PENDING: "待签收 没签 没签收 未签收 未签 还没签 还没签收 没有签收 尚未签收 未签收的 待签",
    Fact.OVERDUE: "逾期 逾期了 逾期了吗 已逾期 超期 超期的 过期了 已经逾期 到期未完成 到期没办结 有没有逾期的",
    Fact.BEHIND: "滞后 滞后的 落后 落后了 有没有落后的 进度慢 进度慢的 推进较慢 落后序时",
    Fact.STUCK: "有困难 有困难的 有困难的任务 遇到困难 有没有有困难的 卡住了",
    Fact.RED: "红灯 红灯的 亮红灯 亮红灯的任务 哪些红灯",
    Fact.YELLOW: "黄灯 亮黄灯的",
    Fact.SUBMITTED: "待审核 待审核的 待审 审核中 等审核",
    Fact.CLOSED: "办结 已办结 已完成 已完成的 办结了 已经完成 已办完 已销号",
    Fact.ACTIVE: "办理中 进行中 正在办理",
    Fact.WAIVED: "免办 免办的",
}


@pytest.mark.parametrize(("fact", "text"), [(fact, text) for fact, texts in WORDINGS.items() for text in texts.split()])
def test_the_wordings_of_facts(fact: Fact, text: str) -> None:
    expected = SearchQuery(facts=frozenset({fact}))
    assert parse(text, TODAY, Calendar()) == expected
    assert parse(f"哪些{text}", TODAY) == parse(f"{text}的有哪些", TODAY) == expected
    mine = SearchQuery(facts=frozenset({fact}), mine=True)
    assert parse(f"我的 {text}", TODAY) == parse(f"本单位{text}", TODAY) == mine
    assert parse(f"常州 {text}", TODAY) == SearchQuery(facts=frozenset({fact}), words=("常州",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("未完成", SearchQuery(facts=OPEN)),
        ("还没办结的任务", SearchQuery(facts=OPEN)),
        ("谁没签收", SearchQuery(facts=frozenset({Fact.PENDING}))),
        ("还有哪些没报进展", SearchQuery(facts=MISSING)),
        ("本月没报的单位", SearchQuery(facts=MISSING)),
        ("我还有几项没签", SearchQuery(facts=frozenset({Fact.PENDING}), mine=True)),
        ("南京市局还有几项没签", SearchQuery(facts=frozenset({Fact.PENDING}), words=("南京市局",))),
        ("人事处逾期了吗", SearchQuery(facts=LATE, words=("人事处",))),
        ("苏州、无锡没报的", SearchQuery(facts=MISSING, words=("苏州", "无锡"))),
        ("苏州和无锡没报", SearchQuery(facts=MISSING, words=("苏州和无锡",))),
        ("我牵头的有哪些", SearchQuery(mine=True, role=Role.LEAD)),
        ("我处牵头的", SearchQuery(mine=True, role=Role.LEAD)),
        ("我们配合的任务", SearchQuery(mine=True, role=Role.SUPPORT)),
        ("我没报的", SearchQuery(facts=MISSING, mine=True)),
        ("我们处逾期的", SearchQuery(facts=LATE, mine=True)),
        ("本处 没报", SearchQuery(facts=MISSING, mine=True)),
        ("我们市要干哪些事", SearchQuery(mine=True)),
        ("信息中心牵头哪些", SearchQuery(role=Role.LEAD, words=("信息中心",))),
        ("信息中心 牵头", SearchQuery(role=Role.LEAD, words=("信息中心",))),
        ("牵头", SearchQuery(words=("牵头",))),
        ("我国海外维权", SearchQuery(words=("我国海外维权",))),
        ("本科院校", SearchQuery(words=("本科院校",))),
        ("有色金属", SearchQuery(words=("有色金属",))),
        ("没有逾期", SearchQuery(words=("没有逾期",))),
        ("没逾期的", SearchQuery(words=("没逾期的",))),
        ("没有困难", SearchQuery(words=("没有困难",))),
        ("没到期", SearchQuery(words=("没到期",))),
        ("到期", SearchQuery(words=("到期",))),
        ("任务", SearchQuery(words=("任务",))),
        ("专利导航的任务", SearchQuery(words=("专利导航的任务",))),
        ("专利导航任务没报", SearchQuery(facts=MISSING, words=("专利导航",))),
        ("这周要交", SearchQuery(due=THIS_WEEK)),
        ("我这周要交什么", SearchQuery(due=THIS_WEEK, mine=True)),
        ("本周要完成的任务有哪些", SearchQuery(due=THIS_WEEK)),
        ("本月到期的", SearchQuery(due=MARCH)),
        ("常州本月到期的有哪些", SearchQuery(due=MARCH, words=("常州",))),
        ("6月底前要完成的", SearchQuery(due=(date.min, date(2020, 6, 30)))),
        ("二季度有哪些节点", SearchQuery(due=SECOND_QUARTER)),
        ("下周到期的有哪些", SearchQuery(due=(date(2020, 3, 9), date(2020, 3, 15)))),
        ("九月份要完成哪些", SearchQuery(due=(date(2020, 9, 1), date(2020, 9, 30)))),
        ("五一前要办完的", SearchQuery(due=(date.min, date(2020, 4, 30)))),
        ("3月15号之前有什么", SearchQuery(due=(date.min, date(2020, 3, 15)))),
        ("节前要办完的", SearchQuery(due=(date.min, date(2020, 4, 3)))),
        ("最近要到期的", SearchQuery(due=SOON)),
        ("我快到期的", SearchQuery(due=SOON, mine=True)),
        ("今天有什么要处理的", SearchQuery(due=(TODAY, TODAY))),
        ("今天到期", SearchQuery(due=(TODAY, TODAY))),
        ("时间没定的任务", SearchQuery(undated=True)),
        ("时限待定", SearchQuery(undated=True)),
        ("没定时限的有哪些", SearchQuery(undated=True)),
        ("常州 时限待定", SearchQuery(undated=True, words=("常州",))),
        ("本月到期 没报", SearchQuery(facts=MISSING, due=MARCH)),
        ("6月逾期的", SearchQuery(facts=LATE, due=JUNE)),
    ],
)
def test_questions_about_what_is_due_and_how_it_stands(text: str, expected: SearchQuery) -> None:
    assert parse(text, TODAY, Calendar()) == expected


def test_every_state_and_fact_has_its_word() -> None:
    assert set(WORDINGS) == set(Fact) == {*LIGHTS, *CLASSES, *STATES, Fact.UNREPORTED, Fact.STUCK}
    for state in State:
        assert parse(state.label, TODAY).facts == {Fact(state.value)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("专利倒航", ["重点园区专利导航"]),  # another character
        ("专导利航", ["重点园区专利导航"]),  # two characters exchanged
        ("常洲市局", ["常州市局"]),
        ("太空探索", []),
        ("专利飞船", []),  # two characters of four differ
        ("州局", []),  # too short to decide
        ("🚀🚀🚀🚀", []),
    ],
)
def test_slips_of_the_finger(words: str, expected: list[str]) -> None:
    assert similar_names(words, ["重点园区专利导航", "常州市局", "探索评估与风险分担机制"]) == expected


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("常州市局", "czsj changzhoushiju"),
        ("省知识产权保护中心(筹)", "szscqbhzxc shengzhishichanquanbaohuzhongxinchou"),
        ("重点", "zd zhongdian"),
        ("重新", "cx chongxin"),
        ("银行", "yh yinhang"),
        ("行政执法", "xzzf xingzhengzhifa"),
        ("长三角", "csj changsanjiao"),
        ("长效机制", "cxjz changxiaojizhi"),
        ("增长", "zz zengzhang"),
        ("调解", "tj tiaojie"),
        ("重庆", "cq chongqing"),
        ("PCT与3·15", "pcty315 pctyu315"),
        ("🚀", " "),
    ],
)
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters
