"""Tells the clerk from December on that the coming year's days off are not known yet, until they are."""

from datetime import date, timedelta

from plan.calendar import Calendar
from plan.reply import Button, Reply
from plan.values import Duty
from schedules.registry import Tick, schedule
from storage import outbox, people

DECEMBER = 12


@schedule("next_year", "放假安排提醒", cron="0 9 * * *")
async def next_year(tick: Tick) -> None:
    year = wanted(tick.today)
    day = owed(tick.done, tick.today, tick.calendar)
    if day is None or tick.calendar.known(year):
        return
    text = (
        f"{year}年的放假安排尚未设定，目前暂按周末推算，提醒时间可能与放假调休不符。\n\n"
        "国务院办公厅的通知发布后，请点“粘贴放假通知”，发送通知全文，核对无误后启用。"
    )
    payload = Reply(text, ((Button("粘贴放假通知", "/notice"), Button("放假安排", f"/calendar {year}")),)).dump()
    for clerk in await people.holders(tick.db, (Duty.CLERK,), tick.today):
        key = f"next_year:{year}:{day}:{clerk.id}"
        await outbox.put(tick.db, key, "next_year", payload, tick.now, person_id=clerk.id)


def wanted(today: date) -> int:
    """The year whose notice must be there: from December on the coming one."""
    return today.year + (today.month == DECEMBER)


def owed(done: date, today: date, calendar: Calendar) -> date | None:
    """The latest of the 1st of December and of all Mondays that is due after `done` and by `today`: each moved to the
    next working day. Nothing from the time before December is due in it."""
    if not calendar.works(today):
        return None
    first, monday = date(today.year, DECEMBER, 1), today - timedelta(days=today.weekday())
    days = [monday] if first > today else [one for one in (first, monday) if one >= first]
    return max((one for one in days if done < calendar.next_working(one) <= today), default=None)
