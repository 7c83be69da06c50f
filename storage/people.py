"""People and the posts they hold: a duty stays with the post when people change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from plan.permission import Post, nearest
from plan.values import Duty
from storage.database import Connection, Row
from storage.schema import invitations, people, posts, units


@dataclass(frozen=True)
class Person:
    """`telegram_id` is also the id of the private chat."""

    id: int
    telegram_id: int
    name: str
    posts: tuple[Post, ...]

    @property
    def duties(self) -> frozenset[Duty]:
        return frozenset(post.duty for post in self.posts)

    @property
    def unit_ids(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(post.unit_id for post in self.posts))


WITH_POSTS = (
    sa.select(
        people.c.id,
        people.c.telegram_id,
        people.c.name,
        posts.c.id.label("post_id"),
        posts.c.duty,
        posts.c.unit_id,
        units.c.name.label("unit"),
        units.c.path,
    )
    .select_from(
        people.outerjoin(posts, posts.c.person_id == people.c.id).outerjoin(units, units.c.id == posts.c.unit_id)
    )
    .order_by(people.c.id, posts.c.id)
)
BY_TELEGRAM_ID = WITH_POSTS.where(people.c.telegram_id == sa.bindparam("telegram_id"))


def _people(rows: Iterable[Row]) -> list[Person]:
    found: dict[int, Person] = {}
    held: dict[int, list[Post]] = {}
    for row in rows:
        found.setdefault(row.id, Person(row.id, row.telegram_id, row.name, ()))
        if row.post_id is not None:
            post = Post(row.post_id, Duty(row.duty), row.unit_id, row.unit, row.path)
            held.setdefault(row.id, []).append(post)
    return [Person(p.id, p.telegram_id, p.name, tuple(held.get(p.id, ()))) for p in found.values()]


async def by_telegram_id(db: Connection, telegram_id: int) -> Person | None:
    found = _people(await db.execute(BY_TELEGRAM_ID, {"telegram_id": telegram_id}))
    return found[0] if found else None


async def with_posts(db: Connection) -> list[Person]:
    """Everybody who holds a post and can be reached."""
    rows = await db.execute(WITH_POSTS.where(people.c.reachable, posts.c.id.is_not(None)))
    return _people(rows)


async def holders(db: Connection, duties: Iterable[Duty], today: date, unit_id: int | None = None) -> list[Person]:  # noqa: ARG001
    """Who answers today for the posts of these duties, in one unit or in any, reachable or not."""
    query = WITH_POSTS.where(posts.c.duty.in_(list(duties)))
    return _people(await db.execute(query if unit_id is None else query.where(posts.c.unit_id == unit_id)))


async def in_charge(db: Connection, path: str, today: date) -> list[Person]:
    """The leaders in charge of a unit: those who hold a leader's post in it, else in the nearest unit above it."""
    leaders = await holders(db, (Duty.LEADER,), today)
    chosen = nearest([post for one in leaders for post in one.posts if post.duty is Duty.LEADER], path)
    return [one for one in leaders if set(one.posts) & set(chosen)]


async def welcome(db: Connection, telegram_id: int, name: str, now: datetime) -> Person:
    """The person behind a Telegram account, new where he is not known; who writes can be reached again."""
    known = await by_telegram_id(db, telegram_id)
    if known:
        await db.execute(people.update().where(people.c.id == known.id).values(reachable=True))
        return known
    await db.execute(people.insert().values(telegram_id=telegram_id, name=name, joined_at=now))
    found = await by_telegram_id(db, telegram_id)
    assert found is not None
    return found


async def set_reachable(db: Connection, telegram_id: int, *, reachable: bool) -> None:
    await db.execute(people.update().where(people.c.telegram_id == telegram_id).values(reachable=reachable))


async def take_post(db: Connection, post_id: int, person_id: int, now: datetime) -> None:
    await db.execute(posts.update().where(posts.c.id == post_id).values(person_id=person_id, since=now))


async def vacant_post(db: Connection, unit_id: int, duty: Duty) -> int:
    """A post of this duty that nobody holds and nobody is invited to, made where there is none."""
    invited = sa.select(invitations.c.post_id).where(invitations.c.used_at.is_(None))
    query = sa.select(posts.c.id).where(
        posts.c.unit_id == unit_id, posts.c.duty == duty, posts.c.person_id.is_(None), posts.c.id.not_in(invited)
    )
    found = (await db.execute(query.limit(1))).scalar()
    if found is not None:
        return int(found)
    result = await db.execute(posts.insert().values(unit_id=unit_id, duty=duty))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


async def titles(db: Connection, post_ids: Iterable[int | None]) -> dict[int, str]:
    """`运用促进处联络员`, by the post's id: what was done from a post is said of the post."""
    query = sa.select(posts.c.id, units.c.name, posts.c.duty).join(units, units.c.id == posts.c.unit_id)
    rows = await db.execute(query.where(posts.c.id.in_([id for id in post_ids if id is not None])))
    return {row.id: row.name + Duty(row.duty).label for row in rows}
