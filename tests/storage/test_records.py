"""Records that are missing at the start are noticed: a -wal removed or shortened, a copy of the file alone, no file."""

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

from storage import events, integrity, plain, records
from storage.database import Connection, Database
from storage.integrity import Damaged, Unusable
from storage.records import Absent
from storage.restored import load


@pytest.fixture
def url(sqlite_url: str) -> str:
    """A counter file and a write-ahead log are SQLite's alone."""
    return sqlite_url


NOW = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
RUNNING = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from storage import events
from storage.database import Database

async def main():
    now = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
    db = await Database.open(sys.argv[1], now)
    for number in range(int(sys.argv[2])):
        await db.write(lambda db: events.happened(db, "invite", now + timedelta(minutes=number), None, {"n": number}))
    print("written", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def path_of(url: str) -> Path:
    return Path(url.partition("///")[2])


def killed(url: str, count: int, before: Callable[[Path], None] | None = None) -> None:
    """A bot that has written so many events, and is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", RUNNING, url, str(count)], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "written\n"
        if before:
            before(path_of(url))
        running.send_signal(signal.SIGKILL)


async def cause(url: str) -> str | None:
    """What the next start finds; it is closed again without having told."""
    db = await Database.open(url, NOW + timedelta(days=1))
    restored = await db.read(load)
    await db.close()
    return restored.cause if restored else None


def wal(path: Path) -> Path:
    return Path(f"{path}-wal")


def without(path: Path) -> None:
    wal(path).unlink()


def shortened(path: Path) -> None:
    os.truncate(wal(path), wal(path).stat().st_size - 4096)


def empty(path: Path) -> None:
    os.truncate(wal(path), 0)


def whole(path: Path) -> None:
    """Nothing is taken."""


def closed_by_another(path: Path) -> None:
    """Whoever opens it in between, and closes it last, carries the -wal into the file and removes it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("SELECT count(*) FROM events").fetchall()
    assert not wal(path).exists()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (whole, None), (closed_by_another, None), (without, "shortened"), (shortened, "shortened"),
        (empty, "shortened"),
    ],
)  # fmt: skip
async def test_after_a_kill(url: str, harm: Callable[[Path], None], found: str | None) -> None:
    killed(url, 12)
    harm(path_of(url))
    assert await cause(url) == found


async def test_the_moment_from_which_on_nothing_is_known(url: str) -> None:
    killed(url, 3)
    killed(url, 12)
    without(path_of(url))
    db = await Database.open(url, NOW + timedelta(days=1))
    restored = await db.read(load)
    await db.close()
    assert restored is not None
    assert (restored.known_until, restored.noticed_at) == (NOW + timedelta(minutes=2), NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("endings", "found"),
    [
        (("",), "copy"),
        (("", "-wal"), "copy"),
        (("", "-wal", ".count"), None),
        (("", ".count"), "shortened"),
    ],
)
async def test_a_copy_of_a_running_bot(url: str, tmp_path: Path, endings: tuple[str, ...], found: str | None) -> None:
    there = tmp_path / "elsewhere"
    there.mkdir()

    def copy(path: Path) -> None:
        for ending in endings:
            shutil.copy(f"{path}{ending}", there)

    killed(url, 12, copy)
    assert await cause(f"sqlite+aiosqlite:///{there}/duban.db") == found


async def test_a_clean_end_can_be_copied_and_put_elsewhere(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        db = await Database.open(url, NOW)
        await db.write(event)
        await db.close()
    shutil.copy(path_of(url), tmp_path / "copy.db")
    for there in (url, f"sqlite+aiosqlite:///{tmp_path}/copy.db"):
        assert await cause(there) is None
    shutil.copy(path_of(url), tmp_path / "old.db")
    db = await Database.open(url, NOW)
    await db.write(event)
    await db.close()
    shutil.copy(tmp_path / "old.db", path_of(url))  # put back over what it has become since
    assert await cause(url) == "shortened"


async def event(db: Connection) -> None:
    await events.happened(db, "invite", NOW, None, {})


async def test_no_database_where_there_was_one(url: str) -> None:
    assert await cause(url) is None  # there never was one
    killed(url, 1)
    path_of(url).unlink()
    with pytest.raises(Absent):
        await Database.open(url, NOW)
    assert not path_of(url).exists()
    without(path_of(url))
    for held_from in (NOW, None):  # the bot, and a command
        with pytest.raises(Absent):
            await Database.open(url, held_from)
    records.count_file(str(path_of(url))).unlink()
    assert await cause(url) is None


async def test_what_fails_is_not_counted(url: str) -> None:
    db = await Database.open(url, NOW)
    await db.write(event)

    async def fails(db: Connection) -> None:
        await event(db)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.write(fails)
    known = records.read_count_file(str(path_of(url)))
    assert known is not None
    assert known.counts == records.Counts(1, 0)
    assert (await db.read(lambda db: db.scalar(sa.text("SELECT count(*) FROM events")))) == 1
    await db.close()


@pytest.mark.parametrize("harm", ["letter", "middle", "cut"])
async def test_a_damaged_file_is_refused(url: str, harm: str) -> None:
    path = path_of(url)
    db = await Database.open(url)
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
        await Database.open(url, NOW)


async def test_nothing_at_all_is_a_new_database(url: str) -> None:
    path_of(url).touch()
    assert await cause(url) is None


def test_a_large_file_that_was_closed_is_not_read_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "a.db")
    with closing(plain.writing(path)) as db:
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
    with closing(plain.writing(path)) as db:
        db.execute("INSERT INTO settings VALUES (-1, ?, 'x')", (integrity.HELD,))
    with pytest.raises(Damaged):
        integrity.check_at_start(path)


async def test_a_locked_database_is_not_called_damaged(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await Database.open(url)).close()
    monkeypatch.setattr(plain, "PATIENCE", 0.1)
    with closing(sqlite3.connect(path_of(url), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unusable, match="locked"):
            await Database.open(url, NOW)
