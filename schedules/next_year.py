"""Tell the clerks from December on that the coming year's days off are not known yet, until they are."""

from plan.letter_kinds import NEXT_YEAR
from plan.moments import asks_for_year, wanted_year
from plan.reply import Button, Reply
from plan.values import Duty
from schedules.registry import Content, NewLetter, rebuilds, schedule
from schedules.tick import Tick
from storage import people
from storage.outbox.claims import Letter


@schedule(NEXT_YEAR, cron="0 9 * * *")
async def next_year(tick: Tick) -> list[NewLetter]:
    year = wanted_year(tick.today)
    day = asks_for_year(tick.done, tick.today, tick.calendar)
    if day is None or tick.calendar.known(year):
        return []
    clerks = await people.holders(tick.db, (Duty.CLERK,), tick.today)

    async def compose(_key: str) -> Content:
        return Content(_reply(year))

    return [NewLetter(clerk, compose, about=f"{year}:{day}:{clerk.id}") for clerk in clerks]


def _reply(year: int) -> Reply:
    text = (
        f"{year}年的放假安排尚未设定，目前暂按周末推算，提醒时间可能与放假调休不符。\n\n"
        "国务院办公厅的通知发布后，请点“粘贴放假通知”，发送通知全文，核对无误后启用。"
    )
    return Reply(text, ((Button("粘贴放假通知", "/notice"), Button("放假安排", f"/calendar {year}")),))


@rebuilds(NEXT_YEAR)
async def rebuilt(tick: Tick, letter: Letter) -> Reply | None:
    """Drop it if the year it is about has become known."""
    year = int(letter.key.split(":")[1])
    return None if tick.calendar.known(year) else Reply.load(letter.payload)
