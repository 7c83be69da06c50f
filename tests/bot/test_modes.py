"""Files that the bot makes can be read by its own user only, whatever the umask."""

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.bot.process import posted, program
from tests.town import LIAISON, quick

PDF = b"%PDF-1.7\n"


@contextmanager
def generous() -> Iterator[None]:
    """Set a umask that gives everybody all permissions."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Return the modes by path within `folder`; folders end with a slash."""
    return {
        f"{path.relative_to(folder)}{'/' if path.is_dir() else ''}": oct(stat.S_IMODE(path.lstat().st_mode))
        for path in (folder, *folder.rglob("*"))
    }


async def test_the_program(tmp_path: Path) -> None:
    async with program(tmp_path) as duban:
        (tmp_path / "duban.db").unlink()
        duban.path = tmp_path / "data" / "of" / "duban.db"
        duban.environment["DATABASE_URL"] = f"sqlite+aiosqlite:///{duban.path}"
        with generous():
            line = [sys.executable, "-m", "bot", "import", "builtin", "--yes"]
            await (await asyncio.create_subprocess_exec(*line, cwd=tmp_path, env=duban.environment)).wait()
        made = modes(tmp_path / "data")
        ((person, _, code),) = await posted(duban, 1)
        duban.world.upload(person, "a.pdf", PDF, caption=f"{code} 60% 已启动")
        with generous():
            running = await duban.start()
        await duban.until(lambda: duban.message_count() > 0)
        made |= modes(tmp_path / "data")
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
    evidence_file = f"of/evidence/{sha256(PDF).hexdigest()}"
    folders = {name for name in made if name.endswith("/")}
    assert {"./", "of/", "of/evidence/"} <= folders
    assert {made.pop(name) for name in folders} == {"0o700"}
    assert {evidence_file, *(f"of/duban.db{ending}" for ending in ("", "-wal", "-shm"))} <= set(made)
    assert set(made.values()) == {"0o600"}


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
async def test_evidence_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    async with quick(tmp_path) as bureau:
        before = os.umask(umask)
        try:
            await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
        finally:
            os.umask(before)
    assert set(modes(tmp_path / "evidence").values()) == {"0o700", "0o600"}
