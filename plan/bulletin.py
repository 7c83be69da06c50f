"""Bulletins (通报): their content as values in the plan's order, their period and number, and when they are sent."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import unified_diff
from itertools import groupby

from markupsafe import Markup

from plan import progress_class
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.progress_class import ProgressClass
from plan.refusal import Refusal
from plan.reply import SLOT
from plan.summary import ClassCount, summary
from plan.values import Named, State
from plan.words import dates
from plan.words.date_values import HALF_A_YEAR

DAY = timedelta(days=1)
MANY = 12
"""The number of changed lines that are shown to the signer."""


class BulletinStage(Named):
    """How far a bulletin has come."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "待审签"
    SIGNED = "signed", "已签发"
    REPLACED = "replaced", "已更正"
    DROPPED = "dropped", "已放弃"


PUBLISHED = (BulletinStage.SIGNED, BulletinStage.REPLACED)
"""The stages in which groups have received it."""


@dataclass(frozen=True)
class Bulletin:
    """A bulletin about the period from `first` to `last`.

    `text` is the HTML that groups receive; it has no number until it is signed. `words` is the part that people wrote.
    `counts` are the tasks of each class. `hidden` are the codes of the tasks that were restricted (不上机) when it was
    written, `hands` the ids of the people who worked on the draft, who may not sign it. `by`, `returned_by` and
    `signed_by` are titles of posts; moments are in the bureau's time zone. `corrects` is the id of the bulletin that
    this one corrects.
    """

    id: int
    plan_id: int
    stage: BulletinStage
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
        """Return the document number: `督办通报〔2020〕3号`."""
        return f"督办通报〔{self.year}〕{self.number or '　'}号{'（更正）' if self.corrects else ''}"

    def numbered(self, number: int | None) -> Markup:
        """Return the text with this number; None leaves a blank in its place."""
        return self.text.replace(SLOT, str(number or "　"), 1)

    def tells(self, restricted: Collection[str]) -> bool:
        """Whether the text names a task that has become restricted (不上机) since it was written."""
        return _names(self.text, set(restricted) - self.hidden)


def _names(text: str, codes: Collection[str]) -> bool:
    """Whether the text contains one of these task codes as a whole number."""
    pattern = "|".join(re.escape(code) for code in sorted(codes))
    return bool(pattern and re.search(rf"(?<![\d.])(?:{pattern})(?![\d.]*\d)", text))


def differences(before: str, after: str, restricted: Collection[str]) -> list[str]:
    """Return the lines that differ between two texts in HTML, without lines that name restricted tasks (不上机)."""
    old, new = ([Markup(line).striptags() for line in text.splitlines()] for text in (before, after))  # noqa: S704
    diff = [line for line in unified_diff(old, new, n=0, lineterm="") if line[1:].strip()][2:]
    changed = [f"{'原：' if line[0] == '-' else '现：'}{line[1:]}" for line in diff if not line.startswith("@")]
    shown = [line for line in changed if not _names(line, restricted)]
    return [*shown[:MANY], *([f"另有{len(shown) - MANY}行不同。"] if len(shown) > MANY else [])]


@dataclass(frozen=True)
class Content:
    """What a bulletin says, in the plan's order.

    `closed` are assignments with the units that closed their task. `overdue` and `behind` are assignments by unit,
    `unreported` the codes of tasks by unit. `directives` is the number of directives that nobody has acknowledged.
    """

    total: int
    classes: tuple[ClassCount, ...]
    closed: tuple[tuple[Assignment, str], ...]
    overdue: tuple[tuple[str, tuple[Assignment, ...]], ...]
    behind: tuple[tuple[str, tuple[Assignment, ...]], ...]
    unreported: tuple[tuple[str, tuple[str, ...]], ...]
    directives: int


def content(
    shares: Sequence[Assignment], closed: Collection[int], today: date, *, calendar: Calendar,
    limits: Thresholds, before: Mapping[str, int], unreported: Iterable[tuple[str, Iterable[str]]], directives: int,
) -> Content:  # fmt: skip
    """Return the content of a bulletin as of today.

    `shares` are the assignments of the whole plan, in its order; `closed` are the ids of those that were closed in the
    period. `before` are the counts of the last bulletin, empty for the first. `unreported` are units with the codes of
    what they have not reported.
    """
    tasks = progress_class.tasks(shares, today, calendar, limits)
    whole = summary(tasks, today, dict(before))
    late = [(assignment, progress_class.of(assignment, today, limits)) for task in tasks for assignment in task.late]
    overdue = (assignment for assignment, standing in late if standing is ProgressClass.OVERDUE)
    behind = (assignment for assignment, standing in late if standing is ProgressClass.BEHIND)
    return Content(
        whole.total, whole.classes, _closed(shares, closed), _by_unit(overdue), _by_unit(behind),
        tuple((unit, tuple(codes)) for unit, codes in unreported), directives,
    )  # fmt: skip


def _closed(shares: Sequence[Assignment], closed: Collection[int]) -> tuple[tuple[Assignment, str], ...]:
    """Return one row per task: an assignment, and the names of the units; of more than three units their number."""
    still_closed = [assignment for assignment in shares if assignment.id in closed and assignment.state is State.CLOSED]
    rows = []
    for _, group in groupby(still_closed, key=lambda assignment: assignment.task_id):
        assignments = list(group)
        units = [assignment.unit for assignment in assignments]
        rows.append((assignments[0], "、".join(units) if len(units) <= 3 else f"{len(units)}个单位"))
    return tuple(rows)


def _by_unit(shares: Iterable[Assignment]) -> tuple[tuple[str, tuple[Assignment, ...]], ...]:
    """Group by unit, in the order of the plan: sorted by delay, the list would be a ranking of units."""
    units: dict[str, list[Assignment]] = {}
    for assignment in shares:
        units.setdefault(assignment.unit, []).append(assignment)
    return tuple((unit, tuple(assignments)) for unit, assignments in units.items())


def period(first: str, last: str, today: date) -> tuple[date, date]:
    """Return the period that a person has written. Raise Refusal where it ends after today or before it begins."""
    start, end = _past(first, today), _past(last, today)
    if end > today:
        raise Refusal("通报时段不能晚于今天，请重新回复。")
    if start > end:
        raise Refusal("开始日期不能晚于结束日期，请重新回复。")
    return start, end


def _past(words: str, today: date) -> date:
    """Return the day that a person has written; one without a year that would lie ahead is of the last year."""
    day = dates.day(words, today)
    is_ahead = day.year > today.year or day - today > HALF_A_YEAR
    return day.replace(year=day.year - 1) if is_ahead and words[0].isdigit() and str(day.year) not in words else day


def default_period(last: date | None, starts: date, today: date) -> tuple[date, date]:
    """Return the usual period: from the day after `last`, the end of the last bulletin's period, until today.

    Without a last bulletin it begins with the start of the plan.
    """
    return min(last + DAY if last else starts, today), today


def send_at(now: datetime, calendar: Calendar, card_days: Collection[date]) -> datetime:
    """Return when a group receives a bulletin, in the time zone of `now`.

    A group gets one card a day: on the days in `card_days` it has one, and the bulletin waits for the next working
    morning.
    """
    moment = calendar.next_open(now)
    while moment.date() in card_days:
        moment = datetime.combine(calendar.next_working(moment.date() + DAY), calendar.hours.opens, moment.tzinfo)
    return moment
