"""`duban import`, `duban invite` and `duban read`."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.conftest import Duban
from tests.town import MONDAY, Town, prepared


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "duban.db")) as db:
        return db.execute(query).fetchall()


def test_import_the_built_in_plan(duban: Duban, tmp_path: Path) -> None:
    code, output, _ = duban("import", "builtin")
    assert code == 1
    assert "共 109 项任务\n新增 109 项" in output
    assert output.endswith("未导入。\n")
    assert rows(tmp_path, "SELECT count(*) FROM plans") == [(0,)]
    assert duban("import", "builtin", typed="no\n")[0] == 1
    code, output, _ = duban("import", "builtin", "--yes")
    assert (code, output.splitlines()[-1]) == (0, "已导入。")
    assert rows(tmp_path, "SELECT year, current FROM plans") == [(2020, 1)]
    assert rows(tmp_path, "SELECT action, json_extract(after, '$.added') FROM events") == [("import", 109)]
    assert "与现行计划一致，无需导入" in duban("import", "builtin", "--yes")[1]


def test_import_for_another_year(duban: Duban, tmp_path: Path) -> None:
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    code, output, _ = duban("import", "builtin", "--year", "2021", typed="yes\n")
    assert (code, "2021年，共 109 项任务" in output) == (0, True)
    assert rows(tmp_path, "SELECT year, current FROM plans ORDER BY year") == [(2020, 0), (2021, 1)]
    years = "SELECT DISTINCT substr(t.deadline, 1, 4) FROM tasks t JOIN plans p ON p.id = t.plan_id WHERE p.year = 2021"
    assert set(rows(tmp_path, years)) - {(None,)} == {("2021",)}
    code, output, _ = duban("import", "builtin", "--yes")  # nothing differs, but it is not the one in force
    assert (code, output.splitlines()[-1]) == (0, "已导入。")
    assert rows(tmp_path, "SELECT year, current FROM plans ORDER BY year") == [(2020, 1), (2021, 0)]
    code, _, error = duban("import", "builtin", "--year", "20210")
    assert (code, error) == (1, "--year 应为2000到2100之间的年份。\n")


def test_an_import_tells_the_liaisons_who_are_there(duban: Duban, tmp_path: Path) -> None:
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    with closing(sqlite3.connect(tmp_path / "duban.db")) as db, db:
        db.execute("INSERT INTO people (id, telegram_id, name, joined_at, reachable) VALUES (1, 7, '演示', 0, 1)")
        unit = "SELECT id FROM units WHERE name = '办公室'"
        db.execute(f"INSERT INTO posts (unit_id, duty, person_id) VALUES (({unit}), 'liaison', 1)")
    code, output, _ = duban("import", "builtin", "--year", "2021", "--yes")
    assert (code, output.splitlines()[-1]) == (0, "已导入，新任务将通知 1 个岗位的联络员。")
    ((text,),) = rows(tmp_path, "SELECT json_extract(payload, '$.text') FROM outbox WHERE rule = 'assigned'")
    assert "项新任务</b> · 办公室" in str(text)


def test_invite_without_a_plan_or_to_nowhere(duban: Duban, tmp_path: Path) -> None:
    assert duban("invite", "--unit", "保护处", "--post", "liaison")[::2] == (
        1,
        "没有“保护处”这个单位。请先导入计划。\n",
    )
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    code, output, error = duban("invite", "--unit", "月球处", "--post", "liaison")
    assert (code, output) == (1, "")
    assert error.startswith("没有“月球处”这个单位。现有：省知识产权局、")
    code, output, _ = duban("invite", "--unit", "运用促进处", "--post", "head")
    assert (code, "https://t.me/<bot>?start=" in output) == (0, True)


async def test_invite_while_the_bot_runs(bureau: Town, duban: Duban) -> None:
    """`duban invite` runs beside the bot; its link works at once."""
    code, output, _ = await asyncio.to_thread(
        duban, "invite", "--unit", "常州市局", "--post", "liaison", "--name", "演示丙"
    )
    link, start = output.strip().split("?start=")
    assert (code, link) == (0, f"https://t.me/{bureau.world.bot.username}")
    assert "演示丙，您好。您已加入督办，岗位：常州市局联络员。" in await bureau.join(bureau.stranger(), start)


def test_help_and_nonsense(duban: Duban, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ((), ("dance",), ("invite", "--unit", "保护处", "--post", "king"), ("import",), ("run", "--port")):
        with pytest.raises(SystemExit) as end:
            duban(*arguments)
        assert end.value.code == 2
        output = capsys.readouterr().err
        assert "usage: duban" in output
        assert output.startswith("参数有误：")
        assert output.count("\n") == 1
