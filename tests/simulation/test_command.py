"""`duban simulate` on the command line: what it prints and refuses; it leaves the real database alone."""

from pathlib import Path

import pytest

from tests.bot.conftest import Duban, duban

__all__ = ["duban"]
WEEK = ("simulate", "--from", "2020-01-02", "--to", "2020-01-08", "--people", "10")


def test_by_month(duban: Duban, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    code, output, _ = duban(*WEEK)
    assert code == 0
    first, *rest, last = output.splitlines()
    assert first.startswith("2020年1月　共 ")
    assert any(line.startswith("  晨报 ") and "联络员" in line for line in rest)
    assert "  周报 1 条　工作群 1" in rest
    assert last.endswith("均未发出。")
    assert sorted(tmp_path.iterdir()) == before, "a database of its own, gone afterwards"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--to", "2020-01-01"), "--to 应在 --from 当天或之后"),
        (("--to", "2023-01-01"), "--to 应在 --from 当天或之后"),
        (("--people", "0"), "--people 应为1到2000。"),
        (("--from", "2020-02-30"), "--from 应写成 2020-01-02，没有“2020-02-30”这一天。"),
        (("--plan", "nowhere.docx"), "nowhere.docx"),
    ],
)
def test_what_makes_no_sense(duban: Duban, more: tuple[str, str], words: str) -> None:
    code, output, error = duban(*WEEK, *more)
    assert (code != 0, output) == (True, "")
    assert words in error
