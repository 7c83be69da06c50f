"""The morning digest (晨报): all reminders that are due to one person on a working day, in one message."""

from datetime import datetime, time
from functools import partial

from plan import digest_rules, keys
from plan import mornings as rules
from plan.digest_rules import Due
from plan.letter_kinds import DIGEST
from plan.permission import UNIT_DUTIES
from plan.person import Person
from plan.reply import Button, Reply, Row, staying
from plan.texts import render
from schedules.registry import Content, NewLetter, rebuilds, schedule
from schedules.tick import Tick
from storage import mornings, outbox, people, runs, settings
from storage.outbox.claims import Letter

LINES = 8


@schedule(DIGEST, cron="30 8 * * *", setting="morning")
async def digest(tick: Tick) -> list[NewLetter]:
    """It also says what an earlier digest could not tell, as far as that still holds."""
    owed = await _owed(tick)
    own = await settings.of_everybody(tick.db, "silent", "morning")
    earlier = await outbox.firings(tick.db, DIGEST, tick.today, tick.zone)
    return [_letter(tick, person, dues, own.get(person.id, {}), earlier) for person, dues in owed.items()]


@rebuilds(DIGEST)
async def rebuilt(tick: Tick, letter: Letter) -> Reply | None:
    """Return what is still owed of a digest of this morning."""
    reminders = await outbox.reminder_keys(tick.db, letter.id)
    ids = [key.id for text in reminders if (key := keys.read(text)) and key.kind.about == "assignment"]
    done = await runs.day_before(tick.db, DIGEST.name, letter.written.astimezone(tick.zone))
    person = await people.get(tick.db, letter.person_id or 0, tick.today)
    if done is None or person is None:
        return Reply.load(letter.payload)
    dues = await mornings.dues(tick.db, tick.morning(done), ids)
    owed = sorted((due for due in dues if due.key in reminders and _is_for(due, person)), key=lambda due: due.urgency)
    is_silent = Reply.load(letter.payload).silent
    return composed(tick, person, owed, letter.key, silent=is_silent) if owed else None


async def _owed(tick: Tick) -> dict[Person, list[Due]]:
    """Return what is told for the first time, and what was not told to those who have not heard of it meanwhile."""
    facts = await tick.once("facts", lambda: mornings.facts(tick.db, tick.mornings))
    dues = await tick.computed(rules.dues, facts, tick.morning(tick.done))
    untold = tick.untold.keys
    new = await outbox.first_time(tick.db, {due.key for due in dues} - tick.told_before()) | untold
    new_dues = await tick.computed(digest_rules.without_redundant_reports, dues, new)
    receivers = await mornings.receivers(tick.db, tick.today, new_dues)
    told = await outbox.told(tick.db, untold, but=tick.untold.ids)
    if not told:
        return receivers
    owed = {person: [due for due in dues if (due.key, person.id) not in told] for person, dues in receivers.items()}
    return {person: dues for person, dues in owed.items() if dues}


def _is_for(due: Due, person: Person) -> bool:
    """Return whether it is still for them: a post may have got another holder since the morning."""
    assignment = due.assignment
    return any(
        post.id == due.post_id
        or (post.duty in due.duties and (post.duty not in UNIT_DUTIES or post.unit_id == assignment.unit_id))
        for post in person.posts
    )


def _letter(tick: Tick, person: Person, owed: list[Due], own: dict[str, str], earlier: int) -> NewLetter:
    """A second digest on the same day, after the clock was put back, has a key of its own."""
    about = f"{person.id}:{tick.today}" + (f":{earlier + 1}" if earlier else "")
    reminders = tuple([due.key for due in owed])
    return NewLetter(person, partial(_compose, tick, person, owed, own), about, reminders, _due_at(tick, own))


async def _compose(tick: Tick, person: Person, owed: list[Due], own: dict[str, str], key: str) -> Content:
    return Content(composed(tick, person, owed, key, silent=own.get("silent") == "1"))


def _due_at(tick: Tick, own: dict[str, str]) -> datetime:
    """Return the hour that the receiver has chosen, if it is still to come; the bureau may close earlier by now."""
    if not own.get("morning"):
        return tick.now
    at = min(time.fromisoformat(own["morning"]), tick.calendar.hours.closes)
    return max(tick.now, datetime.combine(tick.today, at, tick.zone))


def composed(tick: Tick, person: Person, owed: list[Due], key: str, *, silent: bool) -> Reply:
    does = bool(person.duties & UNIT_DUTIES)
    groups = digest_rules.digest_lines(owed)
    shown = [due for group in groups[:LINES] for due in group]
    text = render(
        "digest", today=tick.today, calendar=tick.calendar, groups=groups[:LINES],
        more=len(owed) - len(shown), count=len(owed), does=does,
        light=lambda assignment: assignment.light(tick.today, tick.calendar, tick.limits),
        many=not does or len({due.assignment.unit_id for due in owed}) > 1,
    )  # fmt: skip
    rows: dict[Button, Row] = {}
    for group in groups[:LINES]:
        row = _row(group, person)
        rows.setdefault(row[0], row)
    foot = (Button("我的任务", "/my") if does else Button("总览", "/board"), Button("为什么收到", f"/why {key}"))
    return Reply(text, staying((*rows.values(), foot)), silent=silent)


def _row(group: list[Due], person: Person) -> Row:
    """A button that opens the task and, if it is the receiver's own unit's, one that answers; several reminders in one
    line have a button that lists them."""
    assignment, kind = group[0].assignment, group[0].kind
    is_own = any(post.unit_id == assignment.unit_id and post.duty in UNIT_DUTIES for post in person.posts)
    if is_own and kind.list_button and len(group) > 1:
        return (kind.list_button,)
    card = Button(assignment.code, f"/task {assignment.code}")
    if not is_own:
        return (card,)
    line = kind.answer.line.format(id=assignment.id, version=assignment.version)
    return card, Button(kind.answer.label, line)
