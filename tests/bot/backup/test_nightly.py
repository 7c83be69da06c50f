"""A backup is made every night, the newest fourteen are kept; a failure is told once and tried again in an hour."""

import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.backup.listing import backups_in
from bot.backup.nightly import Nightly, due
from bot.clock import Clock
from bot.settings import Settings
from storage.async_database import AsyncDatabase
from tests.bot.process import HERE
from tests.handlers.scene import scalar
from tests.town import CLERK, MONDAY, SHANGHAI, prepared, quick


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2020-03-02 02:00", "2020-03-02 02:00"), ("2020-03-02 01:59", "2020-03-01 02:00"),
        ("2020-03-02 23:59", "2020-03-02 02:00"), ("2020-03-01 00:00", "2020-02-29 02:00"),
    ],
)  # fmt: skip
def test_when_it_is_due(now: str, moment: str) -> None:
    assert due(local(now)) == local(moment)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    (tmp_path / "duban.db").write_bytes(prepared(None, MONDAY))
    return Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path}/duban.db")


@pytest.fixture
async def nightly(settings: Settings) -> AsyncIterator[Nightly]:
    db = await AsyncDatabase.open(settings.database_url)
    yield Nightly(settings, Clock(settings.zone), db)
    await db.close()


def names(settings: Settings) -> list[str]:
    return sorted(os.listdir(settings.backups))


async def test_one_a_night_and_fourteen_in_all(settings: Settings, nightly: Nightly) -> None:
    settings.backups.mkdir()
    now = Clock(settings.zone).now()
    old = [f"duban-{now - timedelta(days=days):%Y%m%d-%H%M%S}.tar" for days in range(2, 22)]
    others = ["duban-20200101.tar", "duban-20200101-020000.tar.gz", "other.tar"]
    for name in (*old, *others):
        (settings.backups / name).touch()
    await nightly.look()
    await nightly.drained()
    new = set(names(settings)) - {*old, *others}
    assert len(new) == 1
    assert {*others, *old[:13], *new} == set(names(settings))
    before = names(settings)
    await nightly.look()
    await nightly.drained()
    assert names(settings) == before


async def test_one_that_lies_ahead_does_not_count(settings: Settings, nightly: Nightly) -> None:
    settings.backups.mkdir()
    ahead = f"duban-{Clock(settings.zone).now() + timedelta(hours=1):%Y%m%d-%H%M%S}.tar"
    (settings.backups / ahead).touch()
    await nightly.look()
    await nightly.drained()
    assert len(names(settings)) == 2


async def test_the_end_does_not_wait_for_it(settings: Settings, nightly: Nightly) -> None:
    await nightly.look()
    await nightly.close()
    assert backups_in(settings.backups) == []


async def test_a_failure_is_told_once_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    async with quick(tmp_path, None, MONDAY + timedelta(hours=2)) as bureau:
        clerk = await bureau[CLERK]
        before = bureau.clock.now() - timedelta(seconds=1)
        (tmp_path / "backups").write_text("in the way")
        seconds = [0.0]
        nightly = Nightly(bureau.bot.settings, bureau.clock, bureau.db, lambda: seconds[0])
        tried = []
        for seconds[0] in (10.0, 70.0, 3609.0, 3610.0):
            task = nightly._task
            await nightly.look()
            await nightly.drained()
            tried.append(nightly._task is not task)
        assert tried == [True, False, False, True]
        await bureau.settle()
        assert bureau.letters(clerk, before)[1:] == [
            "请联系系统管理员：3月2日的数据备份未能完成。系统每小时自动重试，其他功能照常。"
        ]
        assert await scalar(bureau, "SELECT count(*) FROM outbox WHERE rule = 'backup_failed'") == 1
        (tmp_path / "backups").unlink()
        seconds[0] = 7300.0
        await nightly.look()
        await nightly.drained()
        assert len(backups_in(tmp_path / "backups")) == 1
