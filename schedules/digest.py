"""The morning digest (晨报): everything that one person is owed on a working day, in one message."""

from datetime import date, datetime, time

from plan import digest_rules, keys
from plan.digest_rules import Due
from plan.letter_kinds import DIGEST, REPORT, UNSIGNED
from plan.permission import DOES
from plan.person import Person
from plan.reply import Button, Reply, Row, staying
from plan.texts import render
from schedules.registry import Tick, schedule
from storage import mornings, outbox, people, runs, settings
from storage.outbox import New, pending
from storage.outbox.claims import Letter

LINES = 8
LISTS = {UNSIGNED: Button("未签收", "/find 我的 未签收"), REPORT: Button("本期未报", "/monthly")}


@schedule("digest", "晨报", cron="30 8 * * *", setting="morning")
async def digest(tick: Tick) -> None:
    """What an earlier one could not be sent with, this one says, as far as it is still so."""
    untold = await pending.take_back(tick.db, DIGEST, tick.now)
    if untold.since:
        await runs.reopen(tick.db, DIGEST.name, untold.since.astimezone(tick.zone), tick.at)
    done = await runs.day_before(tick.db, DIGEST.name, tick.at)
    owed = await _owed(tick, min(done or tick.done, tick.done), untold.keys)
    own = await settings.of_everybody(tick.db, "silent", "morning")
    before = await outbox.firings(tick.db, DIGEST, tick.today, tick.zone)
    letters = {
        _letter(tick, person, theirs, own.get(person.id, {}), before): [due.key for due in theirs]
        for person, theirs in owed.items()
    }
    await outbox.put_all(tick.db, letters, tick.now)


async def anew(tick: Tick, letter: Letter) -> Reply | None:
    """What one of this morning says when it goes out: what is still owed of it."""
    said = await outbox.said(tick.db, letter.id)
    ids = [key.id for one in said if (key := keys.read(one)) and key.kind.about == "assignment"]
    done = await runs.day_before(tick.db, DIGEST.name, letter.written.astimezone(tick.zone))
    person = await people.get(tick.db, letter.person_id or 0, tick.today)
    if done is None or person is None:
        return Reply.load(letter.payload)
    dues = await mornings.dues(tick.db, tick.morning(done), ids)
    owed = sorted((due for due in dues if due.key in said and _his(due, person)), key=lambda due: due.urgency)
    silent = Reply.load(letter.payload).silent
    return composed(tick, person, owed, letter.key, silent=silent) if owed else None


async def _owed(tick: Tick, done: date, untold: set[str]) -> dict[Person, list[Due]]:
    """What is said for the first time; and what was not, to those who have not been told of it meanwhile."""
    dues = await mornings.dues(tick.db, tick.morning(done))
    new = await outbox.first_time(tick.db, (due.key for due in dues)) | untold
    found = await mornings.receivers(tick.db, tick.today, digest_rules.apart(dues, new))
    told = await outbox.told(tick.db, untold)
    owed = {
        person: [due for due in theirs if (due.key, person.id) not in told] for person, theirs in found.items()
    }  # fmt: skip
    return {person: theirs for person, theirs in owed.items() if theirs}


def _his(due: Due, person: Person) -> bool:
    """Whether it is still for him: a post may have got another holder since the morning."""
    assignment = due.assignment
    return any(
        post.id == due.post_id
        or (post.duty in due.duties and (post.duty not in DOES or post.unit_id == assignment.unit_id))
        for post in person.posts
    )


def _letter(tick: Tick, person: Person, owed: list[Due], own: dict[str, str], before: int) -> New:
    """A second one on the same day, after the clock was put back, has a key of its own."""
    key = f"{DIGEST.name}:{person.id}:{tick.today}" + (f":{before + 1}" if before else "")
    payload = composed(tick, person, owed, key, silent=own.get("silent") == "1").dump()
    return New(key, DIGEST, payload, person_id=person.id, due_at=_later(tick, own.get("morning", "")))


def _later(tick: Tick, chosen: str) -> datetime:
    """The hour that he has chosen for himself, where it is still to come; the bureau may close earlier by now."""
    if not chosen:
        return tick.now
    at = min(time.fromisoformat(chosen), tick.calendar.hours.closes)
    return max(tick.now, datetime.combine(tick.today, at, tick.zone))


def composed(tick: Tick, person: Person, owed: list[Due], key: str, *, silent: bool) -> Reply:
    does = bool(person.duties & DOES)
    groups = digest_rules.together(owed)
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
    one, kind = group[0].assignment, group[0].kind
    mine = any(post.unit_id == one.unit_id and post.duty in DOES for post in person.posts)
    if mine and len(group) > 1:
        return (LISTS[kind],)
    opened = Button(one.code, f"/task {one.code}")
    if not mine:
        return (opened,)
    unsigned = kind is UNSIGNED
    return opened, Button("签收", f"/sign {one.id} v{one.version}") if unsigned else Button(
        "汇报", f"/progress {one.id}"
    )
