"""The ledger's shorthand for targets: every cell of the built-in plan, and what is not in it."""

import csv
from importlib.resources import files

import pytest

from plan.targets import Target, parse
from plan.values import TargetKind

RANK, COVERAGE = TargetKind.RANK, TargetKind.COVERAGE
NUMBERS: dict[str, tuple[str, str, float, str]] = {
    ">=32.5件": ("≥32.5件", ">=", 32.5, "件"),
    ">=1000家": ("≥1000家", ">=", 1000, "家"),
    "≈10个": ("约10个", "≈", 10, "个"),
    "≈60家": ("约60家", "≈", 60, "家"),
    "1份文件报省委省政府印发": ("1份文件报省委省政府印发", "=", 1, "份"),
    "1部规程": ("1部规程", "=", 1, "部"),
    "1套裁量基准": ("1套裁量基准", "=", 1, "套"),
    "5项制度": ("5项制度", "=", 5, "项"),
    "3项制度全面实行": ("3项制度全面实行", "=", 3, "项"),
    "2家": ("2家", "=", 2, "家"),
    "3个城市": ("3个城市", "=", 3, "个"),
    "13个端口(建议口径)": ("13个端口(建议口径)", "=", 13, "个"),
    "1届": ("1届", "=", 1, "届"),
    "1场": ("1场", "=", 1, "场"),
    "1次": ("1次", "=", 1, "次"),
    "3套系统": ("3套系统", "=", 3, "套"),
    "<=3%": ("≤3%", "<=", 3, "%"),
    "=15亿元": ("15亿元", "=", 15, "亿元"),
}
OTHERS: dict[str, tuple[TargetKind, ...]] = {
    "4项指标(专利授权/商标注册/PCT/马德里)排名前列,名次线由局内定": (RANK,),
    "第三方评价名次不下降": (RANK,),
    "全国排名前列": (RANK,),
    "走在全国前列;窗口1个": (RANK, TargetKind.RESULT),
    "13/13个设区市": (COVERAGE,),
    "覆盖率100%": (COVERAGE,),
    "调研报告+草案稿；1届": (TargetKind.RESULT, TargetKind.NUMBER),
    " ; ": (),
    "": (),
}
LEDGER = files("plan.builtin").joinpath("tasks.csv").read_text(encoding="utf-8")
CELLS = [row["target"] for row in csv.DictReader(LEDGER.splitlines())]


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number(cell: str) -> None:
    (target,) = parse(cell)
    assert (target.text, target.op, target.value, target.unit) == NUMBERS[cell]
    assert target.kind is TargetKind.NUMBER


@pytest.mark.parametrize("cell", OTHERS)
def test_what_is_no_number(cell: str) -> None:
    assert tuple(target.kind for target in parse(cell)) == OTHERS[cell]


def test_coverage_has_a_value() -> None:
    assert [parse(cell) for cell in ("13/13个设区市", "覆盖率100%")] == [
        (Target("13/13个设区市", COVERAGE, "=", 13, "个设区市"),), (Target("覆盖率100%", COVERAGE, "=", 100, "%"),),
    ]  # fmt: skip


def test_a_rank_is_to_be_reached_at_least() -> None:
    assert parse("全国排名前列") == (Target("全国排名前列", RANK, ">=", None, ""),)


def test_every_cell_of_the_built_in_plan() -> None:
    assert len(CELLS) == 109
    for cell in CELLS:
        if cell and cell not in NUMBERS and cell not in OTHERS:
            (target,) = parse(cell)
            assert (target.text, target.kind, target.value) == (cell, TargetKind.RESULT, None)
