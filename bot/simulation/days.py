"""What people do on one day, decided in the morning from what is in the database: lines as they would be typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from bot.simulation.habits import Habit, chance, habit
from bot.simulation.people import Somebody
from plan import cities
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.extension import Extension
from plan.values import Duty, State, Status

MOST_NUDGES, MOST_CALLS = 4, 2
NUDGES_ON, CALLS_ON = 2, 3
"""Wednesday and Thursday."""
RETURNS, GRANTS = 0.12, 0.7
PATIENCE = 4


@dataclass(frozen=True, order=True)
class Said:
    """`tap` is the button of the answer that he taps then."""

    at: datetime
    who: int
    line: str
    tap: str = field(default="", compare=False)


@dataclass(frozen=True)
class Day:
    """A morning's view of everything, and who is there to act on it."""

    today: date
    now: datetime
    seed: int
    calendar: Calendar
    shares: Sequence[Assignment]
    requests: Sequence[tuple[Extension, Assignment]]
    people: Sequence[Somebody]

    def said(self) -> list[Said]:
        """In the order of the clock."""
        units = (line for share in self.shares if share.open for line in self._unit(share))
        return sorted([*units, *self._clerk(), *self._leader()])

    def _of(self, duty: Duty, unit_id: int | None = None) -> int | None:
        """The first who is there."""
        return self._there.get((duty, unit_id))

    @cached_property
    def _there(self) -> dict[tuple[Duty, int | None], int]:
        found: dict[tuple[Duty, int | None], int] = {}
        for somebody in self.people:
            for unit_id in (None, somebody.unit.id) if somebody.chat else ():
                found.setdefault((somebody.duty, unit_id), somebody.chat or 0)
        return found

    @cached_property
    def _works(self) -> bool:
        return self.calendar.works(self.today)

    def _at(self, rng: Random, hours: tuple[int, int] = (9, 17)) -> datetime:
        return datetime.combine(self.today, time(rng.randrange(*hours), rng.randrange(1, 60)), self.now.tzinfo)

    def _unit(self, share: Assignment) -> Iterator[Said]:
        ways = habit(self.seed, share.unit, share.code)
        who = self._of(Duty.LIAISON, share.unit_id)
        if who is None or not (self._works or ways.on_days_off):
            return
        if line := _next(share, ways, self.today):
            rng = chance(self.seed, self.today, share.id)
            yield Said(self._at(rng, (9, 17) if self._works else (18, 22)), who, line)

    def _clerk(self) -> Iterator[Said]:
        who = self._of(Duty.CLERK)
        if who is None or not self._works:
            return
        by_task: dict[int, list[Assignment]] = {}
        for share in self.shares:
            by_task.setdefault(share.task_id, []).append(share)
        for share in self.shares:
            ready = share.reported_at and share.reported_at.astimezone(self.now.tzinfo).date() < self.today
            if share.state is State.SUBMITTED and ready and not cities.in_the_way(share, by_task[share.task_id]):
                rng = chance(self.seed, "review", share.id, share.version)
                line = f"/return {share.id} 缺成果材料" if rng.random() < RETURNS else f"/close {share.id}"
                yield Said(self._at(chance(self.seed, self.today, share.id)), who, line)
        yield from self._chased(who)

    def _chased(self, who: int) -> Iterator[Said]:
        late = [
            assignment
            for assignment in self.shares
            if assignment.open and assignment.state is not State.SUBMITTED and assignment.deadline
        ]
        late = [
            assignment
            for assignment in late
            if assignment.deadline and assignment.deadline < self.today - timedelta(days=PATIENCE)
        ]
        late.sort(key=lambda assignment: (assignment.deadline, assignment.id))
        rng = chance(self.seed, "clerk", self.today)
        if self.today.weekday() == NUDGES_ON:
            for one in rng.sample(late, min(MOST_NUDGES, len(late))):
                yield Said(self._at(rng), who, f"/nudge {one.id}", "确认发送")
        if self.today.weekday() == CALLS_ON:
            promised = self.calendar.add(self.today, 3)
            for one in late[:MOST_CALLS]:
                words = f"值班室 {one.code} {promised.month}月{promised.day}日 尽快报送"
                yield Said(self._at(rng), who, f"/called {one.unit_id} {words}")

    def _leader(self) -> Iterator[Said]:
        """A unit that is under no leader has its requests decided by the clerk."""
        leaders = [somebody for somebody in self.people if somebody.duty is Duty.LEADER and somebody.chat]
        for request, share in self.requests:
            above = [somebody.chat for somebody in leaders if share.path.startswith(somebody.unit.path)]
            who = above[0] if above else self._of(Duty.CLERK)
            if who is not None and self._works:
                rng = chance(self.seed, "request", request.id)
                line = f"/approve {request.id}" if rng.random() < GRANTS else f"/refuse {request.id} 请按期完成"
                yield Said(self._at(rng, (10, 17)), who, line)


def _next(share: Assignment, ways: Habit, today: date) -> str:
    """What the liaison says about a share on this day; nothing, on most of them."""
    since = (today - share.assigned_on).days
    left = (share.deadline - today).days if share.deadline else 366
    if share.state is State.SUBMITTED:
        return ""
    if share.state is State.PENDING and ways.signs_after is not None and since >= ways.signs_after:
        return f"/sign {share.id}"
    if ways.done_before is not None and left <= ways.done_before and _rested(share, today):
        return f"/submit {share.id} 已全部完成，材料另送"
    if ways.asks_for_more and left == PATIENCE and share.state is State.ACTIVE:
        return f"/extend {share.id} +1月 数据尚未报齐"
    if today.day == ways.reports_on and today.month % ways.every == 0:
        percent = max(min(share.pace(today) + ways.ahead, 95), share.percent)
        status = Status.ON_PACE if percent >= share.pace(today) - 10 else Status.BEHIND
        return f"/progress {share.id} {status.label} {percent}% {today.month}月进展：正在按计划推进"
    return ""


def _rested(share: Assignment, today: date) -> bool:
    """Some days after it was sent back, not the next morning."""
    return share.reported_at is None or (today - share.reported_at.date()).days >= PATIENCE
