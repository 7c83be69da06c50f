"""A wrong setting ends the command with one sentence and status 1, and leaves no file behind."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.bot.cli.starts import content
from tests.bot.process import HERE

CHINESE = re.compile(r"^[^\n]*[\u4e00-\u9fff][^\n]*。\n$")
URLS = {
    "unknown kind": "mysql+aiomysql://db/duban",
    "unknown driver": "postgresql+pigeon://db/duban",
    "no driver": "sqlite:///duban.db",
    "no address": "duban.db",
    "a folder": "sqlite+aiosqlite:///folder",
    "a folder by its slash": "sqlite+aiosqlite:///folder/",
    "below a file": "sqlite+aiosqlite:///letter.txt/duban.db",
    "far below a file": "sqlite+aiosqlite:///letter.txt/a/b/duban.db",
    "another file": "sqlite+aiosqlite:///letter.txt",
    "a device": "sqlite+aiosqlite:////dev/null",
    "no place for files": "sqlite+aiosqlite:////proc/nowhere/duban.db",
    "a host": "sqlite+aiosqlite://host/duban.db",
    "an empty path": "sqlite+aiosqlite:///",
    "memory": "sqlite+aiosqlite://",
    "memory by name": "sqlite+aiosqlite:///:memory:",
    "memory by file": "sqlite+aiosqlite:///file::memory:",
    "memory by mode": "sqlite+aiosqlite:///file:duban?mode=memory&uri=true",
    "memory by mode of a path": "sqlite+aiosqlite:///new/duban.db?mode=memory",
    "a query": "sqlite+aiosqlite:///new/duban.db?timeout=3",
    "a long name": f"sqlite+aiosqlite:///new/{'d' * 300}.db",
    "a name as long as may be": f"sqlite+aiosqlite:///new/{'d' * 252}.db",
    "a long folder": f"sqlite+aiosqlite:///new/{'d' * 300}/duban.db",
    "a loop": "sqlite+aiosqlite:///loop",
    "an empty file": "sqlite+aiosqlite:///empty.db",
    "a link to nothing": "sqlite+aiosqlite:///link",
    "spaces": "sqlite+aiosqlite:///   ",
}
COMMANDS = {
    "run": ("run",), "import": ("import", "builtin", "--yes"), "doctor": ("doctor",),
    "invite": ("invite", "--unit", "办公室", "--post", "liaison"),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("This is a letter, not a database. " * 40)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty.db").touch()
    (tmp_path / "link").symlink_to("/nowhere/duban.db")
    return tmp_path


def run(folder: Path, *command: str, stdin: str = "", **environment: str) -> tuple[int, str, str]:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE), "BOT_API_URL": "http://127.0.0.1:9"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=known | environment, capture_output=True, text=True,
        timeout=60, check=False, input=stdin,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def refused(folder: Path, *arguments: str, **environment: str) -> str:
    before = content(folder)
    code, output, error = run(folder, "bot", *arguments, **environment)
    assert (code, output) == (1, "")
    assert CHINESE.match(error), error
    assert content(folder) == before
    return error


def all_refused(folder: Path, starts: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]]) -> dict[str, str]:
    """Return the error output of each start; one process makes them all, because starting one takes half a second."""
    code, out, err = run(folder, "tests.bot.cli.starts", str(folder), stdin=json.dumps(list(starts.values())))
    assert code == 0, err
    results = dict(zip(starts, json.loads(out), strict=True))
    for name, (status, output, error, is_unchanged) in results.items():
        assert (name, status, output, is_unchanged) == (name, 1, "", True)
        assert CHINESE.match(error), (name, error)
    return {name: error for name, (_, _, error, _) in results.items()}


def test_run(desk: Path) -> None:
    token = f"1234567:{'A' * 35}"
    starts = {name: (("run",), {"DATABASE_URL": url, "BOT_TOKEN": token}) for name, url in URLS.items()}
    for name, words in all_refused(desk, starts).items():
        assert "DATABASE_URL" in words, name


def test_other_commands(desk: Path) -> None:
    urls = ["a folder", "memory", "memory by name", "another file", "a long name"]
    starts = {
        f"{command}, {name}": (COMMANDS[command], {"DATABASE_URL": URLS[name]}) for command in COMMANDS for name in urls
    }
    for name, words in all_refused(desk, starts).items():
        assert "DATABASE_URL" in words, name


def test_the_secret_in_it_is_not_said(desk: Path) -> None:
    assert "geheim" not in refused(desk, "run", DATABASE_URL="mysql://duban:geheim@db/duban")
    assert "geheim" not in refused(desk, "run", PROXY_URL="socks://duban:geheim@db")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(desk: Path) -> None:
    (desk / "folder").chmod(0o500)
    assert "没有访问权限" in refused(desk, "doctor", DATABASE_URL="sqlite+aiosqlite:///folder/new/duban.db")


def test_ports(desk: Path) -> None:
    ports = ["0", "70000", "-1", "abc", "80.5", "８０８８", "", "1e3", "99999999999999999999"]
    answers = all_refused(desk, {port: (("run", f"--port={port}"), {}) for port in ports})
    assert set(answers.values()) == {"--port 应为1到65535之间的整数。\n"}


def test_a_port_that_is_taken(desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        error = refused(desk, "run", "--port", str(port))
    assert error == f"端口 {port} 已被占用，请用 --port 另选一个。\n"


def test_the_demo_has_no_place(desk: Path) -> None:
    (desk / "data").write_text("a file")
    assert "上级路径不是文件夹" in refused(desk, "run", "--port", "18099")


def test_settings_file(desk: Path) -> None:
    (desk / ".env").mkdir()
    assert refused(desk, "run") == "设置文件 .env 无法读取：这是文件夹。\n"
    (desk / ".env").rmdir()
    (desk / ".env").symlink_to("nowhere")
    assert refused(desk, "doctor") == "设置文件 .env 无法读取：文件不存在。\n"
    (desk / ".env").unlink()
    (desk / ".env").write_bytes("LOG_LEVEL=INFO # 时区".encode("gbk"))
    assert refused(desk, "run") == "设置文件 .env 不是 UTF-8 编码，请另存为 UTF-8。\n"
    (desk / ".env").write_text("LOG_LEVEL=LOUD")
    assert "LOG_LEVEL 有误" in refused(desk, "run")


def test_values(desk: Path) -> None:
    values = {
        "EVIDENCE_FILES_PER_REPORT": ("viele", " 有误"), "EVIDENCE_MB_PER_PERSON_A_DAY": ("0", " 有误：应为大于0的数"),
        "EVIDENCE_GB_IN_ALL": ("inf", " 有误：应为大于0的数"), "DATABASE_URL": (URLS["memory by name"], " 有误"),
    }  # fmt: skip
    answers = all_refused(desk, {name: (("run",), {name: value}) for name, (value, _) in values.items()})
    for name, (_, words) in values.items():
        assert name + words in answers[name]


def test_without_a_settings_file_there_are_defaults(tmp_path: Path) -> None:
    code, output, _ = run(tmp_path, "bot", "doctor", DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    assert (code, "令牌" in output and "演示" in output) == (1, True)
