"""People with the posts from which they act: a duty stays with the post when people change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plan.permission import Post, nearest
from plan.refusal import Refusal
from plan.values import Duty
from storage.database import Connection, among
from storage.deputies import ACTS, RECEIVER
from storage.questions import VALID_FOR, line_of
from storage.schema import people, posts, units


@dataclass(frozen=True)
class Person:
    """`telegram_id` is also the id of the private chat; None until he has opened an invitation (未绑定).

    `posts` are those from which he acts on the day that was asked about, his own first.
    """

    id: int
    telegram_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    phone: str = ""
    reachable: bool = True
    version: int = 1

    def __hash__(self) -> int:
        """Mornings look up ten thousand of them again and again."""
        return self.id

    @property
    def duties(self) -> frozenset[Duty]:
        return frozenset(post.duty for post in self.posts)

    @property
    def unit_ids(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(post.unit_id for post in self.posts))

    @property
    def trouble(self) -> str:
        """Why the bot can't reach him."""
        return "未绑定" if self.telegram_id is None else "" if self.reachable else "联系不上"


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
WITH_QUESTION = BY_TELEGRAM_ID.add_columns(line_of(people.c.id).scalar_subquery())
RECEIVING = (
    sa.select(*COLUMNS)
    .select_from(posts.join(people, people.c.id == RECEIVER).join(units, units.c.id == posts.c.unit_id))
    .order_by(*ORDER)
)
REACHED = RECEIVING.where(people.c.reachable)
OF_DUTIES = RECEIVING.where(posts.c.duty.in_(sa.bindparam("duties", expanding=True)))
OF_UNIT = OF_DUTIES.where(posts.c.unit_id == sa.bindparam("unit_id"))


def _people(rows: Iterable[Sequence[Any]]) -> list[Person]:
    """By position: many are read for one digest. The order is that of COLUMNS."""
    found: dict[int, tuple[Any, ...]] = {}
    held: dict[int, list[Post]] = {}
    for id, *who, post_id, duty, unit_id, unit, path, acting in rows:
        found.setdefault(id, tuple(who))
        if post_id is not None:
            held.setdefault(id, []).append(Post(post_id, DUTIES[duty], unit_id, unit, path, acting))
    return [
        Person(id, telegram_id, name, tuple(held.get(id, ())), phone, reachable, version)
        for id, (telegram_id, name, phone, reachable, version) in found.items()
    ]


async def by_telegram_id(db: Connection, telegram_id: int, today: date) -> Person | None:
    found = _people(await db.execute(BY_TELEGRAM_ID, {"telegram_id": telegram_id, "today": today}))
    return found[0] if found else None


async def with_question(db: Connection, telegram_id: int, now: datetime) -> tuple[Person | None, str | None]:
    """The person, and the line that waits for his words."""
    values = {"telegram_id": telegram_id, "today": now.date(), "since": now - VALID_FOR}
    rows = (await db.execute(WITH_QUESTION, values)).all()
    found = _people(row[:-1] for row in rows)
    return (found[0], rows[0][-1]) if found else (None, None)


async def get(db: Connection, id: int, today: date) -> Person | None:
    found = _people(await db.execute(WITH_POSTS.where(people.c.id == id), {"today": today}))
    return found[0] if found else None


async def of_ids(db: Connection, ids: Sequence[int], today: date) -> list[Person]:
    """In this order."""
    found = _people(await db.execute(WITH_POSTS.where(among(people.c.id, ids)), {"today": today}))
    return sorted(found, key=lambda person: ids.index(person.id))


async def known(db: Connection, today: date, words: str, unit_id: int, limit: int = 200) -> list[Person]:
    """Those with `words` in their name, who have a post in this unit before the others."""
    here = sa.exists().where(posts.c.person_id == people.c.id, posts.c.unit_id == unit_id)
    query = sa.select(people.c.id).where(people.c.name.contains(words, autoescape=True))
    ids = (await db.execute(query.order_by(here.desc(), people.c.name, people.c.id).limit(limit))).scalars().all()
    return await of_ids(db, ids, today)


async def receivers(db: Connection, today: date) -> list[Person]:
    """Everybody who can be reached, with the posts for which he receives today."""
    return _people(await db.execute(REACHED, {"today": today}))


async def holders(db: Connection, duties: Iterable[Duty], today: date, unit_id: int | None = None) -> list[Person]:
    """Who receives today for the posts of these duties, in one unit or in any, reachable or not."""
    query, values = (OF_DUTIES, {}) if unit_id is None else (OF_UNIT, {"unit_id": unit_id})
    return _people(await db.execute(query, {"today": today, "duties": list(duties), **values}))


