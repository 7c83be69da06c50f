"""What each person's next words may complete: the bot's open question, and the task that they were shown last."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plan.letter_kinds import kinds
from storage.database import Connection
from storage.schema import outbox, people, questions
from storage.statements import insert_once

VALID_FOR = timedelta(minutes=30)
q = questions.c


@dataclass(frozen=True)
class Question:
    """`line` is the command line that the person's next words complete, "" if the bot has asked nothing. `shown` is
    the number of the task that the bot's last answer was about, "" for none. `asked_at` is when the bot answered."""

    line: str = ""
    shown: str = ""
    asked_at: datetime | None = field(default=None, compare=False)


COLUMNS = (q.line, q.shown, q.asked_at)
IS_OPEN = q.asked_at > sa.bindparam("since")
OPEN = sa.select(*COLUMNS).where(q.person_id == sa.bindparam("person_id"), IS_OPEN)


def question_of(columns: Any) -> Question:
    """Return the question from the values of COLUMNS, which are None if there is none."""
    line, shown, asked_at = columns
    return Question(line or "", shown or "", asked_at)


async def ask(db: Connection, telegram_id: int, question: Question, now: datetime) -> None:
    """Store the question in place of an earlier one. Nothing is stored for somebody unknown."""
    person_id = await db.scalar(PERSON_ID, {"telegram_id": telegram_id})
    if person_id is None:
        return
    values = {"line": question.line, "shown": question.shown, "asked_at": now}
    await db.execute(insert_once(questions, db).values(person_id=person_id, **values))
    await db.execute(questions.update().where(q.person_id == person_id).values(**values))


async def open_of(db: Connection, person_id: int, now: datetime) -> Question:
    row = (await db.execute(OPEN, {"person_id": person_id, "since": now - VALID_FOR})).first()
    return question_of(row) if row else Question()


PERSON_ID = sa.select(people.c.id).where(people.c.telegram_id == sa.bindparam("telegram_id"))
FORGET = questions.delete().where(q.person_id == PERSON_ID.scalar_subquery())


async def forget(db: Connection, telegram_id: int) -> None:
    await db.execute(FORGET, {"telegram_id": telegram_id})


async def last_letter(db: Connection, person_id: int, since: datetime, until: datetime) -> str | None:
    """Return the payload of the last letter that was sent to the person between two moments, None if there is none."""
    o = outbox.c
    between = (o.state == "sent", o.sent_at > since, o.sent_at <= until, o.rule.not_in(kinds(is_message=False)))
    query = sa.select(o.payload).where(o.person_id == person_id, *between).order_by(o.sent_at.desc(), o.id.desc())
    payload: str | None = await db.scalar(query.limit(1))
    return payload
