"""Rebuild a delayed letter before it is sent, or drop it if it no longer holds."""

from datetime import datetime, timedelta

from plan.reply import Reply
from schedules.registry import REBUILDS
from schedules.tick import Tick
from storage import letter_subjects
from storage.outbox.claims import Letter

STAYS_CURRENT = timedelta(minutes=5)
"""A letter is sent as it was written within this time."""


def is_current(letter: Letter, now: datetime) -> bool:
    return now - letter.written <= STAYS_CURRENT


async def rebuilt(tick: Tick, letter: Letter) -> Reply | None:
    """Return what a letter that is not current says at `tick`, the moment of its sending; None if nothing is left."""
    if rebuild := REBUILDS.get(letter.kind):
        return await rebuild(tick, letter)
    condition = letter.kind.condition
    if condition is not None:
        subject = await letter_subjects.read(tick.db, condition.subject, _subject_id(letter.key), tick.zone)
        if subject is None or not condition.holds(subject):
            return None
    return Reply.load(letter.payload)


def _subject_id(key: str) -> int:
    """Return the id behind the kind's name: `nudge:copy12:3` is about nudge 12."""
    return int(key.split(":")[1].lstrip("abcdefghijklmnopqrstuvwxyz"))
