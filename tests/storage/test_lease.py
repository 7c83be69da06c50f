"""Only one process at a time works on a database, whichever path it opens the file by."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.async_database import AsyncDatabase
from storage.integrity import Unusable
from storage.lease import Lease, Taken, held
from storage.postgres import LEASE
from tests import postgres
from tests.storage.test_database import ADD, names

HOLD = "import sys; from storage.lease import Lease; lease = Lease(sys.argv[1]); print('held', flush=True); input()"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the lock is on the database file only on Linux")


@contextmanager
def holder(url: str) -> Iterator["subprocess.Popen[str]"]:
    """Start another process that holds the lease, and kill it at the end."""
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.send_signal(signal.SIGKILL)


def test_the_holder_is_killed(url: str) -> None:
    assert not held(url)
    with holder(url):
        assert held(url)
        with pytest.raises(Taken):
            Lease(url)
    assert not held(url)
    Lease(url).release()


def test_one_holder_within_one_process(url: str) -> None:
    first = Lease(url)
    for _ in range(2):  # A refused request does not release the lease.
        assert held(url)
        with pytest.raises(Taken):
            Lease(url)
    first.release()
    assert not held(url)
    Lease(url).release()


def test_memory_needs_no_lease_and_a_file_is_no_folder(tmp_path: Path) -> None:
    memory = "sqlite+aiosqlite://"
    Lease(memory).release()
    assert not held(memory)
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        Lease(f"sqlite+aiosqlite:///{tmp_path}/file/duban.db")


def modes(folder: Path) -> list[tuple[str, int]]:
    return [(file.name, file.stat().st_mode & 0o777) for file in folder.iterdir()]


NAMES = ("duban.db", "../{folder}/duban.db", "linked/duban.db", "symbolic.db", "to_symbolic.db")


@pytest.mark.parametrize("name", [*NAMES, pytest.param("hard.db", marks=LINUX)])
@pytest.mark.parametrize("deleted", [False, pytest.param(True, marks=LINUX)])
def test_every_name_of_the_file_is_the_same_database(tmp_path: Path, name: str, deleted: bool) -> None:
    (tmp_path / "linked").symlink_to(tmp_path)
    (tmp_path / "symbolic.db").symlink_to("duban.db")
    (tmp_path / "to_symbolic.db").symlink_to(tmp_path / "symbolic.db")
    first = Lease(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "duban.db")
    if deleted:
        (tmp_path / "duban.db.lease").unlink(missing_ok=True)
    other = f"sqlite+aiosqlite:///{tmp_path}/{name.format(folder=tmp_path.name)}"
    assert held(other)
    with pytest.raises(Taken):
        Lease(other)
    first.release()
    Lease(other).release()


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = Lease(f"sqlite+aiosqlite:///{tmp_path}/data/duban.db")
    with pytest.raises(Taken):
        Lease("sqlite+aiosqlite:///data/duban.db")
    first.release()


@LINUX
def test_a_symbolic_link_that_exists_before_the_database(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to("duban.db")
    first = Lease(f"sqlite+aiosqlite:///{tmp_path}/link.db")
    with pytest.raises(Taken):
        Lease(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    first.release()
    assert os.listdir(tmp_path) == ["link.db"]


@LINUX
async def test_what_is_left_behind(tmp_path: Path, sqlite_url: str) -> None:
    """Checking or releasing the lease leaves no file behind. A database remains, readable by its owner only."""
    assert not held(sqlite_url)
    lease = Lease(sqlite_url)
    assert modes(tmp_path) == [("duban.db", 0o600)]
    lease.release()
    assert os.listdir(tmp_path) == []
    lease = Lease(sqlite_url)
    await (await AsyncDatabase.open(sqlite_url)).close()
    lease.release()
    assert modes(tmp_path) == [("duban.db", 0o600)]


async def test_the_lease_does_not_block_sqlite(url: str, async_db: AsyncDatabase) -> None:
    lease = Lease(url)
    for name in ("one", "two"):
        await async_db.write(lambda db, name=name: db.execute(sa.text(ADD), {"name": name}))  # type: ignore[misc]
        assert held(url)
    assert await names(async_db) == {"one", "two"}
    lease.release()


@pytest.fixture
async def server_url() -> AsyncIterator[str]:
    async with postgres.database() as url:
        yield url


@postgres.needed
async def test_the_connection_breaks_and_nobody_takes_the_lease(server_url: str) -> None:
    lease, db = Lease(server_url), await AsyncDatabase.open(server_url)
    lost = asyncio.create_task(lease.lost())
    await postgres.cut_lease(server_url)
    await asyncio.sleep(0.2)
    await db.write(lambda db: db.execute(sa.text(ADD), {"name": "on"}))
    assert held(server_url)
    assert not lost.done()
    lost.cancel()
    await db.close()
    lease.release()
    assert not held(server_url)


@postgres.needed
async def test_the_connection_breaks_and_another_process_takes_the_lease(server_url: str) -> None:
    """From then on nothing is written, and the holder is told that the lease is lost."""
    lease, db = Lease(server_url), await AsyncDatabase.open(server_url)
    async with postgres.server().connected(server_url) as other:
        waiting = asyncio.create_task(other.execute(f"SELECT pg_advisory_lock({LEASE})"))
        await asyncio.sleep(0.1)
        await postgres.cut_lease(server_url)
        async with asyncio.timeout(20):
            await waiting
            await lease.lost()
        with pytest.raises(ConnectionError, match="lease"):
            await db.write(lambda db: db.execute(sa.text(ADD), {"name": "too late"}))
    assert await names(db) == set()
    lease.release()
    await db.close()


@postgres.needed
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+asyncpg://nobody:secret@127.0.0.1:1/duban", "127.0.0.1"),
        ("postgresql+none://nobody:secret@h/d", "none"),
        ("postgresql+asyncpg://nobody:secret@h:port/d", "DATABASE_URL"),
    ],
)
async def test_a_server_that_cannot_be_reached(url: str, words: str) -> None:
    """The error is one line without any part of the password."""
    errors: list[BaseException] = []
    for use in (Lease, held):
        with pytest.raises(OSError, match=words) as caught:
            use(url)
        errors.append(caught.value)
    with pytest.raises((OSError, Unusable), match=words) as refused:
        await AsyncDatabase.open(url)
    for error in (*errors, refused.value):
        assert "secret" not in str(error)
        assert "\n" not in str(error)
