"""Tells the clerk from December on that the coming year's days off are not known yet, until they are."""

from plan.letter_kinds import NEXT_YEAR
from plan.moments import asks_for_year, wanted_year
from plan.reply import Button, Reply
from plan.values import Duty
from schedules.registry import Tick, schedule
from storage import outbox, people


@schedule("next_year", "放假安排提醒", cron="0 9 * * *")
async def next_year(tick: Tick) -> None:
    year = wanted_year(tick.today)
    day = asks_for_year(tick.done, tick.today, tick.calendar)
    if day is None or tick.calendar.known(year):
        return
    text = (
        f"{year}年的放假安排尚未设定，目前暂按周末推算，提醒时间可能与放假调休不符。\n\n"
        "国务院办公厅的通知发布后，请点“粘贴放假通知”，发送通知全文，核对无误后启用。"
    )
    payload = Reply(text, ((Button("粘贴放假通知", "/notice"), Button("放假安排", f"/calendar {year}")),)).dump()
    for clerk in await people.holders(tick.db, (Duty.CLERK,), tick.today):
        key = f"next_year:{year}:{day}:{clerk.id}"
        await outbox.put(tick.db, key, NEXT_YEAR, payload, tick.now, person_id=clerk.id)
