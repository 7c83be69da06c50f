"""The morning digest (晨报): everything that one person is owed on a working day, in one message."""

from collections import defaultdict
from datetime import timedelta

from plan import reminders
from plan.permission import DOES
from plan.reminders import Due
from plan.reply import Button, Reply, pairs
from plan.texts import render
from plan.values import Duty
from schedules.registry import Tick, schedule
from storage import assignments, outbox, people, settings
from storage.calls import promises
from storage.people import Person

LINES = 8
LONGEST_HOLIDAY = timedelta(days=15)
"""What is due on it may be moved to the day before."""


@schedule("digest", "晨报", cron="30 8 * * *")
async def digest(tick: Tick) -> None:
    horizon = tick.today + timedelta(days=max(reminders.AHEAD_DAYS)) + LONGEST_HOLIDAY
    shares = await assignments.open_until(tick.db, horizon)
    dues = [due for one in shares for due in reminders.owed(one, tick.done, tick.today, tick.calendar)]
    dues += await _promised(tick)
    new = await outbox.first_time(tick.db, (due.key for due in dues))
    receivers = Receivers(await people.receivers(tick.db, tick.today))
    per_person: dict[Person, list[Due]] = defaultdict(list)
    for due in dues:
        if due.key in new:
            for person in receivers.of(due):
                per_person[person].append(due)
    said: set[str] = set()
    for person, owed in per_person.items():
        said |= await _letter(tick, person, sorted(owed, key=lambda due: due.urgency), said)


async def _promised(tick: Tick) -> list[Due]:
    """What was promised on the phone for today, or for days off that follow."""
    calls = await promises(tick.db, tick.done, tick.today + LONGEST_HOLIDAY, tick.zone)
    of_unit = defaultdict(list)
    for one in await assignments.of_units(tick.db, [call.unit_id for call in calls]):
        of_unit[one.unit_id].append(one)
    found = (
        reminders.promised(call, of_unit[call.unit_id], tick.done, tick.today, tick.calendar, tick.limits)
        for call in calls
    )
    return [due for due in found if due]


async def _letter(tick: Tick, person: Person, owed: list[Due], said: set[str]) -> set[str]:
    """Answers with the keys that this letter says for the first time."""
    does = bool(person.duties & DOES)
    values = {
        "dues": owed[:LINES],
        "more": len(owed) - LINES,
        "count": len(owed),
        "does": does,
        "many": not does or len({due.assignment.unit_id for due in owed}) > 1,
    }
    text = render("digest", today=tick.today, calendar=tick.calendar, **values)
    codes = dict.fromkeys(due.assignment.code for due in owed[:LINES])
    buttons = (
        *pairs(Button(code, f"/task {code}") for code in codes),
        (Button("我的任务", "/my") if does else Button("总览", "/board"),),
    )
    silent = await settings.get(tick.db, person.id, "silent") == "1"
    payload = Reply(text, buttons, silent=silent).dump()
    key = f"digest:{person.id}:{tick.today}"
    letter_id = await outbox.put(tick.db, key, "digest", payload, tick.now, person_id=person.id)
    keys = {due.key for due in owed} - said if letter_id is not None else set()
    if letter_id is not None:
        await outbox.mark(tick.db, letter_id, keys)
    return keys


class Receivers:
    """Who holds the posts that a rule names: the unit's own, the nearest leader in charge above it, the clerks."""

    def __init__(self, everybody: list[Person]) -> None:
        self._of_unit: dict[tuple[int, Duty], list[Person]] = defaultdict(list)
        self._clerks = [person for person in everybody if Duty.CLERK in person.duties]
        for person in everybody:
            for post in person.posts:
                self._of_unit[post.unit_id, post.duty].append(person)
        self._leaders = [person for person in everybody if Duty.LEADER in person.duties]

    def of(self, due: Due) -> list[Person]:
        unit_id, path = due.assignment.unit_id, due.assignment.path
        own = [person for duty in due.duties - {Duty.LEADER} for person in self._of_unit.get((unit_id, duty), ())]
        leaders = people.nearest_of(self._leaders, path) if Duty.LEADER in due.duties else []
        clerks = self._clerks if Duty.CLERK in due.duties else []
        return list(dict.fromkeys([*own, *leaders, *clerks]))
