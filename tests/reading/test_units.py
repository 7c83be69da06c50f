"""Names of units, unit notes, and who leads (docs/reading.md, rule 7)."""

import pytest

from plan.reading.acting_units import acting_units
from plan.reading.characters import make_paragraph
from plan.reading.time_hints import DateContext
from plan.reading.unit_names import split_units
from plan.reading.unit_notes import bracket_note, line_note, says_first_leads


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in split_units(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("教育部、财政部负责", ["教育部", "财政部"]),
        ("教育部和财政部", ["教育部", "财政部"]),
        ("市工业和信息化局、市住房和城乡建设局", ["市工业和信息化局", "市住房和城乡建设局"]),
        ("民政部等有关部门和单位按职责分工负责", ["民政部"]),
        ("各有关部门和单位按职责分工负责", ["各有关部门和单位"]),
        ("税务总局，各省级人民政府按职责分工负责", ["税务总局", "各省级人民政府"]),
        (
            "市委文明办(创城办)、各县(市、区)人民政府".translate(str.maketrans("()", "（）")),
            ["市委文明办（创城办）", "各县（市、区）人民政府"],
        ),
        ("各市、县人民政府", ["各市、县人民政府"]),
        ("省高等教育处、平等协商办", ["省高等教育处", "平等协商办"]),
    ],
)
def test_names_are_split_outside_brackets(text: str, units: list[str]) -> None:
    assert names(text) == units


def note(text: str) -> tuple[list[str], list[str], list[str]]:
    view = make_paragraph(text).view
    read = bracket_note(view, 0, len(view), DateContext(2020))
    assert read
    return (
        [view[start:end] for start, end in read.units],
        [view[start:end] for start, end in read.lead],
        [h.due.isoformat() if h.due else "" for h in read.hints],
    )


@pytest.mark.parametrize(
    ("text", "units", "lead", "due"),
    [
        ("甲局、乙局负责", ["甲局", "乙局"], [], []),
        ("甲局牵头，乙局、丙局按职责分工负责", ["甲局", "乙局", "丙局"], ["甲局"], []),
        ("甲局牵头,乙局配合", ["甲局", "乙局"], ["甲局"], []),
        ("由甲局牵头，会同乙局落实", ["甲局", "乙局"], ["甲局"], []),
        ("牵头单位：甲局；责任单位：乙局、丙局，6月底前完成", ["甲局", "乙局", "丙局"], ["甲局"], ["2020-06-30"]),
        ("牵头单位:甲局;配合单位:乙局;完成时限:9月", ["甲局", "乙局"], ["甲局"], ["2020-09-30"]),
        ("责任单位：甲局", ["甲局"], [], []),
        ("甲局、乙局", ["甲局", "乙局"], [], []),
        ("各部门分别负责，年内持续推进", ["各部门"], [], ["2020-12-31"]),
        ("责任领导：某某；责任单位：甲局", ["甲局"], [], []),
    ],
)
def test_notes(text: str, units: list[str], lead: list[str], due: list[str]) -> None:
    assert note(text) == (units, lead, due)


@pytest.mark.parametrize(
    "text", ["含技工院校", "以下简称平台", "GB 50180", "一", "tisc", "见附件2", "自治区、直辖市）", "棚户区"]
)
def test_other_brackets_are_no_notes(text: str) -> None:
    assert bracket_note(text, 0, len(text), DateContext()) is None


def test_a_note_on_its_own_line() -> None:
    read = line_note("责任单位：甲局、乙局", 0, 10, DateContext())
    assert read
    assert len(read.units) == 2
    assert line_note("推进建设", 0, 4, DateContext()) is None


@pytest.mark.parametrize("text", ["列第一位者为牵头单位，下同", "排第一位的为牵头部门", "首位为牵头单位"])
def test_the_document_may_say_who_leads(text: str) -> None:
    assert says_first_leads(text)


def test_units_inside_a_sentence() -> None:
    text = "由防汛科牵头，会同工程科、水库所开展检查。"
    units, lead = acting_units(text)
    assert [text[start:end] for start, end in units] == ["防汛科", "工程科", "水库所"]
    assert [text[start:end] for start, end in lead] == ["防汛科"]
    assert acting_units("各级管理部门要积极争取支持。") == ([], [])
