"""A bulletin (通报): what it tells of the plan, as values, in the plan's order; its number, and when it may go out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import unified_diff
from itertools import groupby
from zlib import crc32

from markupsafe import Markup

from plan import progress_class
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.days import HALF_A_YEAR, read
from plan.light import Thresholds
from plan.progress_class import Standing
from plan.refusal import Refusal
from plan.reply import SLOT
from plan.summary import Class, summary
from plan.values import Named, State

DAY = timedelta(days=1)
MANY = 12
"""Lines of what has changed; whoever wants more reads the text anew."""


class Stage(Named):
    DRAFT = "draft", "草稿"
    REVIEW = "review", "待审签"
    SIGNED = "signed", "已签发"
    REPLACED = "replaced", "已更正"
    DROPPED = "dropped", "已放弃"


OUT = (Stage.SIGNED, Stage.REPLACED)
"""Groups have got it."""


@dataclass(frozen=True)
class Bulletin:
    """`text` is what groups get, frozen as HTML; until it is signed, its number is still open in it.

    `hidden` are the tasks that were 不上机 when it was written, `hands` the people who had a part in the draft;
    `by`, `returned_by` and `signed_by` are titles of posts; moments are local. `corrects` is the id of an earlier one.
    """

    id: int
    plan_id: int
    stage: Stage
    first: date
    last: date
    words: str
    text: Markup
    dated: date
    year: int
    number: int | None
    counts: Mapping[str, int]
    hidden: frozenset[str]
    hands: frozenset[int]
    corrects: int | None
    by: str
    remark: str
    returned_by: str
    signed_by: str
    signer_id: int | None
    signed_at: datetime | None
    version: int
    groups: tuple[int, ...]

    @property
    def paper(self) -> str:
        """`督办通报〔2020〕3号`."""
        return f"督办通报〔{self.year}〕{self.number or '　'}号{'（更正）' if self.corrects else ''}"

    def numbered(self, number: int | None) -> Markup:
        """What groups get under this number; None leaves it open."""
        return self.text.replace(SLOT, str(number or "　"), 1)

    def tells(self, restricted: Collection[str]) -> bool:
        """Whether it says more of a task than may be said since that has become 不上机."""
        return _names(self.text, set(restricted) - self.hidden)


def _names(text: str, codes: Collection[str]) -> bool:
    either = "|".join(re.escape(code) for code in sorted(codes))
    return bool(either and re.search(rf"(?<![\d.])(?:{either})(?![\d.]*\d)", text))


def differences(before: str, after: str, restricted: Collection[str]) -> list[str]:
    """Which lines of a frozen text were others before; none that names a task which is 不上机 by now."""
    was, now = ([Markup(line).striptags() for line in text.splitlines()] for text in (before, after))  # noqa: S704
    changed = [line for line in unified_diff(was, now, n=0, lineterm="") if line[1:].strip()][2:]
    said = [f"{'原：' if line[0] == '-' else '现：'}{line[1:]}" for line in changed if not line.startswith("@")]
    told = [line for line in said if not _names(line, restricted)]
    return [*told[:MANY], *([f"另有{len(told) - MANY}行不同。"] if len(told) > MANY else [])]


def stamp(text: str) -> str:
    """What a preview has shown, in nine characters."""
    return f"x{crc32(text.encode()):08x}"


@dataclass(frozen=True)
class Content:
    """Tasks closed with their units; by unit those overdue, behind, and not reported; all in the plan's order."""

    total: int
    classes: tuple[Class, ...]
    closed: tuple[tuple[Assignment, str], ...]
    overdue: tuple[tuple[str, tuple[Assignment, ...]], ...]
    behind: tuple[tuple[str, tuple[Assignment, ...]], ...]
    unreported: tuple[tuple[str, tuple[str, ...]], ...]
    directives: int


def content(
    shares: Sequence[Assignment], closed: Collection[int], today: date, *, calendar: Calendar,
    limits: Thresholds, before: Mapping[str, int], unreported: Iterable[tuple[str, Iterable[str]]], directives: int,
) -> Content:  # fmt: skip
    """`shares` are the whole plan's, in its order; `closed` are those that were closed in the period.

    `before` are the counts of the last bulletin, empty for the first; `unreported` are units with the numbers of what
    they have not reported. What stands, stands as of today.
    """
    tasks = progress_class.tasks(shares, today, calendar, limits)
    whole = summary(tasks, today, dict(before))
    late = [(assignment, progress_class.of(assignment, today, limits)) for task in tasks for assignment in task.late]
    return Content(
        whole.total, whole.classes, _closed(shares, closed),
        _by_unit(assignment for assignment, how in late if how is Standing.OVERDUE),
        _by_unit(assignment for assignment, how in late if how is Standing.BEHIND),
        tuple((unit, tuple(codes)) for unit, codes in unreported), directives,
    )  # fmt: skip


def _closed(shares: Sequence[Assignment], closed: Collection[int]) -> tuple[tuple[Assignment, str], ...]:
    """One line a task; of many cities their number."""
    over = [assignment for assignment in shares if assignment.id in closed and assignment.state is State.CLOSED]
    rows = []
    for _, group in groupby(over, key=lambda assignment: assignment.task_id):
        several = list(group)
        units = [assignment.unit for assignment in several]
        rows.append((several[0], "、".join(units) if len(units) <= 3 else f"{len(units)}个单位"))
    return tuple(rows)


def _by_unit(shares: Iterable[Assignment]) -> tuple[tuple[str, tuple[Assignment, ...]], ...]:
    """Units as they come first in the plan: sorted by how late they are, the list would be a ranking."""
    units: dict[str, list[Assignment]] = {}
    for assignment in shares:
        units.setdefault(assignment.unit, []).append(assignment)
    return tuple((unit, tuple(theirs)) for unit, theirs in units.items())


def period(first: str, last: str, today: date) -> tuple[date, date]:
    """As it was written; raises Refusal where it lies ahead, or ends before it begins."""
    start, end = _past(first, today), _past(last, today)
    if end > today:
        raise Refusal("通报时段不能晚于今天，请重新回复。")
    if start > end:
        raise Refusal("开始日期不能晚于结束日期，请重新回复。")
    return start, end


def _past(words: str, today: date) -> date:
    """A day that was written without a year is rather of a year before than of the next, or half a year ahead."""
    day = read(words, today)
    ahead = day.year > today.year or day - today > HALF_A_YEAR
    return day.replace(year=day.year - 1) if ahead and words[0].isdigit() and str(day.year) not in words else day


def since(last: date | None, starts: date, today: date) -> tuple[date, date]:
    """The usual period: from the day after the last bulletin's, else from the plan's start, until today."""
    return min(last + DAY if last else starts, today), today


def goes_at(now: datetime, calendar: Calendar, shown: Collection[date]) -> datetime:
    """A group gets one new card a day: where it has had today's (`shown`), the next working morning."""
    moment = calendar.next_open(now)
    while moment.date() in shown:
        moment = datetime.combine(calendar.next_working(moment.date() + DAY), calendar.hours.opens, moment.tzinfo)
    return moment
