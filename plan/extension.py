"""Extensions (延期): what a unit may ask for, and what may be granted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.format import short_day
from plan.refusal import Refusal
from plan.values import Named, State
from plan.words import dates, length_forms

DAY = timedelta(days=1)
MONTH_END = "月底"
CHOICES = ("+1周", "+1月", MONTH_END)
REASONS = ("上级部署调整", "数据尚未报齐", "协调事项未决")
OTHER = "其他"
EXTENDABLE = (State.PENDING, State.ACTIVE)
"""The states in which an assignment may be extended."""


class ExtensionStage(Named):
    """What has become of a request."""

    OPEN = "open", "等待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


@dataclass(frozen=True)
class Extension:
    """A unit's request to move a deadline from `was` to `wanted`.

    `post_id`, `opinion_by` and `decided_by` are ids of posts. `opinion` is the clerk's, `answer` the reason of the
    decision. Moments are aware.
    """

    id: int
    assignment_id: int
    was: date
    wanted: date
    reason: str
    stage: ExtensionStage
    post_id: int
    at: datetime
    opinion: str
    opinion_by: int | None
    answer: str
    decided_by: int | None
    decided_at: datetime | None

    @property
    def about(self) -> str:
        """Return how keys of letters name this request; such letters are dropped once it is settled."""
        return f"request{self.id}"


def extendable_deadline(assignment: Assignment, today: date) -> date:
    """Return the deadline of which an extension may be requested. Raise Refusal where none may."""
    if assignment.restricted:
        raise Refusal("不上机任务的延期请按纸质渠道办理。")
    if assignment.state not in EXTENDABLE:
        raise Refusal(f"{assignment.code} {assignment.state.label}，不能申请延期。")
    if assignment.deadline is None:
        raise Refusal(f"{assignment.code} 时限待定，无需申请延期。")
    if too_late(assignment, today):
        raise Refusal(f"{assignment.code} 已过时限，不能申请延期。")
    return assignment.deadline


def too_late(assignment: Assignment, today: date) -> bool:
    """Whether the deadline has passed, after which no extension may be requested."""
    return assignment.deadline is not None and assignment.deadline < today


def new_deadline(deadline: date, words: str, today: date, last: date, calendar: Calendar) -> date:
    """Return the day that `words` mean. Raise Refusal where it is not after the deadline.

    `last` is the latest day that may be requested.
    """
    day = _counted(words, deadline, calendar) or dates.day(words, today, calendar)
    if day <= deadline:
        raise Refusal(f"新的时限须晚于现时限{short_day(deadline, today)}。")
    if day > last:
        raise Refusal(f"新的时限不能晚于{short_day(last, today)}。")
    return day


def _counted(words: str, deadline: date, calendar: Calendar) -> date | None:
    """Return the day that counts from the deadline (`+1周`, `两周`, `月底`), None for other words.

    The end of a month is the first one after the deadline.
    """
    if words == MONTH_END:
        return dates.day(words, deadline + DAY)
    if words.startswith("+"):
        return dates.day(words, deadline, calendar)
    length = dates.only_length(words)
    return length_forms.later(deadline, length, calendar) if length else None


def choices(deadline: date, last: date, calendar: Calendar) -> dict[str, date]:
    """Return the days that are offered as buttons, each by the first words that mean it.

    `last` is the latest day that may be requested.
    """
    offered: dict[date, str] = {}
    for words in CHOICES:
        day = _counted(words, deadline, calendar)
        if day and day <= last:
            offered.setdefault(day, words)
    return {words: day for day, words in offered.items()}


def check_decidable(request: Extension, assignment: Assignment) -> None:
    """Raise Refusal where the request cannot be decided any more."""
    if assignment.restricted:
        raise Refusal("不上机任务的延期请按纸质渠道办理。")
    if request.stage is not ExtensionStage.OPEN:
        raise Refusal(f"这项延期申请{request.stage.label}。")
    if assignment.state not in EXTENDABLE:
        raise Refusal(f"{assignment.code} {assignment.state.label}，无需再审批延期。")


def approve(request: Extension, assignment: Assignment, today: date) -> Assignment:
    """Return the assignment with the new deadline. Raise Refusal where the request no longer fits the assignment."""
    check_decidable(request, assignment)
    if assignment.deadline != request.was:
        raise Refusal(f"{assignment.code} 的时限已有调整，请由单位撤回后重新申请。")
    if request.wanted < today:
        raise Refusal(f"申请的时限{short_day(request.wanted, today)}已过，不能批准。请由单位撤回后另行办理。")
    return replace(assignment, deadline=request.wanted)


def granted_text(requests: Iterable[Extension], today: date) -> str:
    """Return what was granted so far: `时限由6月30日延至9月30日（已延期1次）`; an empty string for nothing."""
    approved = [extension for extension in requests if extension.stage is ExtensionStage.APPROVED]
    if not approved:
        return ""
    first, last = short_day(approved[0].was, today), short_day(approved[-1].wanted, today)
    return f"时限由{first}延至{last}（已延期{len(approved)}次）"
