"""Nudges (催办): numbered papers to one unit about one task, each at a higher level than the last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from plan import checksum, progress_class
from plan.assignment import Assignment
from plan.light import Thresholds
from plan.progress_class import ProgressClass
from plan.values import Duty, Named, State


class Level(Named):
    """How serious a nudge is, in ascending order."""

    REMINDER = "reminder", "提醒"
    NUDGE = "nudge", "催办"
    NOTICE = "notice", "督办通知"


NEXT = {None: Level.REMINDER, Level.REMINDER: Level.NUDGE, Level.NUDGE: Level.NOTICE, Level.NOTICE: Level.NOTICE}
SIGNS = {Level.REMINDER: "提", Level.NUDGE: "催", Level.NOTICE: "督"}
WISHES = {Level.REMINDER: "请反馈进展", Level.NUDGE: "请尽快反馈进展", Level.NOTICE: "请立即反馈进展并说明原因"}
COPIED: dict[Level, tuple[Duty, ...]] = {
    Level.REMINDER: (), Level.NUDGE: (Duty.HEAD,), Level.NOTICE: (Duty.HEAD, Duty.LEADER),
}  # fmt: skip
"""Who gets a copy; the nudge itself goes to the unit's liaison. The leader is the one in charge of the unit."""


class Lack(Named):
    """What a unit has not done yet (未反馈), the worst first."""

    OVERDUE = "overdue", "逾期"
    UNSIGNED = "unsigned", "未签收"
    UNREPORTED = "unreported", "未汇报"
    BEHIND = "behind", "滞后"


LACKS = tuple(Lack)


@dataclass(frozen=True)
class Nudge:
    """One nudge; those of one assignment are a chain.

    Moments are in the bureau's time zone; `by` and `answered_by` are titles of posts; `number` counts the nudges of
    this level in a year.
    """

    id: int
    assignment_id: int
    level: Level
    year: int
    number: int
    words: str
    person_id: int
    by: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def paper(self) -> str:
        """Return the document number: `催〔2020〕3号`."""
        return f"{SIGNS[self.level]}〔{self.year}〕{self.number}号"


def copied_to(level: Level) -> str:
    """Return to whom this level is copied: `抄送负责人、分管领导`; an empty string for nobody."""
    return f"抄送{'、'.join(duty.label for duty in COPIED[level])}" if COPIED[level] else ""


NextNudges = tuple[tuple[Assignment, Level], ...]
"""The nudges that are to be sent."""


def awaits_unit(assignment: Assignment) -> bool:
    """Whether the unit still has to act: an assignment that waits for review is not delayed by the unit."""
    return assignment.open and assignment.state is not State.SUBMITTED


def lack_of(assignment: Assignment, today: date, limits: Thresholds) -> Lack | None:
    """Return what this assignment lacks; None where it has been reported and is neither overdue nor behind."""
    if not awaits_unit(assignment):
        return None
    standing = progress_class.of(assignment, today, limits)
    if standing is ProgressClass.OVERDUE:
        return Lack.OVERDUE
    if assignment.state is State.PENDING:
        return Lack.UNSIGNED
    if assignment.reported_at is None:
        return Lack.UNREPORTED
    return Lack.BEHIND if standing is ProgressClass.BEHIND else None


def next_nudges(shares: Iterable[Assignment], chain: Iterable[Nudge], today: date) -> tuple[NextNudges, list[Nudge]]:
    """Return the next nudge for each assignment, and today's nudges of those that are left out because they have one.

    `chain` holds the earlier nudges of these assignments, the oldest first.
    """
    last_nudges = {nudge.assignment_id: nudge for nudge in chain}
    papers, sent_today = [], []
    for assignment in shares:
        last = last_nudges.get(assignment.id)
        if last and last.at.date() == today:
            sent_today.append(last)
        else:
            papers.append((assignment, NEXT[last.level if last else None]))
    return tuple(papers), sent_today


def stamp(papers: Iterable[tuple[int, Level]], words: str) -> str:
    """Return the checksum of the receivers, levels and words that a preview shows."""
    return checksum.stamp(*(f"{id}{level}" for id, level in sorted(papers)), words)


def nudges_sent_from(seen: str, chain: Iterable[Nudge], person_id: int, today: date) -> list[Nudge]:
    """Return the nudges that this person has already sent today from the preview with the checksum `seen`.

    `chain` holds the nudges of the task, the oldest first.
    """
    own = [nudge for nudge in chain if nudge.person_id == person_id and nudge.at.date() == today]
    for _, group in groupby(sorted(own, key=lambda nudge: nudge.at), key=lambda nudge: nudge.at):
        papers = list(group)
        if stamp(((nudge.assignment_id, nudge.level) for nudge in papers), papers[0].words) == seen:
            return papers
    return []
