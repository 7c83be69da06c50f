"""For a damaged or missing database, one sentence says what to do and names the newest backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.fault import Fault
from bot.cli.open_database import open_database
from bot.settings import Settings
from tests.town import MONDAY, prepared

NEWEST = "duban-20200302-020000.tar"


def damaged(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(len(content) - 4096))


def replaced(path: Path) -> None:
    path.write_text("This is a letter. " * 400)


def gone(path: Path) -> None:
    path.with_name("duban.db.count").write_text(f"{'a' * 32} {5:>20} {7:>20}\n")
    path.unlink()


def other(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE notes (words)")


async def test_the_database_of_another_program(tmp_path: Path) -> None:
    """The damaged database is refused and left as it is."""
    path = tmp_path / "duban.db"
    other(path)
    before = path.read_bytes()
    for held_from in (MONDAY, None):
        with pytest.raises(Fault, match="是其他程序的数据库，请核对 DATABASE_URL。"):
            async with open_database(Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}"), held_from):
                pass
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("harm", "beginning"),
    [
        (damaged, "数据库文件已损坏，不能使用："),
        (replaced, "数据库文件已损坏，不能使用："),
        (gone, "数据库文件不见了："),
    ],
)
@pytest.mark.parametrize("backups", [(), ("duban-20200301-020000.tar", NEWEST, "duban-20200303.tar")])
async def test_what_to_do(
    tmp_path: Path, harm: Callable[[Path], None], beginning: str, backups: tuple[str, ...]
) -> None:
    path = tmp_path / "duban.db"
    path.write_bytes(prepared(None, MONDAY))
    harm(path)
    (tmp_path / "backups").mkdir()
    for name in backups:
        (tmp_path / "backups" / name).touch()
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}")
    for held_from in (MONDAY, None):  # the bot, and a command
        with pytest.raises(Fault) as fault:
            async with open_database(settings, held_from):
                pass
        words = str(fault.value)
        assert words.startswith(f"{beginning}{path}")
        assert "\n" not in words
        assert (f"duban restore {tmp_path}/backups/{NEWEST}" if backups else "duban restore 备份文件") in words
    assert path.exists() == (harm is not gone)
