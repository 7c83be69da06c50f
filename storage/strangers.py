"""People who are not of the bureau: all that is kept of what they write is how often they wrote on a day."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from storage.database import Connection, among, insert_once
from storage.schema import people, posts, strangers

WRONG_CODES = 5
"""After so many wrong invitation codes in a day there is no answer to another one."""
HAS_POST = sa.exists().where(sa.or_(posts.c.person_id == people.c.id, posts.c.deputy_id == people.c.id))
THIS = strangers.c.telegram_id == sa.bindparam("who")
NEW_DAY = (
    strangers.update()
    .where(THIS, strangers.c.day != sa.bindparam("today"))
    .values(day=sa.bindparam("today"), messages=0, wrong_codes=0, told=False)
)
COUNT = (
    strangers.update()
    .where(THIS)
    .values(
        messages=strangers.c.messages + sa.bindparam("more"),
        wrong_codes=strangers.c.wrong_codes + sa.bindparam("more_codes"),
    )
)


OF_BUREAU = sa.select(people.c.telegram_id, people.c.reachable).where(among(people.c.telegram_id, "ids"), HAS_POST)


async def of_bureau(db: Connection, telegram_ids: Collection[int]) -> dict[int, bool]:
    """Return those who hold a post, or stand in for somebody who does, each with whether they count as reachable."""
    rows = await db.execute(OF_BUREAU, {"ids": list(telegram_ids)})
    return {row.telegram_id: row.reachable for row in rows}


async def count(db: Connection, today: date, writers: Sequence[int], wrong_codes: Sequence[int]) -> None:
    """Count a message for each of `writers`, and a wrong code for each of `wrong_codes`, who are writers too; ids may
    repeat. A new day begins at zero."""
    messages, codes = Counter(writers), Counter(wrong_codes)
    if not messages:
        return
    await db.execute(insert_once(strangers, db), [{"telegram_id": id, "day": today} for id in messages])
    await db.execute(NEW_DAY, [{"who": id, "today": today} for id in messages])
    await db.execute(COUNT, [{"who": id, "more": more, "more_codes": codes[id]} for id, more in messages.items()])


async def told(db: Connection, telegram_id: int) -> None:
    """They have got the one line of the day."""
    await db.execute(strangers.update().where(strangers.c.telegram_id == telegram_id).values(told=True))


async def today(db: Connection, day: date, telegram_ids: Collection[int]) -> dict[int, tuple[bool, int]]:
    """Return of each who wrote on `day` whether they have got the line, and how many wrong codes they tried."""
    query = sa.select(strangers.c.telegram_id, strangers.c.told, strangers.c.wrong_codes)
    rows = await db.execute(query.where(among(strangers.c.telegram_id, list(telegram_ids)), strangers.c.day == day))
    return {id: (told, codes) for id, told, codes in rows}


async def forget(db: Connection, before: date) -> None:
    await db.execute(strangers.delete().where(strangers.c.day < before))
