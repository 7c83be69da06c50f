"""At the first start after a restore each post is told once, and no letter is sent a second time."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.upkeep import after_restore
from plan.letter_kinds import kind_named
from plan.reply import Reply
from storage import outbox, records
from storage.database import Connection
from storage.record_loss import load
from tests.handlers.scene import change, scalar
from tests.town import CLERK, HEAD, LIAISON, MONDAY, Town, quick

PUT = "INSERT INTO settings (owner, name, value) VALUES (-1, 'restored', :value)"


async def lost(bureau: Town, since: datetime, cause: records.Cause = "backup") -> None:
    await change(bureau, PUT, value=records.loss_value(cause, since, bureau.clock.now()))


async def notices_sent(bureau: Town) -> bool:
    now, calendar = bureau.clock.now(), bureau.bot.bureau().calendar
    was_sent = await bureau.db.write(lambda db: after_restore.tell(db, now, calendar))
    await bureau.settle()
    return was_sent


async def wait(bureau: Town, key: str, rule: str, due_at: datetime) -> None:
    async def work(db: Connection) -> None:
        person = (await db.execute(sa.text("SELECT min(id) FROM people"))).scalar()
        letter = Reply(f"旧消息{key}").dump()
        await outbox.put(
            db, key, kind_named(rule), letter, due_at, person_id=person, due_at=due_at, urgent=rule == "post"
        )

    await bureau.db.write(work)


async def test_everybody_is_told_once(tmp_path: Path) -> None:
    async with quick(tmp_path, None, MONDAY) as bureau:
        clerk, head, liaison = [await bureau[place] for place in (CLERK, HEAD, LIAISON)]
        stranger = bureau.stranger()
        bureau.clock.set(MONDAY + timedelta(hours=2))
        assert not await notices_sent(bureau)
        await lost(bureau, MONDAY - timedelta(hours=6))
        await change(bureau, "UPDATE inbox SET state = 'handled', answer = '{}' WHERE id = (SELECT max(id) FROM inbox)")
        before = bureau.clock.now() - timedelta(seconds=1)
        assert await notices_sent(bureau)
        for person in (head, liaison):
            (text,) = bureau.letters(person, before)
            assert "系统数据已恢复到3月2日 02:00。3月2日 02:00至3月2日 10:00之间您发送的内容" in text
        (text,) = bureau.letters(clerk, before)
        assert text.startswith("系统已从备份恢复")
        assert "已请2人重新发送" in text
        assert bureau.letters(stranger, before) == []
        assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE state = 'handled'") == 0
        assert not await notices_sent(bureau)
        assert len(bureau.letters(head, before)) == 1
        restored = await bureau.db.read(load)
        assert restored is not None
        assert restored.told_at == bureau.clock.now()


async def test_missing_records_are_said_otherwise(tmp_path: Path) -> None:
    async with quick(tmp_path, None, MONDAY + timedelta(hours=2)) as bureau:
        clerk = await bureau[CLERK]
        before = bureau.clock.now() - timedelta(seconds=1)
        await lost(bureau, MONDAY, "shortened")
        assert await notices_sent(bureau)
        text = bureau.letters(clerk, before)[-1]
        assert text.startswith("系统记录不完整")
        assert "启动时发现3月2日 08:00之后的记录缺失" in text


@pytest.mark.parametrize(
    ("rule", "due", "until", "state"),
    [  # the copy is of Monday, 2 o'clock in the night; the bureau speaks from 8:30 to 17:30
        ("nudge", -9, 5, "waiting"),  # due on Sunday evening, restored before the opening
        ("nudge", -9, 7, "dropped"),  # the opening has come in between
        ("nudge", 12, 9, "waiting"),  # was to be sent later
        ("remind", -1, 1, "dropped"),  # at any hour
        ("menu", -1, 9, "waiting"),  # makes no sound
    ],
)
async def test_letters_that_waited(tmp_path: Path, rule: str, due: int, until: int, state: str) -> None:
    night = MONDAY.replace(hour=2)
    async with quick(tmp_path, None, night) as bureau:
        await bureau[CLERK]
        await wait(bureau, "old", rule, night + timedelta(hours=due))
        bureau.clock.set(night + timedelta(hours=until))
        await lost(bureau, night)
        now, calendar = bureau.clock.now(), bureau.bot.bureau().calendar
        await bureau.db.write(lambda db: after_restore.tell(db, now, calendar))
        assert await scalar(bureau, "SELECT state FROM outbox WHERE key = 'old'") == state
        assert await scalar(bureau, "SELECT error FROM outbox WHERE key = 'old'") == (
            "restored" if state == "dropped" else None
        )
