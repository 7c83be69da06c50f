"""Feedback (投诉建议): suggestions and complaints, read by their authors and by the clerks."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

import sqlalchemy as sa

from plan.permission import Post
from plan.person import Person
from plan.reply import PAGE
from plan.values import Duty
from storage.database import Connection, Row
from storage.schema import feedback, posts, units


@dataclass(frozen=True)
class Feedback:
    """`by` is the name of the author's post, `answered_by` that of the post that answered. Moments are local time."""

    id: int
    person_id: int
    by: str
    words: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


f = feedback.c
answering_posts, answering_units = posts.alias(), units.alias()
SELECT = (
    sa.select(
        f.id, f.person_id, f.words, f.at, f.answer, f.answered_at, units.c.name, posts.c.duty,
        answering_units.c.name.label("answering_unit"), answering_posts.c.duty.label("answering_duty"),
    )
    .join(posts, posts.c.id == f.post_id)
    .join(units, units.c.id == posts.c.unit_id)
    .outerjoin(answering_posts, answering_posts.c.id == f.answered_by)
    .outerjoin(answering_units, answering_units.c.id == answering_posts.c.unit_id)
)  # fmt: skip


def _feedback(row: Row, zone: tzinfo) -> Feedback:
    by = row.answering_unit + Duty(row.answering_duty).label if row.answering_duty else ""
    answered_at = row.answered_at and row.answered_at.astimezone(zone)
    return Feedback(
        row.id, row.person_id, row.name + Duty(row.duty).label, row.words, row.at.astimezone(zone), row.answer, by,
        answered_at,
    )  # fmt: skip


async def add(db: Connection, me: Person, post: Post, words: str, now: datetime) -> int:
    row = {"person_id": me.id, "post_id": post.id, "words": words, "at": now}
    return int((await db.execute(feedback.insert(), row)).inserted_primary_key[0])  # type: ignore[index]


async def is_written(db: Connection, person_id: int, words: str, since: datetime) -> bool:
    """Return whether the person has written these words since that moment."""
    query = sa.select(f.id).where(f.person_id == person_id, f.words == words, f.at >= since)
    return (await db.execute(query.limit(1))).first() is not None


async def get(db: Connection, id: int, zone: tzinfo) -> Feedback | None:
    row = (await db.execute(SELECT.where(f.id == id))).first()
    return _feedback(row, zone) if row else None


async def count(db: Connection, person_id: int | None) -> int:
    """Count the feedback of one person, or of everybody."""
    return int((await db.execute(sa.select(sa.func.count()).where(*_of_author(person_id)))).scalar_one())


async def waiting(db: Connection) -> int:
    """Count the feedback that has no answer yet."""
    return int((await db.execute(sa.select(sa.func.count()).where(f.answered_at.is_(None)))).scalar_one())


async def page(db: Connection, person_id: int | None, first: int, zone: tzinfo, size: int = PAGE) -> list[Feedback]:
    """Return a page of one person's feedback, or of everybody's.

    Unanswered ones come first, the oldest of them first; then the others, the latest first.
    """
    is_open = f.answered_at.is_(None)
    order = (sa.case((is_open, 0), else_=1), sa.case((is_open, f.id)), f.id.desc())
    rows = await db.execute(SELECT.where(*_of_author(person_id)).order_by(*order).limit(size).offset(first))
    return [_feedback(row, zone) for row in rows]


def _of_author(person_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return (f.id.is_not(None),) if person_id is None else (f.person_id == person_id,)


async def answer(db: Connection, id: int, post: Post, words: str, now: datetime) -> bool:
    """Store an answer. Return False if somebody else has answered before."""
    values = {"answer": words, "answered_by": post.id, "answered_at": now}
    result = await db.execute(feedback.update().where(f.id == id, f.answered_at.is_(None)).values(values))
    return result.rowcount == 1
