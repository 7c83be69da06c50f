"""Compute an assignment's light, red, yellow or green, from its deadline and its pace, with the reason in words."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from plan.calendar import Calendar
from plan.milestones import Milestones, expected
from plan.refusal import Refusal
from plan.values import OVER, State


@dataclass(frozen=True)
class Thresholds:
    """The bureau's limits.

    A light is yellow `near_days` working days before the deadline, or `yellow_points` percentage points behind the
    pace; it is red more than `red_points` behind the pace.
    """

    near_days: int = 3
    yellow_points: int = 10
    red_points: int = 30

    def allows(self, name: str, value: int) -> bool:
        """Whether one of the limits may have this value: at most 20 days, and yellow not after red."""
        new = replace(self, **{name: value})
        return 0 <= new.near_days <= 20 and 1 <= new.yellow_points <= new.red_points <= 99

    def changed(self, name: str, value: int) -> "Thresholds":
        """Return the limits with another value of one of them. Raise Refusal where it is not allowed."""
        if not self.allows(name, value):
            raise Refusal("未保存：临期应为0到20个工作日，黄灯应为1到99个百分点且不大于红灯。")
        return replace(self, **{name: value})


@dataclass(frozen=True)
class Light:
    """A light with its sign and reason.

    Lights are ordered by urgency, the greatest is the worst. Those of one `rank` are ordered by `weight`: a reason of
    date weighs more than one of pace.
    """

    rank: int
    sign: str
    reason: str
    weight: int = field(default=0, compare=False)

    def __lt__(self, other: "Light") -> bool:
        return (self.rank, self.weight) < (other.rank, other.weight)

    def __str__(self) -> str:
        return f"{self.sign} {self.reason}"


GREEN, YELLOW, RED = 2, 3, 4
A_DATE = 1000
"""The weight of a reason of date, more than any number of percentage points."""
SIGNS = {GREEN: "🟢", YELLOW: "🟡", RED: "🔴"}


def pace(starts: date, deadline: date | None, today: date, milestones: Milestones = ()) -> int:
    """Return the expected progress (序时进度) in whole percent from 0 to 100: the share of the time that has passed.

    With milestones it is that of the last one that has passed.
    """
    if deadline is None or today <= starts:
        return 0
    if today >= deadline:
        return 100
    if milestones:
        return expected(milestones, today)
    return (today - starts).days * 100 // max((deadline - starts).days, 1)


def by_date(deadline: date | None, today: date, calendar: Calendar, limits: Thresholds) -> Light:
    """Return the light by the distance to the deadline."""
    if deadline is None:
        return Light(GREEN, SIGNS[GREEN], "时限待定")
    if today > deadline:
        late = calendar.between(deadline, today)
        words = f"{late}个工作日" if late else f"{(today - deadline).days}天"
        return Light(RED, SIGNS[RED], f"逾期 已超时限{words}", A_DATE + (today - deadline).days)
    left = calendar.between(today, deadline)
    if today == deadline:
        return Light(YELLOW, SIGNS[YELLOW], "临期 今天到时限", A_DATE)
    if left <= limits.near_days:
        words = f"{left}个工作日" if left else f"{(deadline - today).days}天，其间无工作日"
        return Light(YELLOW, SIGNS[YELLOW], f"临期 距时限{words}", A_DATE - left)
    return Light(GREEN, SIGNS[GREEN], "时限内")


def by_pace(percent: int, due: int, limits: Thresholds) -> Light:
    """Return the light by the progress; `due` is the expected progress in percent."""
    behind = due - percent
    if behind < limits.yellow_points:
        return Light(GREEN, SIGNS[GREEN], "超序时" if behind < 0 else "按序时", behind)
    rank = RED if behind > limits.red_points else YELLOW
    return Light(rank, SIGNS[rank], f"落后序时 {behind} 个百分点", behind)


@lru_cache(maxsize=65_536)
def of(
    state: State,
    percent: int,
    starts: date,
    deadline: date | None,
    *,
    today: date,
    calendar: Calendar,
    limits: Thresholds,
    milestones: Milestones = (),
) -> Light:
    """Return the worse of the lights by date and by pace; of equal ones the pace where green, else the date.

    Cached, because a list asks for many lights that have few different dates and percents.
    """
    if state in OVER:
        return Light(0, "✅", state.label)
    if state is State.SUBMITTED:
        return Light(1, "🔵", "待审核")
    date_light = by_date(deadline, today, calendar, limits)
    pace_light = by_pace(percent, pace(starts, deadline, today, milestones), limits)
    if deadline is None:
        return date_light
    if date_light.rank == pace_light.rank:
        return pace_light if date_light.rank == GREEN else date_light
    return max(date_light, pace_light, key=lambda light: light.rank)
