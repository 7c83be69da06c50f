"""A second start, or one with a wrong setting, is refused with one sentence."""

import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.fault import Fault
from bot.cli.run import on_telegram
from bot.settings import HINTS, Settings
from bot.telegram.rate_limit import UNLIMITED
from sandbox import TOKEN, World, serve
from storage.lease import Lease
from tests.bot.process import program

ROOT = Path(__file__).parents[3]
WRONG = {
    "BOT_TOKEN": ["98765", "123456789:short", "secret-without-number:" + "a" * 35],
    "BOT_API_URL": ["bot.example.org", "https:///bot", "ftp://example.org/"],
    "DATABASE_URL": ["somewhere/else.db", "sqlite:///else.db", "mysql://user:secret@host/db", "oracle+x://"],
    "TIMEZONE": ["Beijing", "+08:00", "../../etc/passwd"],
    "PROXY_URL": ["10.0.0.1:8080", "socks4://secret@host:1"],
    "LOG_LEVEL": ["LOUD", "debug"],
}


async def test_a_second_one(tmp_path: Path) -> None:
    async with program(tmp_path) as duban:
        lease = Lease(duban.environment["DATABASE_URL"])  # the first one
        second = await duban.start()
        assert await second.wait() == 1
        lease.release()
        assert duban.log.read_text() == "另一个督办正在使用这个数据库。同一数据库只能运行一个，本次启动结束。\n"


async def test_a_token_that_telegram_does_not_know(tmp_path: Path) -> None:
    async with program(tmp_path) as duban:
        token = duban.environment["BOT_TOKEN"] = "123456789:" + "a" * 35
        running = await duban.start()
        assert await running.wait() == 1
        output = duban.log.read_text()
        assert output.splitlines()[-1] == "Telegram 不认可这个 BOT_TOKEN，请向 @BotFather 核对。"
        assert token not in output
        assert "Traceback" not in output


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for other in Settings.model_fields:
        monkeypatch.delenv(other.upper(), raising=False)
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["duban", "doctor"])
    assert main() == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == f"设置 {name} 有误：{HINTS[name.lower()]}。\n"
    assert value not in output.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://user:secret@127.0.0.1:9/db", "sqlite+aiosqlite:////dev/null/duban.db"]
)
async def test_a_database_that_can_not_be_used(tmp_path: Path, url: str) -> None:
    world = World(token=TOKEN)
    async with serve(world) as address:
        settings = Settings(_env_file=None, bot_token=TOKEN, bot_api_url=address, database_url=url)
        with pytest.raises(Fault, match=r"^数据库无法使用：[^\n]*$") as fault:
            await on_telegram(settings, UNLIMITED)
        world.close()
    assert "secret" not in str(fault.value)


def test_the_example_holds_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    example = ROOT / ".env.example"
    lines = [line for line in example.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert sorted(line.partition("=")[0] for line in lines) == sorted(name.upper() for name in Settings.model_fields)
    assert Settings(_env_file=example) == Settings(_env_file=None)
    assert HINTS.keys() == Settings.model_fields.keys()
