"""What happened is appended and never rewritten: the database itself refuses."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import events, schema
from storage.database import Database
from tests import postgres
from tests.storage.papers import CENTRE, NOW, bring, report, shares
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
async def test_not_even_by_sql(db: Database, change: str) -> None:
    await db.write(lambda db: events.happened(db, "import", NOW, None, {"added": 2}))
    with pytest.raises(sa.exc.IntegrityError, match="never rewritten"):
        await db.write(lambda db: db.execute(sa.text(change)))
    rows = await db.read(lambda db: db.execute(sa.select(schema.events.c.action, schema.events.c.after)))
    assert rows.all() == [("import", {"added": 2})]


async def test_every_change_with_what_it_was(bureau: Town) -> None:
    """Signed and reported: who, for which post, when, before and after."""
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


async def test_saving_twice_what_was_seen_once(db: Database) -> None:
    """The second of two people is refused, and what the first said stays."""
    await bring(db, CENTRE)
    seen = (await shares(db))["1.1.1", "甲处"]
    await report(db, seen, 40)
    with pytest.raises(Exception, match="刚刚被他人更新"):
        await report(db, seen, 70)
    assert (await shares(db))["1.1.1", "甲处"].percent == 40
