"""The clerks are told that the database takes no writes: after a minute, every hour, and when it works again."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.upkeep.write_watch import WORKS, WriteWatch
from plan.refusal import Refusal
from storage.availability import reason

Sent = tuple[float, int, str]


def error(code: int) -> sa.exc.OperationalError:
    """Return the error as SQLAlchemy raises it."""
    cause = sqlite3.OperationalError("of the database")
    cause.sqlite_errorcode = code
    return sa.exc.OperationalError("INSERT", {}, cause)


FULL, LOCKED = error(sqlite3.SQLITE_FULL), error(sqlite3.SQLITE_BUSY)


class Scene:
    def __init__(self) -> None:
        self.now = 0.0
        self.sent: list[Sent] = []
        self.watch = WriteWatch(self.send, lambda: self.now)
        self.watch.remember((7, 8))

    async def send(self, chat_id: int, text: str) -> None:
        if chat_id == 7:
            raise ConnectionError
        self.sent.append((self.now, chat_id, text))

    async def at(self, second: float, failure: BaseException | None) -> None:
        self.now = second
        if failure is None:
            self.watch.succeeded()
        else:
            self.watch.failed(failure)
        await self.watch.drained()


OK = None


@pytest.mark.parametrize(
    ("steps", "notified"),
    [
        ([(0, FULL), (59, FULL)], []),
        ([(0, FULL), (60, FULL)], [60]),
        ([(0, FULL), (30, OK), (70, FULL), (100, FULL)], []),  # it was away for less than a minute each time
        ([(0, FULL), (60, FULL), (61, FULL), (3659, FULL), (3660, FULL), (3661, LOCKED)], [60, 3660]),
        ([(0, FULL), (60, FULL), (90, OK), (91, OK)], [60, 90]),
        ([(0, FULL), (60, FULL), (90, OK), (100, FULL), (160, FULL)], [60, 90, 160]),
        ([(0, Refusal("不行。")), (60, Refusal("不行。")), (90, OK)], []),
        ([(0, OK), (4000, OK)], []),
    ],
)
async def test_when_the_clerk_is_told(steps: list[tuple[float, BaseException | None]], notified: list[float]) -> None:
    scene = Scene()
    for second, failure in steps:
        await scene.at(second, failure)
    assert [(second, who) for second, who, _ in scene.sent] == [(second, 8) for second in notified]


async def test_what_is_said() -> None:
    scene = Scene()
    for second, failure in ((0, FULL), (60, FULL), (7300, LOCKED), (7301, None)):
        await scene.at(second, failure)
    assert [text for _, _, text in scene.sent] == [
        "请立即联系系统管理员：磁盘已满，系统暂时无法保存内容，已持续1分钟。",
        "请立即联系系统管理员：数据库被其他程序占用，系统暂时无法保存内容，已持续2小时。",
        WORKS,
    ]


def test_what_counts(tmp_path: Path) -> None:
    codes = {
        sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_BUSY | 5 << 8: "locked",
        sqlite3.SQLITE_READONLY: "readonly", sqlite3.SQLITE_IOERR | 3 << 8: "disk", sqlite3.SQLITE_CONSTRAINT: None,
        sqlite3.SQLITE_CORRUPT: "damaged",
    }  # fmt: skip
    assert {code: reason(error(code)) for code in codes} == codes
    assert [reason(failure) for failure in (ValueError(), Refusal("不行。"), ConnectionError())] == [None, None, "away"]
    path = tmp_path / "a.db"
    first = sqlite3.connect(path, isolation_level=None)
    first.execute("BEGIN EXCLUSIVE")
    second = sqlite3.connect(path, timeout=0)
    with pytest.raises(sqlite3.OperationalError) as locked:
        second.execute("CREATE TABLE t (a)")
    assert reason(locked.value) == "locked"
    first.close()
    second.close()
