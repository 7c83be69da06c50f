"""One unit's share of one task (承办); what happens to it answers with the assignment as it is afterwards."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from plan import light
from plan.calendar import Calendar
from plan.light import Light, Thresholds
from plan.milestones import Milestones
from plan.refusal import Refusal
from plan.values import OVER, Cycle, Draft, Role, State, Status


@dataclass(frozen=True)
class Assignment:
    """Days are the bureau's, moments are aware. It was `assigned_on` the day on which its unit could be told of it;
    `version` counts the changes."""

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

    @property
    def open(self) -> bool:
        return self.state not in OVER

    def light(self, today: date, calendar: Calendar, limits: Thresholds) -> Light:
        return light.of(
            self.state, self.percent, self.starts, self.deadline, today=today, calendar=calendar, limits=limits,
            milestones=self.milestones,
        )  # fmt: skip

    def pace(self, today: date) -> int:
        """What is expected of it by now, in percent (序时进度)."""
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
    ) -> "Assignment":
        """A report on what is not signed yet signs it: who reports has it.

        A report without a percent keeps the last one, but `done` is 100, and `on pace` is at least the pace of that
        day, short of 100: it says so itself. A percent without a status says on pace or behind by its own figure.
        Without a `value` of the target the last one stands.
        `now` is in the bureau's time zone.
        """
        self.reportable()
        expected = self.pace(now.date())
        if status is Status.DONE and percent not in (None, 100):
            raise Refusal(f"“已完成”对应100%，您填的是{percent}%。请选“按序时”或“滞后”，或改为100%。")
        if percent is None:
            percent = 100 if status is Status.DONE else self.percent
            percent = max(percent, min(expected, 99)) if status is Status.ON_PACE else percent
        if status is None:
            on_pace = expected - percent < limits.yellow_points
            status = Status.DONE if percent == 100 else Status.ON_PACE if on_pace else Status.BEHIND
        return replace(
            self,
            state=State.SUBMITTED if status is Status.DONE else State.ACTIVE,
            status=status,
            percent=percent,
            words=words,
            value=self.value if value is None else value,
            signed_at=self.signed_at or now,
            reported_at=now,
        )

    @property
    def repeatable(self) -> bool:
        """Whether its last report may serve as the next: what was sent back is not done by saying so again."""
        return self.open and self.status not in (None, Status.DONE)

    def repeat(self, draft: Draft, now: datetime, limits: Thresholds) -> "Assignment":
        """The last report again (沿用上次), or under its status and percent nothing new (无变化)."""
        self.reportable()
        if not self.repeatable:
            raise Refusal(f"{self.code} 没有可以沿用的汇报，请回复新的进展。")
        words = self.words if draft is Draft.AGAIN else draft.label
        return self.report(self.status, self.percent, words, now, limits)

    def reportable(self) -> None:
        """Raises Refusal where there is nothing more to report."""
        if self.state in OVER:
            raise Refusal(f"{self.code} {self.state.label}，无需再汇报。")
        if self.state is State.SUBMITTED:
            raise Refusal(f"{self.code} 已报完成，正在等待督办员审核。")

    def close(self) -> "Assignment":
        """销号, by the clerk: whoever does the work never closes it."""
        self._under_review("销号")
        return replace(self, state=State.CLOSED)

    def send_back(self) -> "Assignment":
        """退回: the unit goes on where it was."""
        self._under_review("退回")
        return replace(self, state=State.ACTIVE)

    def waive(self, reason: str) -> "Assignment":
        """免办, at any time before it is over."""
        if self.state in OVER:
            raise Refusal(f"{self.code} {self.state.label}，不必再免办。")
        if not reason.strip():
            raise Refusal("请写明免办理由。")
        return replace(self, state=State.WAIVED)

    def reopen(self) -> "Assignment":
        """重新办理: what was closed or waived by mistake is owed again."""
        if self.state not in OVER:
            raise Refusal(f"{self.code} 当前状态：{self.state.label}，无需重新办理。")
        return replace(self, state=State.ACTIVE if self.signed_at else State.PENDING)

    def _under_review(self, action: str) -> None:
        if self.state is not State.SUBMITTED:
            raise Refusal(f"{self.code} 当前状态：{self.state.label}。只有待审核的任务可以{action}。")
