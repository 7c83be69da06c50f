"""Tell the liaisons of a unit of its new tasks: one letter to each of them, however many tasks there are."""

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
from schedules.registry import rebuilds
from schedules.tick import Tick
from storage import assignments, importing, outbox, people, workdays
from storage.database import Connection
from storage.outbox import letters, pending
from storage.outbox.claims import Letter
from storage.outbox.letters import Told

LINES = 8


async def put_into_force(db: Connection, paper: PlanPaper, now: datetime) -> tuple[Diff, int]:
    """Apply the paper and queue the letters about it in one transaction; return the changes and the number of
    letters."""
    diff = await importing.apply(db, paper, now.date(), now)
    return diff, await tell(db, diff.given, now)


async def tell(db: Connection, given: Iterable[int], now: datetime) -> int:
    """Queue letters about the assignments with the ids `given`, which are new, and about those in letters that still
    wait, which are rewritten without what is no longer their receivers'. Return the number of letters.

    Each assignment is told once; whoever gets a post later is told of its work then.
    """
    liaisons = await people.holders(db, (Duty.LIAISON,), now.date())
    if not liaisons:
        return 0
    untold = (await pending.take_back(db, ASSIGNED, now)).reminders
    of_unit = await _pending(db, {*given, *(key.id for texts in untold.values() for key in _read(texts))})
    new = await outbox.first_time(db, (_key(assignment) for shares in of_unit.values() for assignment in shares))
    number, calendar = await outbox.last_id(db) + 1, await workdays.calendar(db)
    told = []
    for person in liaisons:
        unheard = new | untold.get(person.id, set())
        for unit_id in dict.fromkeys(post.unit_id for post in person.posts):
            if shares := [assignment for assignment in of_unit[unit_id] if _key(assignment) in unheard]:
                letter, reminders = (
                    _letter(shares, now.date(), calendar),
                    tuple(_key(assignment) for assignment in shares),
                )
                told.append(Told(f"{unit_id}-{number}", person, letter, reminders))
    await letters.tell_each(db, ASSIGNED, told, now)
    return len(told)


@rebuilds(ASSIGNED)
async def rebuilt(tick: Tick, letter: Letter) -> Reply | None:
    """Return what is still to be signed of the letter's tasks."""
    reminders = await outbox.reminder_keys(tick.db, letter.id)
    of_unit = await _pending(tick.db, [key.id for key in _read(reminders)])
    unsigned = [assignment for shares in of_unit.values() for assignment in shares if _key(assignment) in reminders]
    return letters.explained(_letter(unsigned, tick.today, tick.calendar), letter.key) if unsigned else None


def _key(assignment: Assignment) -> str:
    return f"{ASSIGNED_TASK.name}:{assignment.id}:{assignment.assigned_on}"


def _read(texts: Iterable[str]) -> Iterator[Key]:
    return (key for text in texts if (key := keys.read(text)))


async def _pending(db: Connection, ids: Iterable[int]) -> dict[int, list[Assignment]]:
    """Return the unsigned ones by unit, in the order of 我的任务: by deadline."""
    living = await assignments.living(db, sorted(ids))
    unsigned: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in sorted(living, key=lambda assignment: assignment.deadline or date.max):
        if assignment.state is State.PENDING:
            unsigned[assignment.unit_id].append(assignment)
    return unsigned


def _letter(shares: Sequence[Assignment], today: date, calendar: Calendar) -> Reply:
    shown = shares[:LINES]
    text = render(
        "new_assignments", today=today, calendar=calendar, unit=shares[0].unit, shares=shown, count=len(shares),
        more=len(shares) - len(shown),
    )  # fmt: skip
    rows = (
        (Button(share.code, f"/task {share.code}"), Button("签收", f"/sign {share.id} v{share.version}"))
        for share in shown
    )
    return Reply(text, staying((*rows, (Button("我的任务", "/my"),))))
