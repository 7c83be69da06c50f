"""People outside the bureau who write to the bot: only the number of their messages on a day is stored."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from storage.database import Connection
from storage.schema import people, posts, strangers
from storage.statements import among, insert_once

WRONG_CODES = 5
"""After so many wrong invitation codes on a day, the bot does not answer the next one."""
HAS_POST = sa.exists().where(sa.or_(posts.c.person_id == people.c.id, posts.c.deputy_id == people.c.id))
OF_STRANGER = strangers.c.telegram_id == sa.bindparam("who")
NEW_DAY = (
    strangers.update()
    .where(OF_STRANGER, strangers.c.day != sa.bindparam("today"))
    .values(day=sa.bindparam("today"), messages=0, wrong_codes=0, told=False)
)
COUNT = (
    strangers.update()
    .where(OF_STRANGER)
    .values(
        messages=strangers.c.messages + sa.bindparam("more"),
        wrong_codes=strangers.c.wrong_codes + sa.bindparam("more_codes"),
    )
)


OF_BUREAU = sa.select(people.c.telegram_id, people.c.reachable).where(among(people.c.telegram_id, "ids"), HAS_POST)


async def of_bureau(db: Connection, telegram_ids: Collection[int]) -> dict[int, bool]:
    """Return the holders and deputies of posts among these people, each with whether they are marked as reachable."""
    rows = await db.execute(OF_BUREAU, {"ids": list(telegram_ids)})
    return {row.telegram_id: row.reachable for row in rows}


async def count(db: Connection, today: date, writers: Sequence[int], wrong_codes: Sequence[int]) -> None:
    """Count one message for each of `writers`, and one wrong code for each of `wrong_codes`; ids may repeat.

    Everybody in `wrong_codes` is also in `writers`. Counts start at zero on each day.
    """
    messages, codes = Counter(writers), Counter(wrong_codes)
    if not messages:
        return
    await db.execute(insert_once(strangers, db), [{"telegram_id": id, "day": today} for id in messages])
    await db.execute(NEW_DAY, [{"who": id, "today": today} for id in messages])
    await db.execute(COUNT, [{"who": id, "more": more, "more_codes": codes[id]} for id, more in messages.items()])


async def told(db: Connection, telegram_id: int) -> None:
    """Record that the person has got today's only answer."""
    await db.execute(strangers.update().where(strangers.c.telegram_id == telegram_id).values(told=True))


async def today(db: Connection, day: date, telegram_ids: Collection[int]) -> dict[int, tuple[bool, int]]:
    """Return, for those who wrote on `day`, whether they have got the answer, and the number of wrong codes."""
    query = sa.select(strangers.c.telegram_id, strangers.c.told, strangers.c.wrong_codes)
    rows = await db.execute(query.where(among(strangers.c.telegram_id, list(telegram_ids)), strangers.c.day == day))
    return {id: (told, codes) for id, told, codes in rows}


async def forget(db: Connection, before: date) -> None:
    await db.execute(strangers.delete().where(strangers.c.day < before))
