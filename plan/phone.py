"""The phone list (打电话清单): whom the bot cannot reach or who has not answered, and what was said on the phone."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plan import days
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.values import Duty, Named

PATIENCE = 2
"""Working days that a unit has to answer a nudge before somebody calls."""
MARKS = "，。,;；：:、"
ALONE = rf"(?<![^\s{MARKS}])(?:{days.SHAPE})(?:之?前)?(?![^\s{MARKS}])"
WITHIN = r"(?<!\d)\d{1,2}月\d{1,2}[日号]"
"""`答应6月5日报送`: such a day is no other number, so it counts in the middle of words too."""


class Reason(Named):
    """Why somebody is to be called, the worst first."""

    VACANT = "vacant", "联络员空缺"
    UNREACHED = "unreached", "消息送不到"
    SILENT = "silent", "催办未回复"


@dataclass(frozen=True)
class Contact:
    """Somebody in a unit; `bound` is false where he has not come yet. Who was only invited counts as `reachable`:
    no letter to him has failed."""

    unit_id: int
    duty: Duty
    name: str
    phone: str
    bound: bool
    reachable: bool


@dataclass(frozen=True)
class Call:
    """`assignment_id` is None where the call was about everything that the unit owes; `at` is local."""

    id: int
    unit_id: int
    assignment_id: int | None
    spoke_to: str
    words: str
    promised: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class Row:
    """One unit to be called; `promise` is the last call that gave a date."""

    unit_id: int
    reasons: tuple[Reason, ...]
    open: int
    overdue: int
    promise: Call | None
    settled: bool


@dataclass(frozen=True)
class Entry:
    """A row as it is read: whom to call there, and the numbers of what is not reported, the worst first."""

    row: Row
    unit: str
    contact: Contact | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What is known of all units: their open shares and the overdue ones among them, who has a liaison, where somebody
    can't be reached, unanswered nudges as (unit, day), and the calls, the oldest first."""

    owes: Mapping[int, tuple[int, int]]
    manned: Collection[int]
    unreached: Collection[int]
    nudged: Iterable[tuple[int, date]]
    calls: Sequence[Call]


def rows(facts: Facts, today: date, calendar: Calendar) -> list[Row]:
    """Most overdue first, then by reason and by how much is open; who was called today or has promised comes last."""
    silent = {unit for unit, day in facts.nudged if calendar.between(day, today) >= PATIENCE}
    vacant = facts.owes.keys() - set(facts.manned)
    called = {call.unit_id: call for call in facts.calls}
    promised = {call.unit_id: call for call in facts.calls if call.promised}
    found = []
    for unit_id in vacant | set(facts.unreached) | silent:
        held = zip(Reason, (vacant, facts.unreached, silent), strict=True)
        reasons = tuple(reason for reason, units in held if unit_id in units)
        promise = promised.get(unit_id)
        settled = unit_id in called and called[unit_id].at.date() == today
        waits = promise is not None and promise.promised is not None and promise.promised >= today
        found.append(Row(unit_id, reasons, *facts.owes.get(unit_id, (0, 0)), promise, settled or waits))
    order = list(Reason)
    return sorted(
        found, key=lambda row: (row.settled, -row.overdue, order.index(row.reasons[0]), -row.open, row.unit_id)
    )


def to_call(contacts: Iterable[Contact]) -> Contact | None:
    """Whom to call in a unit: who can't be reached, the liaison, the head; who was only invited comes last."""
    ranks = (Duty.LIAISON, Duty.HEAD)
    known = [contact for contact in contacts if contact.duty in ranks or not contact.reachable]
    return min(
        known,
        key=lambda contact: (contact.reachable, not contact.bound, contact.duty is not Duty.LIAISON),
        default=None,
    )


@dataclass(frozen=True)
class Heard:
    """A line about a call: who answered, empty where no one is named; the date as it was written, with what stood
    around it; what was said."""

    spoke_to: str
    date: str
    before: str
    after: str
    words: str


def heard(line: str) -> Heard:
    """The first word is who answered, then a date anywhere, and the rest is what was said."""
    first, rest = re.split(rf"[\s{MARKS}]+|$", line.strip(), maxsplit=1)
    if re.match(days.SHAPE, first):
        first, rest = "", line.strip()
    if alone := re.search(ALONE, rest):
        before, after = rest[: alone.start()].strip(), rest[alone.end() :].lstrip(f"{MARKS} ")
        written = re.sub("之?前$", "", alone[0])
        return Heard(first, written, before, after, " ".join(part for part in (before, after) if part))
    if within := re.search(WITHIN, rest):
        return Heard(first, within[0], rest[: within.start()], rest[within.end() :], rest)
    return Heard(first, "", rest, "", rest)


def meant(words: str, shares: Sequence[Assignment]) -> Assignment | None:
    """The one open share that a call was about: the number named in it, else the only one; None is all of them."""
    named = set(re.findall(r"\d+(?:\.\d+){1,3}", words))
    if found := [assignment for assignment in shares if assignment.code in named]:
        return found[0]
    return shares[0] if len(shares) == 1 else None
