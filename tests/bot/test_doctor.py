"""`duban doctor` names each problem in one line with what to do, and creates and changes nothing."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.diagnose import findings
from bot.doctor.finding import Case
from bot.settings import Settings
from bot.version import VERSION
from storage import diagnosis, heartbeat, plain_connection, records
from storage.async_database import AsyncDatabase
from storage.database import Connection
from storage.lease import Lease
from tests.bot.conftest import Duban
from tests.bot.process import posted, program
from tests.town import MONDAY, prepared

NOW = MONDAY.replace(hour=10)
Sql = tuple[str, ...]


def settings(folder: Path) -> Settings:
    return Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/duban.db", bot_token="")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def words_and_advice(folder: Path, now: datetime = NOW, *, running: bool = True) -> dict[str, tuple[str, str]]:
    """Return words and advice of the last finding with each label."""
    state = await diagnosis.of(settings(folder).database_url, now)
    return {
        finding.label: (finding.words, finding.advice)
        for finding in findings(Case(settings(folder), now, running, state))
    }


@pytest.fixture
async def bot_folder(tmp_path: Path) -> Path:
    """Return the folder of a bot that has run since 8:00, with a backup of last night."""
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    db = await AsyncDatabase.open(settings(tmp_path).database_url)
    await db.write(lambda db: healthy(db, NOW))
    await db.close()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "duban-20200302-020000.tar").touch()
    return tmp_path


async def healthy(db: Connection, now: datetime) -> None:
    await heartbeat.put(db, now, started_at=MONDAY, version=VERSION, last_poll=now)


def sql(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "duban.db")) as db, db:
        for statement in statements:
            db.execute(statement)


async def test_all_is_well(bot_folder: Path) -> None:
    before = tree(bot_folder)
    result = await words_and_advice(bot_folder)
    assert {label: advice for label, (_, advice) in result.items() if advice} == {}
    assert result["运行"][0] == f"正在运行，自 03-02 08:00 起，版本 {VERSION}"
    assert result["Telegram"][0] == "最近一次连通于 03-02 10:00"
    assert result["备份"][0].startswith("最近一次 03-02 02:00，距今8小时，共 1 个")
    assert result["现行计划"][0] == "2020年全省知识产权工作要点"
    assert tree(bot_folder) == before


INBOX = (
    "INSERT INTO inbox (id, bot, identity, chat_id, state, raw, received_at, error)"
    " VALUES (5, 1, 'x', 1, '{}', '{{}}', '{}', 'TypeError')"
)
LETTER = (
    "INSERT INTO outbox (key, rule, payload, urgent, state, due_at, attempts, created_at)"
    " VALUES ('{}', '{}', '{{}}', 0, '{}', '{}', 1, '{}')"
)
RUN = "INSERT OR REPLACE INTO runs (schedule, nominal, state, attempts, error, at) VALUES ({})"
LONG_AGO, JUST_NOW, NIGHT = "2020-03-02 01:00:00.000000", "2020-03-02 01:55:00.000000", "2020-03-01 20:00:00.000000"
AHEAD = "2020-03-02 03:00:00.000000"


def letter(rule: str, state: str, due: str) -> str:
    return LETTER.format("k", rule, state, due, due)


@pytest.mark.parametrize(
    ("statement", "label", "words", "wrong"),
    [
        (INBOX.format("new", LONG_AGO), "待处理的消息", "1 条，最早的已等60分钟", True),
        (INBOX.format("new", JUST_NOW), "待处理的消息", "1 条，最早的已等5分钟", False),
        (INBOX.format("handled", LONG_AGO), "待发的答复", "1 条，最早的已等60分钟", True),
        (INBOX.format("poison", LONG_AGO), "未能处理的消息", "5：TypeError", True),
        (letter("nudge", "waiting", LONG_AGO), "待发的提醒", "1 条，最早的已等60分钟", True),
        (letter("nudge", "waiting", NIGHT), "待发的提醒", "1 条，最早的已等90分钟", True),  # since the opening
        (letter("digest", "waiting", "2020-02-28 00:30:00.000000"), "待发的提醒", "无", False),
        (letter("nudge", "waiting", AHEAD), "待发的提醒", "无", False),
        (letter("nudge", "failed", LONG_AGO), "送达", "近7天未送达 1 条，不明 0 条，督办员可在“送达”中查看", False),
        (letter("nudge", "unclear", LONG_AGO), "送达", "近7天未送达 0 条，不明 1 条，督办员可在“送达”中查看", False),
        (RUN.format(f"'digest', '{LONG_AGO}', 'failed', 3, 'KeyError: x', '{LONG_AGO}'"),
         "定时任务", "晨报 03-02 09:00 失败3次：KeyError: x", True),
        (RUN.format(f"'digest', '{AHEAD}', 'done', 1, '', '{AHEAD}'"),
         "时钟", "系统时间 2020-03-02 10:00，而已有 03-02 11:00 的记录", True),
        ("INSERT INTO versions VALUES (99)", "数据库", "结构版本 99，高于本程序的", True),
        (INBOX.format("poison", "2020-02-20 00:00:00.000000"), "待处理的消息", "无", False),  # long seen to
        ("DELETE FROM settings WHERE name = 'health'", "运行", "正在运行，尚无运行记录", False),
        (f"INSERT INTO settings VALUES (-1, 'restored', '{records.loss_value('backup', MONDAY, NOW)}')",
         "恢复", "已恢复到 03-02 08:00 的数据，下次启动时告知督办员和各岗位", False),
    ],
)  # fmt: skip
async def test_one_trouble(bot_folder: Path, statement: str, label: str, words: str, wrong: bool) -> None:
    sql(bot_folder, statement)
    result = await words_and_advice(bot_folder)
    assert result[label][0].startswith(words)
    assert [name for name, (_, advice) in result.items() if advice] == ([label] if wrong else [])


@pytest.mark.parametrize(
    ("now", "running", "label", "words"),
    [
        (NOW, False, "运行", "没有运行，最近一次记录于 03-02 10:00"),
        (NOW + timedelta(minutes=20), True, "运行", f"正在运行，自 03-02 08:00 起，版本 {VERSION}，但已20分钟没有记录"),
        (NOW + timedelta(minutes=20), True, "Telegram", "最近一次连通于 03-02 10:00，已20分钟未连通"),
        (NOW + timedelta(hours=20), True, "备份", "最近一次 03-02 02:00，距今28小时，共 1 个"),
        (NOW - timedelta(days=1), True, "时钟", "系统时间 2020-03-01 10:00，而已有 03-02 08:00 的记录"),
    ],
)
async def test_by_the_moment(bot_folder: Path, now: datetime, running: bool, label: str, words: str) -> None:
    result = await words_and_advice(bot_folder, now, running=running)
    assert result[label][0].startswith(words)
    assert result[label][1]


async def test_the_coming_year_from_december_on(bot_folder: Path) -> None:
    december = datetime(2035, 12, 1, 9, tzinfo=NOW.tzinfo)
    assert (await words_and_advice(bot_folder, december))["日历"][0] == "2036年放假安排尚未设定"
    sql(bot_folder, "INSERT INTO settings VALUES (0, 'calendar.notice.2036', '[2036, []]')")
    assert (await words_and_advice(bot_folder, december))["日历"] == ("2036年放假安排已设定", "")


def nothing(_: Path) -> None:
    """Doctor creates nothing, not even a folder."""


def letters_file(folder: Path) -> None:
    (folder / "duban.db").write_text("This is a letter. " * 400)


def cut(folder: Path) -> None:
    content = prepared(None, MONDAY)
    (folder / "duban.db").write_bytes(content[: len(content) // 2])


def empty(folder: Path) -> None:
    (folder / "duban.db").touch()


def foreign(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "duban.db")) as db:
        db.execute("CREATE TABLE notes (words)")


def a_folder(folder: Path) -> None:
    (folder / "duban.db").mkdir()


def left(folder: Path) -> None:
    (folder / "duban.db.count").write_text(f"{'a' * 32} {5:>20} {7:>20}\n")


def oldest(folder: Path) -> None:
    """A database with the oldest schema."""
    from storage import migrations  # noqa: PLC0415
    from tests.storage.test_migrations import engine  # noqa: PLC0415

    with engine(folder, "duban").begin() as db:
        migrations.upgrade(db, to=1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (nothing, "没有数据库："),
        (empty, "数据库文件是空的："),
        (letters_file, "数据库文件已损坏（"),
        (cut, "数据库文件已损坏（"),
        (foreign, "不是督办的数据库："),
        (a_folder, "数据库无法读取（"),
        (left, "数据库文件不见了："),
        (oldest, "完好，结构版本 1（"),
    ],
)
async def test_whatever_lies_there(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    make(tmp_path)
    before = tree(tmp_path), sorted(os.listdir(tmp_path))
    result = await words_and_advice(tmp_path, running=False)
    assert result["数据库"][0].startswith(words)
    assert bool(result["数据库"][1]) == (make is not oldest)
    assert (tree(tmp_path), sorted(os.listdir(tmp_path))) == before


async def test_locked(bot_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "PATIENCE", 0.1)
    with closing(sqlite3.connect(bot_folder / "duban.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert (await words_and_advice(bot_folder))["数据库"][0].startswith("数据库被其他程序占用（")


async def test_beside_a_running_program(tmp_path: Path) -> None:
    """Doctor sees what the -wal file holds, after a kill too, and changes nothing."""
    async with program(tmp_path) as duban:
        ((person, _, code),) = await posted(duban, 1)
        started = await duban.start()
        duban.world.say(person, f"/sign {code}")
        await duban.until(lambda: duban.message_count() >= 1)
        result = await diagnosis.of(duban.environment["DATABASE_URL"], NOW)
        assert result.state == "there"
        started.kill()
        await started.wait()
        before = tree(tmp_path)
        result = await diagnosis.of(duban.environment["DATABASE_URL"], NOW)
        assert (result.state, result.partial) == ("there", False)
        assert {**tree(tmp_path), "duban.db-shm": b""} == {**before, "duban.db-shm": b""}
        (tmp_path / "duban.db-shm").unlink()
        before = tree(tmp_path)
        result = await diagnosis.of(duban.environment["DATABASE_URL"], NOW)
        assert (result.state, result.partial) == ("there", True)
        assert tree(tmp_path) == before


def test_the_command(duban: Duban, tmp_path: Path) -> None:
    code, out, wrong = duban("doctor")
    assert (code, wrong, os.listdir(tmp_path)) == (1, "", [])
    assert "[需处理] 数据库：没有数据库：" in out
    assert out.splitlines()[-1].endswith("项需要处理。")
    shutil.copy(Path(__file__), tmp_path / "other")
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    assert duban("backup")[0] == 0
    year = date.today().year  # noqa: DTZ011, TID251 - the command looks at the wall
    for coming in (year, year + 1):
        sql(tmp_path, f"INSERT INTO settings VALUES (0, 'calendar.notice.{coming}', '[{coming}, []]')")
    lease = Lease(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    code, out, wrong = duban("doctor")
    lease.release()
    assert (code, wrong, out.splitlines()[-1]) == (0, "", "一切正常。")


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    result = await diagnosis.of("postgresql+nothing://user:secret@127.0.0.1:1/db", NOW)
    assert result.state == "unreadable"
    assert "secret" not in result.words
    await asyncio.sleep(0)


async def test_a_failure_that_was_made_up_for(bot_folder: Path) -> None:
    for nominal, state in ((NIGHT, "failed"), (LONG_AGO, "done")):
        sql(bot_folder, RUN.format(f"'digest', '{nominal}', '{state}', 3, 'KeyError: x', '{nominal}'"))
    assert "定时任务" not in await words_and_advice(bot_folder)


async def test_waiting_for_telegram_since_the_start(bot_folder: Path) -> None:
    """What an earlier run has stored does not show that the bot is alive."""
    old = MONDAY.replace(day=1).isoformat()
    sql(bot_folder, f"UPDATE settings SET value = json_set(value, '$.at', '{old}') WHERE name = 'health'")
    for begun, wrong in (("09:56", False), ("09:50", True)):
        value = f"2020-03-02T{begun}:00+08:00"
        sql(bot_folder, f"INSERT OR REPLACE INTO settings VALUES (-1, 'database.held', '{value}')")
        result = await words_and_advice(bot_folder)
        assert result["运行"] == (f"正在运行，自 03-02 {begun} 起", "")
        assert (result["Telegram"][0], bool(result["Telegram"][1])) == ("启动后尚未连通", wrong)


async def test_evidence_that_is_gone(bot_folder: Path) -> None:
    sql(
        bot_folder, "INSERT INTO people (id, telegram_id, name, joined_at, reachable) VALUES (1, 7, '演示', 0, 1)",
        *(
            "INSERT INTO evidence (person_id, kind, name, type, size, sha256, file_id, at, album, dropped) VALUES"
            f" (1, 'document', 'a.pdf', 'pdf', 14, '{name * 64}', 'x', '2020-03-02 01:00:00.000000', '', 0)"
            for name in "aab"
        ),
    )  # fmt: skip
    (bot_folder / "evidence").mkdir()
    (bot_folder / "evidence" / ("b" * 64)).touch()
    words, advice = (await words_and_advice(bot_folder))["证据文件"]
    assert words == f"{bot_folder}/evidence 中缺少 1 个文件（共 2 个）"
    assert "EVIDENCE_DIR" in advice


async def test_a_lock_that_only_writers_feel(bot_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_connection, "PATIENCE", 0.1)
    db = await AsyncDatabase.open(settings(bot_folder).database_url)
    lease = Lease(settings(bot_folder).database_url)
    assert "被其他程序占用" not in (await words_and_advice(bot_folder))["数据库"][0]
    with closing(sqlite3.connect(bot_folder / "duban.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await words_and_advice(bot_folder))["数据库"][0] == "被其他程序占用，不能写入"
    lease.release()
    await db.close()


@pytest.mark.parametrize(("minutes", "wrong"), [(1, False), (6, True)])
async def test_right_after_a_start(bot_folder: Path, minutes: int, wrong: bool) -> None:
    """The first note is written before the first poll has come back, and the second a minute later."""
    db = await AsyncDatabase.open(settings(bot_folder).database_url)
    begun = NOW - timedelta(minutes=minutes)
    await db.write(lambda db: heartbeat.put(db, NOW, started_at=begun, version=VERSION, last_poll=None))
    await db.close()
    assert bool((await words_and_advice(bot_folder))["Telegram"][1]) == wrong
