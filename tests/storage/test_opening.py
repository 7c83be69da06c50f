"""Opening: one process at a time, and only a database that this program can use."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.integrity import Unusable
from storage.lease import Lease, Taken

HOLD = "import sys; from storage.lease import Lease; lease = Lease(sys.argv[1]); print('held', flush=True); input()"


def test_the_holder_is_killed(url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Taken):
            Lease(url)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        Lease(url).release()


def test_one_at_a_time_in_one_process_too(url: str) -> None:
    first = Lease(url)
    for _ in range(2):  # asking and being refused does not free it
        with pytest.raises(Taken):
            Lease(url)
    first.release()
    Lease(url).release()


def test_memory_needs_none_and_a_file_is_no_folder(tmp_path: Path) -> None:
    memory = "sqlite+aiosqlite://"
    Lease(memory).release()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        Lease(f"sqlite+aiosqlite:///{tmp_path}/file/duban.db")


async def test_a_database_of_a_later_version(db: Database, url: str, tmp_path: Path) -> None:
    await db.write(lambda db: db.execute(sa.text("INSERT INTO versions VALUES (99)")))
    with pytest.raises(Unusable, match="database 99"):
        await Database.open(url)
    (tmp_path / "letter.db").write_text("This is a letter, not a database. " * 40)
    for wrong in (
        f"sqlite+aiosqlite:///{tmp_path}/letter.db",
        f"sqlite+aiosqlite:///{tmp_path}",
        "postgresql+none://h/d",
    ):
        with pytest.raises(Unusable):
            await Database.open(wrong)
