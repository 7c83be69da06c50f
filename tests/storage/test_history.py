"""Events are appended and never changed; the database itself refuses it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import events, schema
from storage.async_database import AsyncDatabase
from storage.database import Database
from tests import postgres
from tests.storage.small_plan import CENTRE, NOW, bring, report, shares
from tests.town import LIAISON, Town

UPDATE, DELETE = "UPDATE events SET action = 'nothing'", "DELETE FROM events"


@pytest.mark.parametrize(
    ("url", "change"),
    [
        ("sqlite", UPDATE),
        ("sqlite", DELETE),
        ("sqlite", "REPLACE INTO events SELECT * FROM events"),
        pytest.param("postgresql", UPDATE, marks=postgres.needed),
        pytest.param("postgresql", DELETE, marks=postgres.needed),
        pytest.param("postgresql", "TRUNCATE events", marks=postgres.needed),
    ],
    indirect=["url"],
)
async def test_events_cannot_be_changed_by_sql(async_db: AsyncDatabase, change: str) -> None:
    await async_db.write(lambda db: events.happened(db, "import", NOW, None, {"added": 2}))
    with pytest.raises(sa.exc.IntegrityError, match="never rewritten"):
        await async_db.write(lambda db: db.execute(sa.text(change)))
    rows = await async_db.read(lambda db: db.execute(sa.select(schema.events.c.action, schema.events.c.after)))
    assert rows.all() == [("import", {"added": 2})]


async def test_each_change_is_recorded(bureau: Town) -> None:
    """Who signed and reported, from which post, when, and the facts before and after."""
    await bureau.say(LIAISON, "/sign 2.2.3")
    bureau.clock.set(bureau.clock.now() + timedelta(hours=2))
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    await bureau.say(LIAISON, "2.2.3 160% 写错了")
    query = sa.text(
        "SELECT e.action, p.telegram_id, u.name, o.duty, e.at, json_extract(e.before, '$.state'), "
        "json_extract(e.after, '$.state'), json_extract(e.after, '$.percent') FROM events e "
        "JOIN people p ON p.id = e.person_id JOIN posts o ON o.id = e.post_id JOIN units u ON u.id = o.unit_id "
        "WHERE e.assignment_id IS NOT NULL ORDER BY e.id"
    )
    me = await bureau.person(LIAISON)
    sequence = (await bureau.db.read(lambda db: db.execute(query))).all()
    assert sequence == [
        ("sign", me, "运用促进处", "liaison", "2020-03-02 00:00:00.000000", "pending", "active", 0),
        ("report", me, "运用促进处", "liaison", "2020-03-02 02:00:00.000000", "active", "active", 60),
    ]


async def test_a_second_change_of_the_same_version_is_refused(db: Database) -> None:
    """Of two people who read the same version, the second one is refused, and the first one's change stays."""
    await bring(db, CENTRE)
    seen = (await shares(db))["1.1.1", "甲处"]
    await report(db, seen, 40)
    with pytest.raises(Exception, match="刚刚被他人更新"):
        await report(db, seen, 70)
    assert (await shares(db))["1.1.1", "甲处"].percent == 40
