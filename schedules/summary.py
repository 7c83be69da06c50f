"""The weekly summary for every bound group (周报), on the group's day and hour, or on the first working day after it
without a bulletin for the group."""

import json

from plan import moments, progress_class
from plan.assignment import Assignment
from plan.calendar import DAY
from plan.letter_kinds import SUMMARY, kinds
from plan.picture import Picture
from plan.picture_contents import LightBasis
from plan.picture_contents import pictures as pictures_of
from plan.progress_class import ProgressClass, TaskProgress
from plan.reply import Button, Reply
from plan.summary import summary
from plan.texts import render
from schedules.registry import Content, NewLetter, PutOff, schedule
from schedules.tick import Tick
from storage import assignments, groups, outbox, plans
from storage.groups import Group
from storage.plans import Plan

LINES = 8
LINKS = ((Button("查看总览", url="?start=board"), Button("我的任务", url="?start=my")),)


@schedule(SUMMARY, cron="0 {weekly} * * *")
async def weekly(tick: Tick) -> list[NewLetter | PutOff]:
    due = [group for group in await groups.bound(tick.db) if await _is_due(group, tick)]
    plan = await plans.current(tick.db) if due else None
    if plan is None:
        return []
    cards = _Cards(tick, plan)
    return [PutOff(group) if await _has_other_card(group, tick) else cards.letter(group) for group in due]


async def _has_other_card(group: Group, tick: Tick) -> bool:
    """Return whether the group gets a bulletin today."""
    others = [kind for kind in kinds(is_card=True) if kind is not SUMMARY]
    return tick.today in await outbox.card_days(tick.db, group.id, tick.asked_at, others)


async def _is_due(group: Group, tick: Tick) -> bool:
    """A summary that was put off keeps its hour. A group is not owed the summary of a day before it was bound, nor of a
    day on which it has had one, whatever its hour has been changed to since."""
    hour = (tick.at if tick.at.date() == tick.today else tick.now).hour
    if tick.is_put_off(group) and group.hour <= hour:
        return True
    since = max(tick.since, group.bound_at.astimezone(tick.zone))
    day = moments.weekly(group.weekday, group.hour, since, tick.at, tick.calendar)
    if day is None or await outbox.got_today(tick.db, group.id, SUMMARY, tick.now):
        return False
    days = [day + DAY * count for count in range((tick.today - day).days + 1)]
    keys = [f"{SUMMARY.name}:{group.id}:{day}" for day in days]
    return not (any(map(tick.has_key, keys)) or await outbox.any_of(tick.db, keys))


class _Cards:
    """The cards of one moment: the plan's assignments are read once, when the first card is composed."""

    def __init__(self, tick: Tick, plan: Plan) -> None:
        self._tick, self._plan = tick, plan
        self._assignments: list[Assignment] | None = None

    def letter(self, group: Group) -> NewLetter:
        """At most one a day, whatever the group's day and hour have been changed to."""

        async def compose(_key: str) -> Content:
            return self._content(group, await self._of(group))

        return NewLetter(group, compose, about=f"{group.id}:{self._tick.today}")

    async def _of(self, group: Group) -> list[Assignment]:
        if self._assignments is None:
            self._assignments = await assignments.of_plan(self._tick.db)
        return [assignment for assignment in self._assignments if assignment.path.startswith(group.path)]

    def _content(self, group: Group, shares: list[Assignment]) -> Content:
        tick, plan = self._tick, self._plan
        tasks = progress_class.tasks(shares, tick.today, tick.calendar, tick.limits)
        values = summary(tasks, tick.today, json.loads(group.last or "{}"))
        text = render(
            "weekly_summary",
            today=tick.today,
            calendar=tick.calendar,
            plan=plan,
            unit=group.unit or "",
            summary=values,
            lines=LINES,
        )
        counts = {standing.value: sum(task.standing is standing for task in tasks) for standing in ProgressClass}
        return Content(Reply(text, LINKS), self._pictures(group, tasks), counts)

    def _pictures(self, group: Group, tasks: list[TaskProgress]) -> dict[str, Picture]:
        tick, plan = self._tick, self._plan
        title = plan.title if group.unit is None else f"{group.unit} · {plan.year}年"
        basis = LightBasis(tick.today, tick.calendar, tick.limits)
        contents = pictures_of(title, plan.starts, plan.year, tasks, basis)
        return {f"进展{number}.png": picture for number, picture in enumerate(contents, 1)}