def of_duty(person: Person, duty: Duty) -> Person:
    """With these posts of his alone."""
    return replace(person, posts=tuple(post for post in person.posts if post.duty is duty))


def of_posts(person: Person, ids: Collection[int]) -> Person:
    """With these posts of his alone."""
    return replace(person, posts=tuple(post for post in person.posts if post.id in ids))


async def in_charge(db: Connection, path: str, today: date) -> list[Person]:
    """The leaders in charge of a unit, with the posts for which they are: those in it, else in the nearest unit above
    it."""
    leaders = await holders(db, (Duty.LEADER,), today)
    near = {post.id for post in _nearest(leaders, path)}
    return [person for one in leaders if (person := of_posts(one, near)).posts]


def nearest_of(leaders: Iterable[Person], path: str) -> list[Person]:
    """Of people with a leader's post those whose is nearest to a unit."""
    leaders = list(leaders)
    near = _nearest(leaders, path)
    return [person for person in leaders if near.intersection(person.posts)]


def _nearest(leaders: Iterable[Person], path: str) -> set[Post]:
    return set(nearest([post for person in leaders for post in person.posts if post.duty is Duty.LEADER], path))


def deciders(leaders: Iterable[Person], clerks: Iterable[Person], doers: Iterable[Person]) -> tuple[Duty, list[Person]]:
    """Who decides about a unit's request, and by which duty: the leaders in charge; where none is known, or they do its
    work themselves, the clerks."""
    own = {person.id for person in doers}
    found = [person for person in leaders if person.id not in own]
    return (Duty.LEADER, found) if found else (Duty.CLERK, [one for one in clerks if one.id not in own])


async def welcome(db: Connection, telegram_id: int, name: str, now: datetime) -> Person:
    """The person behind a Telegram account, new where he is not known; who writes can be reached again."""
    if await by_telegram_id(db, telegram_id, now.date()):
        await set_reachable(db, telegram_id, reachable=True)
    else:
        await db.execute(people.insert().values(telegram_id=telegram_id, name=name, joined_at=now))
    person = await by_telegram_id(db, telegram_id, now.date())
    assert person is not None
    return person


async def enroll(db: Connection, name: str, now: datetime) -> int:
    """The id of somebody who is known by name, and has not opened the bot yet."""
    row = {"name": name, "joined_at": now, "reachable": False}
    return int((await db.execute(people.insert(), row)).inserted_primary_key[0])  # type: ignore[index]


async def bind(db: Connection, id: int, telegram_id: int) -> None:
    """Who was known by name alone has opened his invitation."""
    await db.execute(people.update().where(people.c.id == id).values(telegram_id=telegram_id, reachable=True))


async def set_reachable(db: Connection, telegram_id: int, *, reachable: bool) -> None:
    await db.execute(people.update().where(people.c.telegram_id == telegram_id).values(reachable=reachable))


async def reached(db: Connection, telegram_ids: Sequence[int]) -> None:
    """They have written: the bot can reach them, whatever was known before."""
    if telegram_ids:
        them = (among(people.c.telegram_id, telegram_ids), people.c.reachable.is_(False))
        await db.execute(people.update().where(*them).values(reachable=True))


async def reachable(db: Connection) -> int:
    """How many."""
    return int((await db.execute(sa.select(sa.func.count()).where(people.c.reachable))).scalar_one())


async def unreachable(db: Connection, id: int) -> None:
    """A letter could not be brought to him: he has blocked the bot, closed his account, or never opened it."""
    await db.execute(people.update().where(people.c.id == id).values(reachable=False))


async def change(db: Connection, person: Person, **values: Any) -> None:
    """Refuses where somebody else has changed him since `one` was read."""
    mine = (people.c.id == person.id, people.c.version == person.version)
    changed = await db.execute(people.update().where(*mine).values(version=person.version + 1, **values))
    if changed.rowcount == 0:
        raise Refusal(f"{person.name}的信息刚刚被他人更新，请查看最新情况后再操作。")


async def titles(db: Connection, post_ids: Iterable[int | None]) -> dict[int, str]:
    """`运用促进处联络员`, by the post's id: what was done from a post is said of the post."""
    query = sa.select(posts.c.id, units.c.name, posts.c.duty).join(units, units.c.id == posts.c.unit_id)
    rows = await db.execute(query.where(posts.c.id.in_([id for id in post_ids if id is not None])))
    return {row.id: row.name + Duty(row.duty).label for row in rows}
