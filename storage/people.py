"""People with the posts from which they act: a duty stays with the post when people change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plan.permission import Post
from plan.person import Person
from plan.person import in_charge as leaders_in_charge
from plan.stale import stale_person
from plan.values import Duty
from storage.database import Connection
from storage.deputies import ACTS, RECEIVER
from storage.questions import COLUMNS as QUESTION_COLUMNS
from storage.questions import IS_OPEN, VALID_FOR, Question, question_of
from storage.schema import people, posts, questions, units
from storage.statements import among

DUTIES = {duty.value: duty for duty in Duty}
ACTING = posts.c.person_id.is_distinct_from(people.c.id)
COLUMNS = (
    people.c.id, people.c.telegram_id, people.c.name, people.c.phone, people.c.reachable, people.c.version,
    posts.c.id, posts.c.duty, posts.c.unit_id, units.c.name, units.c.path, ACTING,
)  # fmt: skip
ORDER = (people.c.id, ACTING, posts.c.id)
WITH_POSTS = (
    sa.select(*COLUMNS)
    .select_from(people.outerjoin(posts, ACTS).outerjoin(units, units.c.id == posts.c.unit_id))
    .order_by(*ORDER)
)
BY_TELEGRAM_ID = WITH_POSTS.where(people.c.telegram_id == sa.bindparam("telegram_id"))
WITH_QUESTION = (
    sa.select(*COLUMNS, *QUESTION_COLUMNS)
    .select_from(
        people.outerjoin(posts, ACTS)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .outerjoin(questions, sa.and_(questions.c.person_id == people.c.id, IS_OPEN))
    )
    .where(people.c.telegram_id == sa.bindparam("telegram_id"))
    .order_by(*ORDER)
)
RECEIVING = (
    sa.select(*COLUMNS)
    .select_from(posts.join(people, people.c.id == RECEIVER).join(units, units.c.id == posts.c.unit_id))
    .order_by(*ORDER)
)
REACHABLE_RECEIVERS = RECEIVING.where(people.c.reachable)
OF_DUTIES = RECEIVING.where(posts.c.duty.in_(sa.bindparam("duties", expanding=True)))
OF_UNIT = OF_DUTIES.where(posts.c.unit_id == sa.bindparam("unit_id"))


def _people(rows: Iterable[Sequence[Any]]) -> list[Person]:
    """Read rows by position, in the order of COLUMNS: by name it takes too long for all people of a digest."""
    own_columns: dict[int, tuple[Any, ...]] = {}
    posts_of: dict[int, list[Post]] = {}
    for id, *own, post_id, duty, unit_id, unit, path, acting in rows:
        own_columns.setdefault(id, tuple(own))
        if post_id is not None:
            posts_of.setdefault(id, []).append(Post(post_id, DUTIES[duty], unit_id, unit, path, acting))
    return [
        Person(id, telegram_id, name, tuple(posts_of.get(id, ())), phone, reachable, version)
        for id, (telegram_id, name, phone, reachable, version) in own_columns.items()
    ]


async def by_telegram_id(db: Connection, telegram_id: int, today: date) -> Person | None:
    matches = _people(await db.execute(BY_TELEGRAM_ID, {"telegram_id": telegram_id, "today": today}))
    return matches[0] if matches else None


async def with_question(
    db: Connection, telegram_id: int, now: datetime, sent_at: datetime
) -> tuple[Person | None, Question]:
    """Return the person, and what words that they wrote at `sent_at` may complete."""
    values = {"telegram_id": telegram_id, "today": now.date(), "since": sent_at - VALID_FOR}
    rows = (await db.execute(WITH_QUESTION, values)).all()
    matches = _people(row[: len(COLUMNS)] for row in rows)
    return (matches[0], question_of(rows[0][len(COLUMNS) :])) if matches else (None, Question())


async def get(db: Connection, id: int, today: date) -> Person | None:
    matches = _people(await db.execute(WITH_POSTS.where(people.c.id == id), {"today": today}))
    return matches[0] if matches else None


async def of_ids(db: Connection, ids: Sequence[int], today: date) -> list[Person]:
    """Return the people with these ids, in the order of `ids`."""
    matches = _people(await db.execute(WITH_POSTS.where(among(people.c.id, ids)), {"today": today}))
    return sorted(matches, key=lambda person: ids.index(person.id))


async def known(db: Connection, today: date, words: str, unit_id: int, limit: int = 200) -> list[Person]:
    """Return people with `words` in their name, those with a post in this unit first."""
    has_post_here = sa.exists().where(posts.c.person_id == people.c.id, posts.c.unit_id == unit_id)
    query = sa.select(people.c.id).where(people.c.name.contains(words, autoescape=True))
    ordered = query.order_by(has_post_here.desc(), people.c.name, people.c.id)
    ids = (await db.execute(ordered.limit(limit))).scalars().all()
    return await of_ids(db, ids, today)


async def receivers(db: Connection, today: date) -> list[Person]:
    """Return everybody who can be reached, with the posts for which they receive letters today."""
    return _people(await db.execute(REACHABLE_RECEIVERS, {"today": today}))


async def holders(db: Connection, duties: Iterable[Duty], today: date, unit_id: int | None = None) -> list[Person]:
    """Return who receives today for the posts of these duties, in one unit or in all, reachable or not."""
    query, values = (OF_DUTIES, {}) if unit_id is None else (OF_UNIT, {"unit_id": unit_id})
    return _people(await db.execute(query, {"today": today, "duties": list(duties), **values}))


async def in_charge(db: Connection, path: str, today: date) -> list[Person]:
    """Return the leaders in charge of the unit at `path`, each with the posts that make them so."""
    return leaders_in_charge(await holders(db, (Duty.LEADER,), today), path)


async def welcome(db: Connection, telegram_id: int, name: str, now: datetime) -> Person:
    """Return the person behind a Telegram account, added if unknown. They have just written, so they are reachable."""
    if await by_telegram_id(db, telegram_id, now.date()):
        await set_reachable(db, telegram_id, reachable=True)
    else:
        await db.execute(people.insert().values(telegram_id=telegram_id, name=name, joined_at=now))
    person = await by_telegram_id(db, telegram_id, now.date())
    assert person is not None
    return person


async def enroll(db: Connection, name: str, now: datetime) -> int:
    """Add a person who is known by name and has not opened the bot yet, and return their id."""
    row = {"name": name, "joined_at": now, "reachable": False}
    return int((await db.execute(people.insert(), row)).inserted_primary_key[0])  # type: ignore[index]


async def bind(db: Connection, id: int, telegram_id: int) -> None:
    """Give a Telegram account to a person who was known by name only, and has opened their invitation."""
    await db.execute(people.update().where(people.c.id == id).values(telegram_id=telegram_id, reachable=True))


async def set_reachable(db: Connection, telegram_id: int, *, reachable: bool) -> None:
    await db.execute(people.update().where(people.c.telegram_id == telegram_id).values(reachable=reachable))


async def reached(db: Connection, telegram_ids: Sequence[int]) -> None:
    """Mark people who have written as reachable."""
    if telegram_ids:
        unreachable_writers = (among(people.c.telegram_id, telegram_ids), people.c.reachable.is_(False))
        await db.execute(people.update().where(*unreachable_writers).values(reachable=True))


async def reachable(db: Connection) -> int:
    """Count the people who can be reached."""
    return int((await db.execute(sa.select(sa.func.count()).where(people.c.reachable))).scalar_one())


async def unreachable(db: Connection, id: int) -> None:
    """Mark a person as unreachable: they have blocked the bot, closed their account, or never opened the bot."""
    await db.execute(people.update().where(people.c.id == id).values(reachable=False))


async def change(db: Connection, person: Person, **values: Any) -> None:
    """Change columns of a person. Raises Refusal if they were changed by somebody else since `person` was read."""
    unchanged = (people.c.id == person.id, people.c.version == person.version)
    result = await db.execute(people.update().where(*unchanged).values(version=person.version + 1, **values))
    if result.rowcount == 0:
        raise stale_person(person.name)


async def titles(db: Connection, post_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of posts by their ids, such as 运用促进处联络员."""
    query = sa.select(posts.c.id, units.c.name, posts.c.duty).join(units, units.c.id == posts.c.unit_id)
    rows = await db.execute(query.where(posts.c.id.in_([id for id in post_ids if id is not None])))
    return {row.id: row.name + Duty(row.duty).label for row in rows}
