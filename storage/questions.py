"""What each person's next words may complete: the bot's open question, and the task that they were shown last."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plan.letter_kinds import kinds
from plan.words.about import task_of_message
from storage.database import Connection
from storage.schema import outbox, people, questions
from storage.statements import insert_once

TAGS = re.compile(r"<[^>]*>")
VALID_FOR = timedelta(minutes=30)
q = questions.c


@dataclass(frozen=True)
class Question:
    """`line` is the command line that the person's next words complete, "" if the bot has asked nothing. `shown` is
    the number of the task that the bot's last answer was about, "" for none. `asked_at` is when that was stored."""

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
    """Store the question in place of an earlier one. An empty one is stored too, because letters that came before are
    no longer the last message then.

    Nothing is stored for somebody unknown.
    """
    person_id = await db.scalar(PERSON_ID, {"telegram_id": telegram_id})
    if person_id is None:
        return
    values = {"line": question.line, "shown": question.shown, "asked_at": now}
    await db.execute(insert_once(questions, db).values(person_id=person_id, **values))
    await db.execute(questions.update().where(q.person_id == person_id).values(**values))


async def open_of(db: Connection, person_id: int, now: datetime) -> Question:
    row = (await db.execute(OPEN, {"person_id": person_id, "since": now - VALID_FOR})).first()
    return question_of(row) if row else Question()


async def shown_last(db: Connection, person_id: int, question: Question, sent_at: datetime) -> str:
    """Return the number of the task that the person saw last before they wrote at `sent_at`: in a letter that has come
    since the last answer, or in that answer; "" if the last message was about no single task."""
    since = max(question.asked_at or sent_at - VALID_FOR, sent_at - VALID_FOR)
    payload = await db.scalar(LAST_LETTER, {"person_id": person_id, "since": since, "until": sent_at})
    if payload is None:
        return question.shown
    letter = json.loads(payload)  # A letter about several tasks is composed when it is sent, and has no text here.
    return task_of_message(TAGS.sub("", letter.get("text", ""))) if isinstance(letter, dict) else ""


LAST_LETTER = (
    sa.select(outbox.c.payload)
    .where(
        outbox.c.person_id == sa.bindparam("person_id"),
        outbox.c.state == "sent",
        outbox.c.rule.not_in(kinds(is_message=False)),
        outbox.c.sent_at > sa.bindparam("since"),
        outbox.c.sent_at <= sa.bindparam("until"),
    )
    .order_by(outbox.c.sent_at.desc(), outbox.c.id.desc())
    .limit(1)
)
PERSON_ID = sa.select(people.c.id).where(people.c.telegram_id == sa.bindparam("telegram_id"))
