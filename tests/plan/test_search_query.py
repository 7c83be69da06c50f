"""What people mean by a search, and the initials and pinyin of Chinese names."""

from datetime import date

import pytest

from plan.calendar import Calendar
from plan.initials import initials
from plan.refusal import Refusal
from plan.search_query import CLASSES, FACTS, LIGHTS, STATES, Fact, SearchQuery, parse, similar_names
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


def test_every_state_and_fact_has_its_word() -> None:
    assert {state.value: FACTS[state.label].value for state in State} == {state.value: state.value for state in State}
    assert set(FACTS.values()) == set(Fact) == {*LIGHTS, *CLASSES, *STATES, Fact.UNREPORTED}


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
