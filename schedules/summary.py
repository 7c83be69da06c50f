"""The week's summary for every bound group (周报), on Monday or the first working day after it."""

import json
from datetime import date, timedelta

from plan import standing
from plan.calendar import Calendar
from plan.reply import Button, Reply
from plan.summary import summary
from plan.texts import render
from schedules.registry import Tick, schedule
from storage import assignments, groups, outbox, plans, settings

LINES = 8
LAST = "summary.last"


@schedule("summary", "周报", cron="0 9 * * *")
async def weekly(tick: Tick) -> None:
    monday = owed_monday(tick.done, tick.today, tick.calendar)
    plan = await plans.current(tick.db)
    if monday is None or plan is None:
        return
    tasks = standing.tasks(await assignments.of_plan(tick.db), tick.today, tick.calendar, tick.limits)
    last = json.loads(await settings.get(tick.db, settings.BUREAU, LAST, "{}"))
    values = summary(tasks, tick.today, last)
    text = render("summary", today=tick.today, calendar=tick.calendar, plan=plan, summary=values, lines=LINES)
    payload = Reply(text, ((Button("查看总览", url="?start=board"), Button("我的任务", url="?start=my")),)).dump()
    for group in await groups.bound(tick.db):
        await outbox.put(tick.db, f"summary:{group.id}:{monday}", "summary", payload, tick.now, group_id=group.id)
    counts = {one: sum(task.standing is one for task in tasks) for one in standing.Standing}
    await settings.put(tick.db, settings.BUREAU, LAST, json.dumps(counts))


def owed_monday(since: date, today: date, calendar: Calendar) -> date | None:
    """The latest Monday whose summary is due after `since` and by `today`: moved to the next working day."""
    if not calendar.works(today):
        return None
    monday = today - timedelta(days=today.weekday())
    return monday if since < calendar.next_working(monday) <= today else None
