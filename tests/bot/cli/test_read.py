"""Work plans in files are read, imported, or refused with the reason."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.test_cli import rows
from tests.bot.conftest import Duban
from tests.town import MONDAY, prepared

PLAN = """2022年全省知识产权工作要点

一、强化知识产权保护
（一）健全保护机制
1. 6月底前制定知识产权保护管理办法。（责任单位：保护处）
2. 建设10家知识产权保护示范中心。（责任单位：保护处）

二、促进知识产权运用
（一）提升运用效益
1. 12月底前培育高价值专利100件。（责任单位：运用处）
"""


def test_import_a_file(duban: Duban, tmp_path: Path) -> None:
    (tmp_path / "要点.txt").write_text(PLAN, encoding="utf-8")
    code, output, _ = duban("import", "要点.txt", "--yes")
    assert (code, "新增 3 项" in output) == (0, True)
    assert rows(tmp_path, "SELECT code, deadline FROM tasks ORDER BY code") == [
        ("1.1.1", "2022-06-30"), ("1.1.2", "2022-12-31"), ("2.1.1", "2022-12-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.txt", b""), ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(99)), ("菜单.txt", "今天吃什么？\n面条。\n".encode())],
)
def test_a_file_that_is_no_plan(duban: Duban, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    (tmp_path / name).write_bytes(content)
    for command in (("import", name, "--yes"), ("read", name)):
        code, output, error = duban(*command)
        assert (code, output, error.count("\n")) == (1, "", 1)
        assert error.strip().endswith("。")
        assert "Traceback" not in error
    assert rows(tmp_path, "SELECT year, count(*) FROM plans") == [(2020, 1)]


def test_a_file_that_is_not_there(duban: Duban) -> None:
    code, _, error = duban("read", "没有.txt")
    assert code == 1
    assert error.startswith("无法打开 没有.txt：")


def test_read_as_json(duban: Duban, tmp_path: Path) -> None:
    (tmp_path / "要点.txt").write_text(PLAN, encoding="utf-8")
    code, output, _ = duban("read", "要点.txt", "--json")
    plan = json.loads(output)
    assert (code, plan["year"], len(plan["sections"])) == (0, 2022, 2)
    code, output, _ = duban("read", "要点.txt")
    assert (code, "建设10家知识产权保护示范中心" in output) == (0, True)
    assert not (tmp_path / "duban.db").exists()
