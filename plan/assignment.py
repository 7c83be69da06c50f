"""Assignments (承办): one unit's share of one task, and the changes that may be made to it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from plan import light
from plan.calendar import Calendar
from plan.light import Light, Thresholds
from plan.milestones import Milestones
from plan.refusal import Refusal
from plan.reported_progress import Progress, reported
from plan.values import OVER, Cycle, Draft, Role, State, Status

SHORTEST = timedelta(microseconds=1)
"""The shortest time between two reports. It tells apart the answers that they give to nudges."""


@dataclass(frozen=True)
class Assignment:
    """A unit's share of a task. Every change returns a new assignment, and raises Refusal where it is not allowed.

    Days are in the bureau's time zone, moments are aware. `assigned_on` is the day on which the unit could be told.
    `percent` is the progress from 0 to 100, by which the light is computed; `percent_stated` is false where nobody has
    stated it. `words` is the text of the last report, `value` the reached value of the task's target. `path` is the
    unit's place in the tree of units. `version` counts the changes.
    """

    id: int
    task_id: int
    code: str
    title: str
    restricted: bool
    unit_id: int
    unit: str
    path: str
    role: Role
    state: State
    percent: int
    status: Status | None
    words: str
    assigned_on: date
    starts: date
    deadline: date | None
    signed_at: datetime | None
    reported_at: datetime | None
    version: int
    milestones: Milestones = ()
    value: float | None = None
    cycle: Cycle = Cycle.MONTHLY
    percent_stated: bool = True

    @property
    def open(self) -> bool:
        """Whether it is neither closed nor waived."""
        return self.state not in OVER

    @property
    def stated_percent(self) -> int | None:
        """Return the percent that people may be shown: None before the first report, and where nobody stated it."""
        return self.percent if self.percent_stated and self.status is not None else None

    def light(self, today: date, calendar: Calendar, limits: Thresholds) -> Light:
        return light.of(
            self.state, self.percent, self.starts, self.deadline, today=today, calendar=calendar, limits=limits,
            milestones=self.milestones,
        )  # fmt: skip

    def pace(self, today: date) -> int:
        """Return the progress that is expected by now, in percent (序时进度)."""
        return light.pace(self.starts, self.deadline, today, self.milestones)

    def sign(self, now: datetime) -> "Assignment":
        if self.state is not State.PENDING:
            raise Refusal(f"{self.code} 已签收，当前状态：{self.state.label}。")
        return replace(self, state=State.ACTIVE, signed_at=now)

    def report(
        self,
        status: Status | None,
        percent: int | None,
        words: str,
        now: datetime,
        limits: Thresholds,
        value: float | None = None,
        share: int | None = None,
    ) -> "Assignment":
        """Report progress; an assignment that is not signed yet becomes signed.

        `plan.reported_progress` says what follows where status or percent are not given. `share` is the value's share
        of the whole target in percent. Without a `value` the last one is kept. `now` is when it was written, in the
        bureau's time zone; a report that is written before the last one counts from right after that.
        """
        self.reportable()
        at = max(now, self.reported_at + SHORTEST) if self.reported_at else now
        last = Progress(self.percent, stated=self.stated_percent is not None)
        pace = self.pace(at.astimezone(now.tzinfo).date())
        new = reported(status, percent, share, last=last, pace=pace, limits=limits)
        return replace(
            self,
            state=State.SUBMITTED if new.status is Status.DONE else State.ACTIVE,
            status=new.status,
            percent=new.percent,
            percent_stated=new.stated,
            words=words,
            value=self.value if value is None else value,
            signed_at=self.signed_at or at,
            reported_at=at,
        )

    @property
    def repeatable(self) -> bool:
        """Whether the last report may be repeated; not where it said `done` and was sent back."""
        return self.open and self.status not in (None, Status.DONE)

    def repeat(self, draft: Draft, now: datetime, limits: Thresholds) -> "Assignment":
        """Report the last status and percent again, with the last words (沿用上次) or with 无变化."""
        self.reportable()
        if not self.repeatable:
            raise Refusal(f"{self.code} 没有可以沿用的汇报，请回复新的进展。")
        words = self.words if draft is Draft.AGAIN else draft.label
        return self.report(self.status, self.stated_percent, words, now, limits)

    def reportable(self) -> None:
        """Raise Refusal where there is nothing more to report."""
        if self.state in OVER:
            raise Refusal(f"{self.code} {self.state.label}，无需再汇报。")
        if self.state is State.SUBMITTED:
            raise Refusal(f"{self.code} 已报完成，正在等待督办员审核。")

    def close(self) -> "Assignment":
        """Close a reviewed assignment (销号). The caller checks that a clerk does so, never the unit itself."""
        self._under_review("销号")
        return replace(self, state=State.CLOSED)

    def send_back(self) -> "Assignment":
        """Send a reviewed assignment back to its unit (退回)."""
        self._under_review("退回")
        return replace(self, state=State.ACTIVE)

    def waive(self, reason: str) -> "Assignment":
        """Waive an assignment that is open, with a reason (免办)."""
        if self.state in OVER:
            raise Refusal(f"{self.code} {self.state.label}，不必再免办。")
        if not reason.strip():
            raise Refusal("请写明免办理由。")
        return replace(self, state=State.WAIVED)

    def reopen(self) -> "Assignment":
        """Open an assignment again that was closed or waived by mistake (重新办理)."""
        if self.state not in OVER:
            raise Refusal(f"{self.code} 当前状态：{self.state.label}，无需重新办理。")
        return replace(self, state=State.ACTIVE if self.signed_at else State.PENDING)

    def _under_review(self, action: str) -> None:
        if self.state is not State.SUBMITTED:
            raise Refusal(f"{self.code} 当前状态：{self.state.label}。只有待审核的任务可以{action}。")
