"""Fixtures that call the command line as an administrator does."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.__main__ import main

Duban = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a folder on a real disk, because these tests kill programs and wait for their writes."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def duban(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Duban:
    """Run a command without input; return its exit code, output and error output."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "BOT_API_URL", "PROXY_URL", "TIMEZONE", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/duban.db")

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        before = os.umask(0)
        try:
            return called(*arguments, typed=typed)
        finally:
            os.umask(before)

    def called(*arguments: str, typed: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["duban", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main()
        return (code, *capsys.readouterr())

    return run
