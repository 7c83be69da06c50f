"""Lost records are noticed at the start: a -wal removed or shortened, a copy of the main file alone, no file."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import events, integrity, plain_connection, records
from storage.async_database import AsyncDatabase
from storage.database import Connection
from storage.integrity import Damaged, Unusable
from storage.record_loss import load
from storage.records import Absent


@pytest.fixture
def url(sqlite_url: str) -> str:
    """Only SQLite has a count file and a write-ahead log."""
    return sqlite_url


NOW = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
RUNNING = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from storage import events
from storage.async_database import AsyncDatabase

async def main():
    now = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
    db = await AsyncDatabase.open(sys.argv[1], now)
    for number in range(int(sys.argv[2])):
        await db.write(lambda db: events.happened(db, "invite", now + timedelta(minutes=number), None, {"n": number}))
    print("written", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def path_of(url: str) -> Path:
    return Path(url.partition("///")[2])


def killed(url: str, count: int, before: Callable[[Path], None] | None = None) -> None:
    """Start a bot that writes `count` events, and kill it; call `before` just before the kill."""
    with subprocess.Popen(
        [sys.executable, "-c", RUNNING, url, str(count)], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "written\n"
        if before:
            before(path_of(url))
        running.send_signal(signal.SIGKILL)


async def cause(url: str) -> str | None:
    """Return the cause of loss that the next start finds."""
    db = await AsyncDatabase.open(url, NOW + timedelta(days=1))
    loss = await db.read(load)
    await db.close()
    return loss.cause if loss else None


def wal(path: Path) -> Path:
    return Path(f"{path}-wal")


def wal_removed(path: Path) -> None:
    wal(path).unlink()


def wal_shortened(path: Path) -> None:
    os.truncate(wal(path), wal(path).stat().st_size - 4096)


def wal_emptied(path: Path) -> None:
    os.truncate(wal(path), 0)


def no_further_loss(path: Path) -> None:
    """Leave the files as the killed bot left them."""


def closed_by_another(path: Path) -> None:
    """Open and close the database: the last connection to close writes the -wal into the file and removes it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("SELECT count(*) FROM events").fetchall()
    assert not wal(path).exists()


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (no_further_loss, None), (closed_by_another, None), (wal_removed, "shortened"), (wal_shortened, "shortened"),
        (wal_emptied, "shortened"),
    ],
)  # fmt: skip
async def test_after_a_kill(url: str, harm: Callable[[Path], None], expected: str | None) -> None:
    killed(url, 12)
    harm(path_of(url))
    assert await cause(url) == expected


async def test_the_period_of_the_loss(url: str) -> None:
    killed(url, 3)
    killed(url, 12)
    wal_removed(path_of(url))
    db = await AsyncDatabase.open(url, NOW + timedelta(days=1))
    loss = await db.read(load)
    await db.close()
    assert loss is not None
    assert (loss.known_until, loss.noticed_at) == (NOW + timedelta(minutes=2), NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("endings", "expected"),
    [
        (("",), "copy"),
        (("", "-wal"), "copy"),
        (("", "-wal", ".count"), None),
        (("", ".count"), "shortened"),
    ],
)
async def test_a_copy_of_a_running_bot(
    url: str, tmp_path: Path, endings: tuple[str, ...], expected: str | None
) -> None:
    copy_folder = tmp_path / "elsewhere"
    copy_folder.mkdir()

    def copy(path: Path) -> None:
        for ending in endings:
            shutil.copy(f"{path}{ending}", copy_folder)

    killed(url, 12, copy)
    assert await cause(f"sqlite+aiosqlite:///{copy_folder}/duban.db") == expected


async def test_a_copy_after_a_clean_end_can_be_used_elsewhere(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        db = await AsyncDatabase.open(url, NOW)
        await db.write(event)
        await db.close()
    shutil.copy(path_of(url), tmp_path / "copy.db")
    for copy_url in (url, f"sqlite+aiosqlite:///{tmp_path}/copy.db"):
        assert await cause(copy_url) is None
    shutil.copy(path_of(url), tmp_path / "old.db")
    db = await AsyncDatabase.open(url, NOW)
    await db.write(event)
    await db.close()
    shutil.copy(tmp_path / "old.db", path_of(url))  # An older copy replaces the database.
    assert await cause(url) == "shortened"


async def event(db: Connection) -> None:
    await events.happened(db, "invite", NOW, None, {})


async def test_a_removed_database(url: str) -> None:
    assert await cause(url) is None  # There has never been one.
    killed(url, 1)
    path_of(url).unlink()
    with pytest.raises(Absent):
        await AsyncDatabase.open(url, NOW)
    assert not path_of(url).exists()
    wal_removed(path_of(url))
    for held_from in (NOW, None):  # The bot, and a command.
        with pytest.raises(Absent):
            await AsyncDatabase.open(url, held_from)
    records.count_file(str(path_of(url))).unlink()
    assert await cause(url) is None


async def test_a_rolled_back_transaction_is_not_counted(url: str) -> None:
    db = await AsyncDatabase.open(url, NOW)
    await db.write(event)

    async def fails(db: Connection) -> None:
        await event(db)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.write(fails)
    known = records.read_count_file(str(path_of(url)))
    assert known is not None
    assert known.last_ids == records.LastIds(1, 0)
    assert (await db.read(lambda db: db.scalar(sa.text("SELECT count(*) FROM events")))) == 1
    await db.close()


@pytest.mark.parametrize("harm", ["letter", "middle", "cut"])
async def test_a_damaged_file_is_refused(url: str, harm: str) -> None:
    path = path_of(url)
    db = await AsyncDatabase.open(url)
    for _ in range(50):
        await db.write(event)
    await db.close()
    content = path.read_bytes()
    zeros = bytes(len(content) // 2)
    path.write_bytes(
        {
            "letter": b"This is a letter. " * 400, "middle": content[:8192] + zeros + content[8192 + len(zeros) :],
            "cut": content[: len(content) // 2],
        }[harm]
    )  # fmt: skip
    with pytest.raises(Damaged):
        await AsyncDatabase.open(url, NOW)


async def test_an_empty_file_is_a_new_database(url: str) -> None:
    path_of(url).touch()
    assert await cause(url) is None


def test_a_large_file_that_was_closed_is_not_read_completely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "a.db")
    with closing(plain_connection.writing(path)) as db:
        db.execute("CREATE TABLE settings (owner, name, value, PRIMARY KEY (owner, name))")
        db.execute("CREATE TABLE others (value)")
        db.executemany("INSERT INTO others VALUES (?)", [("x" * 900,)] * 100)
    with open(path, "r+b") as file:
        file.seek(30000)
        file.write(b"\xff" * 20000)
    with pytest.raises(Damaged):
        integrity.check_at_start(path)
    monkeypatch.setattr(integrity, "SMALL", 1000)
    integrity.check_at_start(path)
    with closing(plain_connection.writing(path)) as db:
        db.execute("INSERT INTO settings VALUES (-1, ?, 'x')", (integrity.HELD,))
    with pytest.raises(Damaged):
        integrity.check_at_start(path)


async def test_a_locked_database_is_not_called_damaged(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await AsyncDatabase.open(url)).close()
    monkeypatch.setattr(plain_connection, "PATIENCE", 0.1)
    with closing(sqlite3.connect(path_of(url), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unusable, match="locked"):
            await AsyncDatabase.open(url, NOW)
