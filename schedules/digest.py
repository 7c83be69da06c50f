"""The morning digest (晨报): everything that one person is owed on a working day, in one message."""

from datetime import datetime, time

from plan import reminders
from plan.mornings import Morning
from plan.permission import DOES
from plan.reminders import Due
from plan.reply import Button, Reply, Row
from plan.texts import render
from schedules.registry import Tick, schedule
from storage import mornings, outbox, settings
from storage.outbox import New
from storage.people import Person

LINES = 8


@schedule("digest", "晨报", cron="30 8 * * *", setting="morning")
async def digest(tick: Tick) -> None:
    morning = Morning(tick.done, tick.today, tick.calendar, tick.limits, tick.rules, tick.zone)
    dues = await mornings.dues(tick.db, morning)
    new = await outbox.first_time(tick.db, (due.key for due in dues))
    owed = await mornings.receivers(tick.db, tick.today, [due for due in dues if due.key in new])
    own = await settings.of_everybody(tick.db, "silent", "morning")
    letters = {
        _letter(tick, person, theirs, own.get(person.id, {})): [due.key for due in theirs]
        for person, theirs in owed.items()
    }
    await outbox.put_all(tick.db, letters, tick.now)


def _letter(tick: Tick, person: Person, owed: list[Due], own: dict[str, str]) -> New:
    key = f"digest:{person.id}:{tick.today}"
    payload = composed(tick, person, owed, key, silent=own.get("silent") == "1").dump()
    return New(key, "digest", payload, person_id=person.id, due_at=_later(tick, own.get("morning", "")))


def _later(tick: Tick, chosen: str) -> datetime:
    """The hour that he has chosen for himself, where it is still to come; the bureau may close earlier by now."""
    if not chosen:
        return tick.now
    at = min(time.fromisoformat(chosen), tick.calendar.hours.closes)
    return max(tick.now, datetime.combine(tick.today, at, tick.zone))


def composed(tick: Tick, person: Person, owed: list[Due], key: str, *, silent: bool) -> Reply:
    does = bool(person.duties & DOES)
    groups = reminders.together(owed)
    shown = [due for group in groups[:LINES] for due in group]
    text = render(
        "digest", today=tick.today, calendar=tick.calendar, groups=groups[:LINES], more=len(owed) - len(shown),
        count=len(owed), does=does, many=not does or len({due.assignment.unit_id for due in owed}) > 1,
    )  # fmt: skip
    rows = {due.assignment.code: _row(due, person) for due in reversed([group[0] for group in groups[:LINES]])}
    foot = (Button("我的任务", "/my") if does else Button("总览", "/board"), Button("为什么收到", f"/why {key}"))
    return Reply(text, (*reversed(rows.values()), foot), silent=silent)


def _row(due: Due, person: Person) -> Row:
    """Opened, and, where it is his unit's to report, reported at once."""
    one = due.assignment
    mine = any(post.unit_id == one.unit_id and post.duty in DOES for post in person.posts)
    return (Button(one.code, f"/task {one.code}"), *((Button("汇报", f"/progress {one.id}"),) if mine else ()))
