"""The morning digest (晨报): everything that one person is owed on a working day, in one message."""

from datetime import date, datetime, time

from plan import keys, reminders
from plan.permission import DOES
from plan.reminders import Due
from plan.reply import Button, Reply, Row, staying
from plan.texts import render
from schedules.registry import Tick, schedule
from storage import mornings, outbox, people, runs, settings
from storage.claims import Letter
from storage.outbox import New, Untold
from storage.people import Person

RULE = "digest"
LINES = 8
LISTS = {"unsigned": Button("未签收", "/find 我的 未签收"), "report": Button("本期未报", "/monthly")}


@schedule(RULE, "晨报", cron="30 8 * * *", setting="morning")
async def digest(tick: Tick) -> None:
    """What an earlier one could not be sent with, this one says, as far as it is still so."""
    untold = await outbox.take_back(tick.db, RULE, tick.now)
    owed = await _owed(tick, await _done(tick, untold), untold)
    own = await settings.of_everybody(tick.db, "silent", "morning")
    before = await outbox.firings(tick.db, RULE, tick.today, tick.zone)
    letters = {
        _letter(tick, person, theirs, own.get(person.id, {}), before): [due.key for due in theirs]
        for person, theirs in owed.items()
    }
    await outbox.put_all(tick.db, letters, tick.now)


async def anew(tick: Tick, letter: Letter) -> Reply | None:
    """What one of this morning says when it goes out: what is still owed of it."""
    said = await outbox.said(tick.db, letter.id)
    ids = [key.id for one in said if (key := keys.read(one)) and key.of == "assignment"]
    done = await runs.day_before(tick.db, RULE, letter.written.astimezone(tick.zone))
    dues = await mornings.dues(tick.db, tick.morning(done or tick.done), ids)
    owed = sorted((due for due in dues if due.key in said), key=lambda due: due.urgency)
    person = await people.get(tick.db, letter.person_id or 0, tick.today)
    if not owed or person is None:
        return None
    return composed(tick, person, owed, letter.key, silent=Reply.load(letter.payload).silent)


async def _done(tick: Tick, untold: Untold) -> date:
    """The last morning of which nothing is left to say."""
    if untold.since is None:
        return tick.done
    before = await runs.day_before(tick.db, RULE, untold.since.astimezone(tick.zone))
    return min(tick.done, before or tick.done)


async def _owed(tick: Tick, done: date, untold: Untold) -> dict[Person, list[Due]]:
    dues = await mornings.dues(tick.db, tick.morning(done))
    new = await outbox.first_time(tick.db, (due.key for due in dues))
    again = {key for said in untold.said.values() for key in said}
    found = await mornings.receivers(tick.db, tick.today, [due for due in dues if due.key in new or due.key in again])
    if not again:
        return found
    owed = {}
    for person, theirs in found.items():
        mine = untold.said.get(person.id, ())
        owed[person] = [due for due in theirs if due.key in new or due.key in mine]
    return {person: theirs for person, theirs in owed.items() if theirs}


def _letter(tick: Tick, person: Person, owed: list[Due], own: dict[str, str], before: int) -> New:
    """A second one on the same day, after the clock was put back, has a key of its own."""
    key = f"{RULE}:{person.id}:{tick.today}" + (f":{before + 1}" if before else "")
    payload = composed(tick, person, owed, key, silent=own.get("silent") == "1").dump()
    return New(key, RULE, payload, person_id=person.id, due_at=_later(tick, own.get("morning", "")))


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
        "digest", today=tick.today, calendar=tick.calendar, groups=groups[:LINES],
        more=len(owed) - len(shown), count=len(owed), does=does,
        light=lambda one: one.light(tick.today, tick.calendar, tick.limits),
        many=not does or len({due.assignment.unit_id for due in owed}) > 1,
    )  # fmt: skip
    rows: dict[Button, Row] = {}
    for group in groups[:LINES]:
        row = _row(group, person)
        rows.setdefault(row[0], row)
    foot = (Button("我的任务", "/my") if does else Button("总览", "/board"), Button("为什么收到", f"/why {key}"))
    return Reply(text, staying((*rows.values(), foot)), silent=silent)


def _row(group: list[Due], person: Person) -> Row:
    """Opened, and, where it is his unit's, signed or reported at once; several in one line are a list."""
    one, rule = group[0].assignment, group[0].rule
    mine = any(post.unit_id == one.unit_id and post.duty in DOES for post in person.posts)
    if mine and len(group) > 1:
        return (LISTS[rule],)
    opened = Button(one.code, f"/task {one.code}")
    if not mine:
        return (opened,)
    unsigned = rule == "unsigned"
    return opened, Button("签收", f"/sign {one.id} v{one.version}") if unsigned else Button(
        "汇报", f"/progress {one.id}"
    )
