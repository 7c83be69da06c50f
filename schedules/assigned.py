"""A unit has got new tasks: one letter to each of its liaisons, however many tasks there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from plan import keys
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.diff import Diff
from plan.keys import Key
from plan.letter_kinds import ASSIGNED, ASSIGNED_TASK
from plan.paper import PlanPaper
from plan.reply import Button, Reply, staying
from plan.texts import render
from plan.values import Duty, State
from schedules.registry import Tick
from storage import assignments, importing, outbox, people, workdays
from storage.database import Connection
from storage.outbox import letters, pending
from storage.outbox.claims import Letter
from storage.outbox.letters import Told

LINES = 8


async def put_into_force(db: Connection, paper: PlanPaper, now: datetime) -> tuple[Diff, int]:
    """In one transaction the paper and the letters about it; answers how many these are."""
    diff = await importing.apply(db, paper, now.date(), now)
    return diff, await tell(db, diff.given, now)


async def tell(db: Connection, given: Iterable[int], now: datetime) -> int:
    """Of assignments that have just been given, and of those of which a letter still waits: it is written anew, without
    what is no longer theirs. Each is told once; whoever gets a post later is told of its work then.
    """
    liaisons = await people.holders(db, (Duty.LIAISON,), now.date())
    if not liaisons:
        return 0
    untold = (await pending.take_back(db, ASSIGNED, now)).said
    of_unit = await _pending(db, {*given, *(read.id for keys in untold.values() for read in _read(keys))})
    new = await outbox.first_time(db, (_key(assignment) for shares in of_unit.values() for assignment in shares))
    number, calendar = await outbox.last_id(db) + 1, await workdays.calendar(db)
    told = []
    for person in liaisons:
        mine = new | untold.get(person.id, set())
        for unit_id in dict.fromkeys(post.unit_id for post in person.posts):
            if shares := [assignment for assignment in of_unit[unit_id] if _key(assignment) in mine]:
                letter, said = _letter(shares, now.date(), calendar), tuple(_key(assignment) for assignment in shares)
                told.append(Told(f"{unit_id}-{number}", person, letter, said))
    await letters.tell_each(db, ASSIGNED, told, now)
    return len(told)


async def anew(tick: Tick, letter: Letter) -> Reply | None:
    """What is still to be signed of what it was to tell."""
    said = await outbox.said(tick.db, letter.id)
    of_unit = await _pending(tick.db, [read.id for read in _read(said)])
    shares = [assignment for several in of_unit.values() for assignment in several if _key(assignment) in said]
    return letters.explained(_letter(shares, tick.today, tick.calendar), letter.key) if shares else None


def _key(assignment: Assignment) -> str:
    return f"{ASSIGNED_TASK.name}:{assignment.id}:{assignment.assigned_on}"


def _read(said: Iterable[str]) -> Iterator[Key]:
    return (key for one in said if (key := keys.read(one)))


async def _pending(db: Connection, ids: Iterable[int]) -> dict[int, list[Assignment]]:
    """By unit, what is due first before the rest, as in the list of one's tasks."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in sorted(
        await assignments.living(db, sorted(ids)), key=lambda assignment: assignment.deadline or date.max
    ):
        if assignment.state is State.PENDING:
            found[assignment.unit_id].append(assignment)
    return found


def _letter(shares: Sequence[Assignment], today: date, calendar: Calendar) -> Reply:
    shown = shares[:LINES]
    text = render(
        "assigned", today=today, calendar=calendar, unit=shares[0].unit, shares=shown, count=len(shares),
        more=len(shares) - len(shown),
    )  # fmt: skip
    rows = ((Button(one.code, f"/task {one.code}"), Button("签收", f"/sign {one.id} v{one.version}")) for one in shown)
    return Reply(text, staying((*rows, (Button("我的任务", "/my"),))))
