"""Find the task of which a person was shown something last, which words without a task's number are about."""

import re
from dataclasses import replace
from datetime import datetime

from plan.person import Person
from plan.reply import Reply
from storage import questions
from storage.database import Connection
from storage.questions import VALID_FOR, Question

NUMBER = re.compile(r"^(?:[^\s：]+：)?(\d+(?:\.\d+){1,3})(?=[ （])", re.MULTILINE)
"""The number of a task as cards and letters name it: at the beginning of a line, or after `请审核：`."""


def only_task_in(text: str) -> str:
    """Return the number of the one task that the bot's message is about, "" if it is about none or several."""
    numbers = set(NUMBER.findall(text))
    return numbers.pop() if len(numbers) == 1 else ""


async def with_later_letter(db: Connection, person: Person, question: Question, sent_at: datetime) -> Question:
    """Return the question with the task of the last letter, if the person got it after the last answer of the bot and
    before they wrote at `sent_at`. An open question is returned unchanged."""
    if question.line:
        return question
    since = question.asked_at or sent_at - VALID_FOR
    payload = await questions.last_letter(db, person.id, since, sent_at)
    return question if payload is None else replace(question, shown=only_task_in(Reply.load(payload).text))
