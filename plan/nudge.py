"""Nudges (催办): numbered papers to one unit about one task, each graver than the last: 提醒, 催办, 督办通知."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zlib import crc32

from plan import progress_class
from plan.assignment import Assignment
from plan.light import Thresholds
from plan.progress_class import Standing
from plan.values import Duty, Named, State


class Level(Named):
    REMINDER = "reminder", "提醒"
    NUDGE = "nudge", "催办"
    NOTICE = "notice", "督办通知"


NEXT = {None: Level.REMINDER, Level.REMINDER: Level.NUDGE, Level.NUDGE: Level.NOTICE, Level.NOTICE: Level.NOTICE}
SIGNS = {Level.REMINDER: "提", Level.NUDGE: "催", Level.NOTICE: "督"}
WISHES = {Level.REMINDER: "请反馈进展", Level.NUDGE: "请尽快反馈进展", Level.NOTICE: "请立即反馈进展并说明原因"}
COPIED: dict[Level, tuple[Duty, ...]] = {
    Level.REMINDER: (), Level.NUDGE: (Duty.HEAD,), Level.NOTICE: (Duty.HEAD, Duty.LEADER),
}  # fmt: skip
"""Each goes to the liaison; these get it too, the leader being the one in charge of the unit."""


class Lack(Named):
    """What a unit has not done yet (没报), the worst first."""

    OVERDUE = "overdue", "逾期"
    UNSIGNED = "unsigned", "未签收"
    UNREPORTED = "unreported", "未汇报"
    BEHIND = "behind", "滞后"


WORST = tuple(Lack)


@dataclass(frozen=True)
class Nudge:
    """One paper of a chain; moments are local, `by` and `answered_by` are titles of posts."""

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
        return f"{SIGNS[self.level]}〔{self.year}〕{self.number}号"


def copied(level: Level) -> str:
    """`抄送负责人、分管领导`."""
    return f"抄送{'、'.join(duty.label for duty in COPIED[level])}" if COPIED[level] else ""


Papers = tuple[tuple[Assignment, Level], ...]


def owing(assignment: Assignment) -> bool:
    """Whether its unit may be nudged at all: what waits for review is not the unit's delay."""
    return assignment.open and assignment.state is not State.SUBMITTED


def missing(assignment: Assignment, today: date, limits: Thresholds) -> Lack | None:
    """What this share lacks; None where it has been reported and is neither late nor behind."""
    if not owing(assignment):
        return None
    now = progress_class.of(assignment, today, limits)
    if now is Standing.OVERDUE:
        return Lack.OVERDUE
    if assignment.state is State.PENDING:
        return Lack.UNSIGNED
    if assignment.reported_at is None:
        return Lack.UNREPORTED
    return Lack.BEHIND if now is Standing.BEHIND else None


def batch(shares: Iterable[Assignment], chain: Iterable[Nudge], today: date) -> tuple[Papers, list[Nudge]]:
    """To each share the next paper of its chain, and the papers of today: nobody gets a second one on one day.

    `chain` holds the papers of these shares, the oldest first.
    """
    last = {nudge.assignment_id: nudge for nudge in chain}
    papers, spared = [], []
    for share in shares:
        before = last.get(share.id)
        if before and before.at.date() == today:
            spared.append(before)
        else:
            papers.append((share, NEXT[before.level if before else None]))
    return tuple(papers), spared


def stamp(papers: Iterable[tuple[int, Level]], words: str) -> str:
    """What a preview has shown, in nine characters: other receivers, levels or words have another one."""
    shown = ",".join(f"{id}{level}" for id, level in sorted(papers))
    return f"x{crc32(f'{shown} {words}'.encode()):08x}"


def sent_as(seen: str, chain: Iterable[Nudge], person_id: int, today: date) -> list[Nudge]:
    """The papers that this very preview has become already, by his own tap today; `chain` is the oldest first."""
    mine = [nudge for nudge in chain if nudge.person_id == person_id and nudge.at.date() == today]
    for _, group in groupby(sorted(mine, key=lambda nudge: nudge.at), key=lambda nudge: nudge.at):
        papers = list(group)
        if stamp(((nudge.assignment_id, nudge.level) for nudge in papers), papers[0].words) == seen:
            return papers
    return []
