"""The phone list (打电话清单): units that cannot be reached or have not answered, and records of phone calls."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.values import Duty, Named
from plan.words import dates
from plan.words.dates import Mention

PATIENCE = 2
"""Working days after which a unit that has not answered a nudge is called."""
MARKS = "，。,;；：:、"
IN_WORDS = re.compile(r"\d{1,2}月\d{1,2}[日号]")
"""A day inside of words (`答应6月5日报送`): in this form it cannot be another number."""


class Reason(Named):
    """Why a unit is to be called, the most serious first."""

    VACANT = "vacant", "联络员空缺"
    UNREACHED = "unreached", "消息送不到"
    SILENT = "silent", "催办未回复"


@dataclass(frozen=True)
class Contact:
    """A person in a unit.

    `bound` is false where the person was invited and has not opened the bot yet. They still count as `reachable`,
    because no letter to them has failed.
    """

    unit_id: int
    duty: Duty
    name: str
    phone: str
    bound: bool
    reachable: bool


@dataclass(frozen=True)
class Call:
    """A recorded phone call; `assignment_id` is None where it was about everything that the unit owes.

    `promised` is the day by which the unit promised to report. `at` is in the bureau's time zone.
    """

    id: int
    unit_id: int
    assignment_id: int | None
    spoke_to: str
    words: str
    promised: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class UnitToCall:
    """A unit to be called.

    `open` and `overdue` are numbers of assignments. `promise` is the last call with a promised day. `settled` is true
    where the unit need not be called today.
    """

    unit_id: int
    reasons: tuple[Reason, ...]
    open: int
    overdue: int
    promise: Call | None
    settled: bool


@dataclass(frozen=True)
class PhoneEntry:
    """A unit to be called as the page shows it: whom to call, and the codes of what is not reported, worst first."""

    row: UnitToCall
    unit: str
    short_name: str
    contact: Contact | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PhoneFacts:
    """What is known of all units, by the units' ids.

    `owes` are the numbers of open and of overdue assignments, `manned` the units with a liaison, `unreached` those in
    which a person cannot be reached, `nudged` unanswered nudges as (unit, day). `calls` are sorted, the oldest first.
    """

    owes: Mapping[int, tuple[int, int]]
    manned: Collection[int]
    unreached: Collection[int]
    nudged: Iterable[tuple[int, date]]
    calls: Sequence[Call]


def units_to_call(facts: PhoneFacts, today: date, calendar: Calendar) -> list[UnitToCall]:
    """Return the units to be called: those with most overdue assignments first, then by reason and open assignments.

    Units that were called today, or have promised a day that has not passed, come last.
    """
    silent = {unit for unit, day in facts.nudged if calendar.between(day, today) >= PATIENCE}
    vacant = facts.owes.keys() - set(facts.manned)
    called = {call.unit_id: call for call in facts.calls}
    promised = {call.unit_id: call for call in facts.calls if call.promised}
    units = []
    for unit_id in vacant | set(facts.unreached) | silent:
        units_by_reason = zip(Reason, (vacant, facts.unreached, silent), strict=True)
        reasons = tuple(reason for reason, units_with_reason in units_by_reason if unit_id in units_with_reason)
        promise = promised.get(unit_id)
        called_today = unit_id in called and called[unit_id].at.date() == today
        has_promised = promise is not None and promise.promised is not None and promise.promised >= today
        units.append(
            UnitToCall(unit_id, reasons, *facts.owes.get(unit_id, (0, 0)), promise, called_today or has_promised)
        )
    order = list(Reason)
    return sorted(
        units, key=lambda unit: (unit.settled, -unit.overdue, order.index(unit.reasons[0]), -unit.open, unit.unit_id)
    )


def to_call(contacts: Iterable[Contact]) -> Contact | None:
    """Return whom to call in a unit: someone who cannot be reached, the liaison, the head; invited people come last."""
    ranks = (Duty.LIAISON, Duty.HEAD)
    candidates = [contact for contact in contacts if contact.duty in ranks or not contact.reachable]
    return min(
        candidates,
        key=lambda contact: (contact.reachable, not contact.bound, contact.duty is not Duty.LIAISON),
        default=None,
    )


@dataclass(frozen=True)
class CallNote:
    """A person's line about a call, divided.

    `spoke_to` is who answered, empty where nobody is named. `date` is the promised day as written, with the words
    `before` and `after` it. `words` are what was said.
    """

    spoke_to: str
    date: str
    before: str
    after: str
    words: str


def parse_call(line: str, today: date, calendar: Calendar) -> CallNote:
    """Divide a line about a call: the first word is who answered, a date may follow anywhere, the rest was said."""
    first, rest = re.split(rf"[\s{MARKS}]+|$", line.strip(), maxsplit=1)
    if dates.only(first, today, calendar, asked=True):
        first, rest = "", line.strip()
    days = [mention for mention in dates.mentions(rest, today, calendar, asked=True) if _is_promise(mention)]
    if alone := next((mention for mention in days if _stands_alone(mention, rest)), None):
        before, after = rest[: alone.start].strip(), rest[alone.end :].lstrip(f"{MARKS} ")
        return CallNote(first, alone.words, before, after, " ".join(part for part in (before, after) if part))
    if within := next((mention for mention in days if mention.is_limit or IN_WORDS.match(mention.words)), None):
        return CallNote(first, within.words, rest[: within.start], rest[within.end :], rest)
    return CallNote(first, "", rest, "", rest)


def _is_promise(mention: Mention) -> bool:
    """Whether a date can be the day of a promise; `下周` and `每月` are none."""
    return mention.kind in ("day", "impossible") or mention.is_limit


def _stands_alone(mention: Mention, text: str) -> bool:
    around = text[max(0, mention.start - 1) : mention.start] + text[mention.end : mention.end + 1]
    return all(character.isspace() or character in MARKS for character in around)


def assignment_called_about(words: str, shares: Sequence[Assignment]) -> Assignment | None:
    """Return the assignment that a call was about: the one whose code is named, or else the only one.

    None where it was about all of them. `shares` are the unit's open assignments.
    """
    codes = set(re.findall(r"\d+(?:\.\d+){1,3}", words))
    if named := [assignment for assignment in shares if assignment.code in codes]:
        return named[0]
    return shares[0] if len(shares) == 1 else None
