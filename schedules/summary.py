"""The week's summary for every bound group (周报), on its own day and hour, or the first working day after it on which
the group gets no bulletin."""

import json
from datetime import date

from plan import moments, progress_class
from plan.assignment import Assignment
from plan.calendar import DAY
from plan.letter_kinds import BULLETIN, SUMMARY
from plan.picture_contents import LightBasis
from plan.picture_contents import pictures as pictures_of
from plan.progress_class import Standing, TaskStanding
from plan.reply import Button, File, Reply
from plan.summary import summary
from plan.texts import render
from schedules.registry import Tick, schedule
from storage import assignments, groups, outbox, pictures, plans
from storage.groups import Group
from storage.outbox import pending
from storage.plans import Plan

LINES = 8
LINKS = ((Button("查看总览", url="?start=board"), Button("我的任务", url="?start=my")),)


@schedule("summary", "周报", cron="0 {weekly} * * *")
async def weekly(tick: Tick) -> None:
    due = [one for one in await groups.bound(tick.db) if await _due(one, tick)]
    plan = await plans.current(tick.db) if due else None
    if plan is None:
        return
    shares = await assignments.of_plan(tick.db)
    for group in due:
        if tick.today in await outbox.card_days(tick.db, group.id, tick.now, (BULLETIN,)):
            await groups.change(tick.db, group.id, put_off=True)
        else:
            await _card(
                tick, group, plan, [assignment for assignment in shares if assignment.path.startswith(group.path)]
            )


async def _due(group: Group, tick: Tick) -> bool:
    """What was put off keeps its hour. A day that was over when the group was bound is not owed to it, nor is one on
    which it has had its card, whatever its hour has been changed to since."""
    hour = (tick.at if tick.at.date() == tick.today else tick.now).hour
    if group.put_off and group.hour <= hour:
        return True
    since = max(tick.since, group.bound_at.astimezone(tick.zone))
    day = moments.weekly(group.weekday, group.hour, since, tick.at, tick.calendar)
    if day is None or await outbox.got_today(tick.db, group.id, SUMMARY, tick.now):
        return False
    since_then = [day + DAY * n for n in range((tick.today - day).days + 1)]
    return not await outbox.any_of(tick.db, [_key(group, one) for one in since_then])


def _key(group: Group, day: date) -> str:
    return f"summary:{group.id}:{day}"


async def _card(tick: Tick, group: Group, plan: Plan, shares: list[Assignment]) -> None:
    """At most one a day, whatever its day and hour have been changed to."""
    tasks = progress_class.tasks(shares, tick.today, tick.calendar, tick.limits)
    values = summary(tasks, tick.today, json.loads(group.last or "{}"))
    text = render(
        "summary", today=tick.today, calendar=tick.calendar, plan=plan, unit=group.unit or "", summary=values,
        lines=LINES,
    )  # fmt: skip
    payload = Reply(text, LINKS, files=await _pictures(tick, group, plan, tasks)).dump()
    key = _key(group, tick.today)
    await pending.give_way(tick.db, group.id, SUMMARY)
    if await outbox.put(tick.db, key, SUMMARY, payload, tick.now, group_id=group.id) is not None:
        counts = {standing: sum(task.standing is standing for task in tasks) for standing in Standing}
        await groups.change(tick.db, group.id, last=json.dumps(counts), put_off=False)


async def _pictures(tick: Tick, group: Group, plan: Plan, tasks: list[TaskStanding]) -> tuple[File, ...]:
    title = f"{plan.title}" if group.unit is None else f"{group.unit} · {plan.year}年"
    basis = LightBasis(tick.today, tick.calendar, tick.limits)
    shown = pictures_of(title, plan.starts, plan.year, tasks, basis)
    return tuple([await pictures.put(tick.db, picture, f"进展{n}.png", tick.now) for n, picture in enumerate(shown, 1)])
