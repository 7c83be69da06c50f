"""Run a schedule at its moment: it says what is owed, and what is owed is written."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from plan.calendar import Calendar
from plan.letter_kinds import LetterKind
from plan.reply import Reply
from schedules.registry import Content, NewLetter, PutOff, Schedule
from schedules.tick import Tick
from storage import groups, outbox, pictures, runs
from storage.outbox import New, letters, pending


async def run(schedule: Schedule, tick: Tick) -> None:
    """Write in the tick's transaction what the schedule owes. Before, letters of a kind that is of its day are taken
    back: what they have not told is owed by this moment."""
    kind = schedule.kind
    tick = await _with_taken_back(kind, tick) if kind.is_of_its_day else tick
    owed = await schedule.owes(tick)
    for item in owed:
        if isinstance(item, PutOff):
            await groups.change(tick.db, item.group.id, put_off=True)
    await _write(kind, tick, [item for item in owed if isinstance(item, NewLetter)])


async def _with_taken_back(kind: LetterKind, tick: Tick) -> Tick:
    untold = await pending.take_back(tick.db, kind, tick.now)
    if untold.since:
        await runs.reopen(tick.db, kind.name, untold.since.astimezone(tick.zone), tick.at)
    done = await runs.day_before(tick.db, kind.name, tick.at)
    return replace(tick, done=min(done or tick.done, tick.done), untold=untold)


async def with_untold(kind: LetterKind, tick: Tick) -> Tick:
    """Return the first tick of a forecast with what `run` would take back, which stays where it is. Letters that
    are still sent by themselves are not part of it."""
    untold = await pending.untold(tick.db, kind, tick.asked_at, still_sent_since(tick.asked_at, tick.calendar))
    done = untold.since and await runs.day_before(tick.db, kind.name, untold.since.astimezone(tick.zone))
    return replace(tick, done=min(done or tick.done, tick.done), untold=untold)


def still_sent_since(now: datetime, calendar: Calendar) -> datetime:
    """Return the moment from which on letters that are of their day are still sent: this morning, or, once the bureau
    is closed for today, now."""
    is_open_today = calendar.next_open(now).date() == now.date()
    return datetime.combine(now, time.min, now.tzinfo) if is_open_today else now


async def _write(kind: LetterKind, tick: Tick, owed: Sequence[NewLetter]) -> None:
    rows: dict[New, Sequence[str]] = {}
    counts: dict[str, tuple[int, str]] = {}
    for letter in owed:
        key = letter.key(kind, tick)
        content = await _content(letter, key)
        rows[await _row(kind, tick, letter, key, content)] = letter.reminders
        if letter.group_id is not None and content.counts is not None:
            counts[key] = letter.group_id, json.dumps(content.counts)
        if letter.group_id is not None and kind.replaces_waiting:
            await pending.give_way(tick.db, letter.group_id, kind)
    new = await outbox.put_all(tick.db, rows, tick.now)
    for key, (group_id, last) in counts.items():
        if key in new:
            await groups.change(tick.db, group_id, last=last, put_off=False)


async def _content(letter: NewLetter, key: str) -> Content:
    if not isinstance(letter.content, Reply):
        return await letter.content(key)
    return Content(letter.content if letter.person_id is None else letters.explained(letter.content, key))


async def _row(kind: LetterKind, tick: Tick, letter: NewLetter, key: str, content: Content) -> New:
    files = [await pictures.put(tick.db, picture, name, tick.now) for name, picture in content.pictures.items()]
    payload = replace(content.reply, files=(*content.reply.files, *files)).dump()
    return New(
        key, kind, payload, letter.person_id, letter.group_id, urgent=kind.is_urgent, due_at=letter.due_at
    )  # fmt: skip
