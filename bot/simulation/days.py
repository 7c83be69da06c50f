"""Decide in the morning what people say on that day, from the state of the database: lines as they would be typed."""

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
"""Weekdays, Wednesday and Thursday."""
RETURNS, GRANTS = 0.12, 0.7
PATIENCE = 4


@dataclass(frozen=True, order=True)
class Utterance:
    """A line that somebody says; `who` is their chat, `tap` the label of the button that they tap in the answer."""

    at: datetime
    who: int
    line: str
    tap: str = field(default="", compare=False)


@dataclass(frozen=True)
class Day:
    """The state of the plan on a morning, and the people who act on it."""

    today: date
    now: datetime
    seed: int
    calendar: Calendar
    shares: Sequence[Assignment]
    requests: Sequence[tuple[Extension, Assignment]]
    people: Sequence[Somebody]

    def lines(self) -> list[Utterance]:
        """Return the lines of the day in the order of their moments."""
        units = (line for share in self.shares if share.open for line in self._unit(share))
        return sorted([*units, *self._clerk(), *self._leader()])

    def _of(self, duty: Duty, unit_id: int | None = None) -> int | None:
        """Return the chat of the first person with this duty who has opened the bot."""
        return self._there.get((duty, unit_id))

    @cached_property
    def _there(self) -> dict[tuple[Duty, int | None], int]:
        chats: dict[tuple[Duty, int | None], int] = {}
        for somebody in self.people:
            for unit_id in (None, somebody.unit.id) if somebody.chat else ():
                chats.setdefault((somebody.duty, unit_id), somebody.chat or 0)
        return chats

    @cached_property
    def _works(self) -> bool:
        return self.calendar.works(self.today)

    def _at(self, rng: Random, hours: tuple[int, int] = (9, 17)) -> datetime:
        return datetime.combine(self.today, time(rng.randrange(*hours), rng.randrange(1, 60)), self.now.tzinfo)

    def _unit(self, share: Assignment) -> Iterator[Utterance]:
        habits = habit(self.seed, share.unit, share.code)
        who = self._of(Duty.LIAISON, share.unit_id)
        if who is None or not (self._works or habits.on_days_off):
            return
        if line := _next(share, habits, self.today):
            rng = chance(self.seed, self.today, share.id)
            yield Utterance(self._at(rng, (9, 17) if self._works else (18, 22)), who, line)

    def _clerk(self) -> Iterator[Utterance]:
        who = self._of(Duty.CLERK)
        if who is None or not self._works:
            return
        by_task: dict[int, list[Assignment]] = {}
        for share in self.shares:
            by_task.setdefault(share.task_id, []).append(share)
        for share in self.shares:
            ready = share.reported_at and share.reported_at.astimezone(self.now.tzinfo).date() < self.today
            if share.state is State.SUBMITTED and ready and not cities.open_cities(share, by_task[share.task_id]):
                rng = chance(self.seed, "review", share.id, share.version)
                line = f"/return {share.id} 缺成果材料" if rng.random() < RETURNS else f"/close {share.id}"
                yield Utterance(self._at(chance(self.seed, self.today, share.id)), who, line)
        yield from self._chase(who)

    def _chase(self, who: int) -> Iterator[Utterance]:
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
            for share in rng.sample(late, min(MOST_NUDGES, len(late))):
                yield Utterance(self._at(rng), who, f"/nudge {share.id}", "确认发送")
        if self.today.weekday() == CALLS_ON:
            promised = self.calendar.add(self.today, 3)
            for share in late[:MOST_CALLS]:
                words = f"值班室 {share.code} {promised.month}月{promised.day}日 尽快报送"
                yield Utterance(self._at(rng), who, f"/called {share.unit_id} {words}")

    def _leader(self) -> Iterator[Utterance]:
        """The clerk decides requests of units that are under no leader."""
        leaders = [somebody for somebody in self.people if somebody.duty is Duty.LEADER and somebody.chat]
        for request, share in self.requests:
            above = [somebody.chat for somebody in leaders if share.path.startswith(somebody.unit.path)]
            who = above[0] if above else self._of(Duty.CLERK)
            if who is not None and self._works:
                rng = chance(self.seed, "request", request.id)
                grants = rng.random() < GRANTS
                line = f"/approve {request.id}" if grants else f"/refuse {request.id} 请按期完成"
                yield Utterance(self._at(rng, (10, 17)), who, line, "" if grants else "确认不批准")


def _next(share: Assignment, habits: Habit, today: date) -> str:
    """Return what the liaison says about this assignment today: on most days nothing."""
    since = (today - share.assigned_on).days
    left = (share.deadline - today).days if share.deadline else 366
    if share.state is State.SUBMITTED:
        return ""
    if share.state is State.PENDING and habits.signs_after is not None and since >= habits.signs_after:
        return f"/sign {share.id}"
    if habits.done_before is not None and left <= habits.done_before and _rested(share, today):
        return f"/submit {share.id} yes 已全部完成，材料另送"
    if habits.asks_for_more and left == PATIENCE and share.state is State.ACTIVE:
        return f"/extend {share.id} +1月 数据尚未报齐"
    if today.day == habits.reports_on and today.month % habits.every == 0:
        percent = max(min(share.pace(today) + habits.ahead, 95), share.percent)
        status = Status.ON_PACE if percent >= share.pace(today) - 10 else Status.BEHIND
        return f"/progress {share.id} {status.label} {percent}% {today.month}月进展：正在按计划推进"
    return ""


def _rested(share: Assignment, today: date) -> bool:
    """Return whether some days have passed since the last report: what was returned is not submitted again the next
    morning."""
    return share.reported_at is None or (today - share.reported_at.date()).days >= PATIENCE
