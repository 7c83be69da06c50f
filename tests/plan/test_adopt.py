"""Turning a parsed paper into a plan: numbers, short titles, deadlines, roles."""

from dataclasses import replace

import pytest

from plan import adopt
from plan.adopt import TITLE, title
from plan.reading import Document, Item, Section, TaskText, TimeHint
from plan.refusal import Refusal
from plan.values import Basis
from tests.plan.build import day


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("一是要大力推进专利导航工作，形成一批成果。", "推进专利导航工作"),
        ("进一步完善维权援助体系；强化联动", "完善维权援助体系"),
        ("推动 企业\n贯标", "推动企业贯标"),
        ("要素市场化配置改革取得进展", "要素市场化配置改革取得进展"),
        ("继续教育工作扎实开展", "继续教育工作扎实开展"),
        ("全面从严治党责任落实", "全面从严治党责任落实"),
        ("继续推进知识产权强省建设", "推进知识产权强省建设"),
        ("加强", "加强"),
        ("全面深入", "全面深入"),
        ("，。", "，。"),
        ("", ""),
        ("开" * 30, "开" * 23 + "…"),
    ],
)
def test_a_short_title(text: str, short: str) -> None:
    assert title(text) == short
    assert len(short) <= TITLE


LEAP = TaskText(
    "完成", (), (TimeHint("二月底前", day("2-29")), TimeHint("一月", day("1-31"))), False, ("甲", "乙"), ("乙",)
)
FREE = TaskText("推动试点")
ITEM = Item("（一）", "执法", (LEAP, FREE))
PAPER = Document("要点", "某局", 2020, (), (FREE,), (Section("一、", "保护", (ITEM,)), Section("", "", ())))


def test_numbers_and_headings() -> None:
    plan = adopt.plan(PAPER)
    assert [task.code for task in plan.tasks] == ["0.1", "1.1.1", "1.1.2"]
    assert [(paper_section.no, paper_section.title) for paper_section in plan.sections] == [
        ("0", "总体目标"),
        ("一、", "保护"),
        ("2", ""),
    ]
    assert (plan.title, plan.issuer, plan.year) == ("要点", "某局", 2020)


def test_deadlines_and_roles() -> None:
    _, leap, free = adopt.plan(PAPER).tasks
    assert (leap.deadline, leap.basis) == (day("2-29"), Basis.EXPLICIT)  # the latest of those it names
    assert (leap.lead, leap.support) == (("乙",), ("甲",))
    assert (free.deadline, free.basis, free.lead) == (day("12-31"), Basis.YEAR, ())


def test_another_year_moves_the_dates() -> None:
    plan = adopt.plan(PAPER, 2021)
    assert plan.year == 2021
    assert [task.deadline for task in plan.tasks] == [day("2021-12-31"), day("2021-2-28"), day("2021-12-31")]


def test_a_paper_without_a_year_wants_one() -> None:
    without = Document("要点", "某局", None, (), (FREE,))
    with pytest.raises(Refusal, match="没有写明年度"):
        adopt.plan(without)
    assert adopt.plan(without, 2022).tasks[0].deadline == day("2022-12-31")


def test_a_day_that_does_not_exist_is_refused_by_name() -> None:
    """Moved to the end of its month or of the year, it would become a deadline that nobody wrote."""
    task = TaskText("6月31日前完成", time_hints=(TimeHint("6月31日前", None, "没有6月31日这一天。"),))
    paper = replace(PAPER, sections=(Section("一、", "保护", (Item("（一）", "执法", (FREE, task)),)),))
    with pytest.raises(Refusal) as refused:
        adopt.plan(paper)
    assert refused.value.sentence == "任务1.1.2中的“6月31日前”：没有6月31日这一天。请改正文件后重新读取。"
