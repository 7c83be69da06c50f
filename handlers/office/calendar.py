"""A year's days off and make-up days (放假安排), and what they rest on."""

from datetime import date
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import command
from plan import calendar as rules
from plan import format
from plan.calendar import Calendar
from plan.reply import Button, Reply, Row
from plan.texts import render
from plan.values import Duty

Year = Annotated[int, Field(ge=2004, le=2100), Input("年份", "2026", r"\d{4}", "年份请填2004到2100之间。", after="年?")]
SHOWN = 8
SOURCES = {"official": "国务院安排", "override": "本单位设定", "guess": "暂按周末推算"}


@command("calendar", "放假安排", "全年放假、调休和提醒时段", words=("工作日历", "节假日"), menu=17)
async def calendar(ask: Ask, year: Year | None = None) -> Reply:
    year = year or ask.today.year
    turn = (Button(f"{year - 1}年", f"/calendar {year - 1}"), Button(f"{year + 1}年", f"/calendar {year + 1}"))
    buttons: tuple[Row, ...] = (turn,)
    if Duty.CLERK in ask.me.duties:
        buttons += ((Button("粘贴放假通知", "/notice"), Button("提醒时段", "/hours")),)
    return Reply(sheet(ask, ask.bureau.calendar, year), buttons)


def sheet(ask: Ask, calendar: Calendar, year: int, note: str = "") -> str:
    """`calendar` may be one that is only thought of: what a notice would make."""
    own = sorted((day, works) for day, works in calendar.overrides.items() if day.year == year)
    ahead = [one for one in own if one[0] >= ask.today] or own
    within = date(year, 1, 1)  # of this page's year the year need not be said again
    return render(
        "calendar", today=ask.today, calendar=calendar, year=year, note=note, hours=calendar.hours,
        source=SOURCES["official" if calendar.known(year) else "guess"], known=calendar.known(year),
        holidays=calendar.holidays(year), runs=rules.runs, own=ahead[:SHOWN], more=len(own) - len(ahead[:SHOWN]),
        day=lambda value: format.day(value, within),
        days=lambda first, last: format.days(first, last, within), works=calendar.works(ask.today),
        why=SOURCES[calendar.source(ask.today)],
    )  # fmt: skip
