"""Which people act for a post, and which receive its letters, during leaves and vacancies."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from plan.leave import Leave
from plan.values import Duty
from storage import invitations, leaves, people, posts, units
from storage.database import Connection, Database
from tests.storage.small_plan import CENTRE, NOW, bring

HOLDER, DEPUTY = 1, 2
TODAY = NOW.date()


async def staffed(db: Connection, *, holder: bool = True, deputy: bool = True) -> int:
    """Create the liaison's post of 甲处 and two people, whose ids equal their Telegram ids; return the post's id."""
    unit = await units.named(db, "甲处")
    assert unit is not None
    id = await posts.add(db, unit.id, Duty.LIAISON)
    for account in (HOLDER, DEPUTY):
        assert (await people.welcome(db, account, f"演示{account}", NOW)).id == account
    values = {"person_id": HOLDER if holder else None, "deputy_id": DEPUTY if deputy else None, "id": id}
    await db.execute(sa.text("UPDATE posts SET person_id = :person_id, deputy_id = :deputy_id WHERE id = :id"), values)
    return id


@pytest.mark.parametrize(
    ("holder", "deputy", "away", "gone", "acts", "receives"),
    [
        # Holder, deputy, people on leave today, people out of reach: who acts, who receives.
        (True, True, (), (), {HOLDER}, {HOLDER}),
        (True, True, (HOLDER,), (), {HOLDER, DEPUTY}, {DEPUTY}),
        (True, False, (HOLDER,), (), {HOLDER}, {HOLDER}),  # Without a deputy, the holder receives during a leave.
        (True, True, (DEPUTY,), (), {HOLDER}, {HOLDER}),
        (True, True, (HOLDER, DEPUTY), (), {HOLDER, DEPUTY}, {HOLDER}),
        (True, True, (HOLDER,), (DEPUTY,), {HOLDER, DEPUTY}, {HOLDER}),
        (True, True, (), (HOLDER,), {HOLDER}, {HOLDER}),  # A holder who has blocked the bot keeps the duty.
        (False, True, (), (), {DEPUTY}, {DEPUTY}),
        (False, True, (), (DEPUTY,), {DEPUTY}, set()),
        (False, False, (), (), set(), set()),
    ],
)
async def test_who_acts_and_who_receives(
    db: Database, holder: bool, deputy: bool, away: tuple[int, ...], gone: tuple[int, ...], acts: set[int],
    receives: set[int],
) -> None:  # fmt: skip
    await bring(db, CENTRE)

    async def work(db: Connection) -> None:
        await staffed(db, holder=holder, deputy=deputy)
        for id in away:
            await leaves.put(db, id, Leave(TODAY, TODAY + timedelta(days=2)))
        for id in gone:
            await people.set_reachable(db, id, reachable=False)

    await db.write(work)
    for account in (HOLDER, DEPUTY):
        person = await db.read(lambda db, account=account: people.by_telegram_id(db, account, TODAY))  # type: ignore[misc]
        assert person is not None
        assert [post.title for post in person.posts] == (
            ["甲处联络员" + ("（代）" if account == DEPUTY else "")] if account in acts else []
        )
    receiving = await db.read(lambda db: people.holders(db, (Duty.LIAISON,), TODAY))
    assert {person.id for person in receiving} == receives
    reachable = await db.read(lambda db: people.receivers(db, TODAY))
    assert {person.id for person in reachable} == receives - set(gone)


@pytest.mark.parametrize(("days", "away"), [(-1, False), (0, True), (2, True), (3, False)])
async def test_a_deputy_acts_from_the_first_to_the_last_day_of_a_leave(db: Database, days: int, away: bool) -> None:
    await bring(db, CENTRE)

    async def work(db: Connection) -> None:
        await staffed(db)
        await leaves.put(db, HOLDER, Leave(TODAY, TODAY + timedelta(days=2)))

    await db.write(work)
    deputy = await db.read(lambda db: people.by_telegram_id(db, DEPUTY, TODAY + timedelta(days=days)))
    assert deputy is not None
    assert bool(deputy.posts) is away


async def test_an_invitation_that_ran_out_leaves_the_post_free(db: Database) -> None:
    """Otherwise each new invitation would create another vacant post."""
    await bring(db, CENTRE)
    unit = await db.read(lambda db: units.named(db, "甲处"))
    assert unit is not None
    first = await db.write(lambda db: posts.vacant(db, unit.id, Duty.HEAD, NOW))
    await db.write(lambda db: invitations.create_for(db, first, "", NOW))
    assert await db.write(lambda db: posts.vacant(db, unit.id, Duty.HEAD, NOW)) != first
    assert await db.write(lambda db: posts.vacant(db, unit.id, Duty.HEAD, NOW + timedelta(days=7))) == first
