"""A year's days off and make-up workdays, and their source (放假安排)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import command
from plan import calendar as rules
from plan import format, near_days
from plan.calendar import Calendar
from plan.reply import Button, Reply, Row
from plan.texts import render
from plan.values import Duty

Year = Annotated[int, Field(ge=2004, le=2100), Input("年份", "2026", r"\d{4}", "年份请填2004到2100之间。", after="年?")]
MAX_OVERRIDES = 8
SOURCES = {"official": "国务院安排", "override": "本单位设定", "guess": "暂按周末推算"}


@command("calendar", "放假安排", "全年放假、调休和提醒时段", words=("工作日历", "节假日"), menu=17)
async def calendar(ask: Ask, year: Year | None = None) -> Reply:
    year = year or ask.today.year
    year_row = (Button(f"{year - 1}年", f"/calendar {year - 1}"), Button(f"{year + 1}年", f"/calendar {year + 1}"))
    buttons: tuple[Row, ...] = (year_row,)
    if Duty.CLERK in ask.me.duties:
        buttons += ((Button("粘贴放假通知", "/notice"), Button("提醒时段", "/hours")),)
    return Reply(calendar_page(ask, ask.bureau.calendar, year), buttons)


def calendar_page(ask: Ask, calendar: Calendar, year: int, note: str = "") -> str:
    """Return the page of a year; `calendar` may be a preview of what a notice would change."""
    overrides = sorted((day, works) for day, works in calendar.overrides.items() if day.year == year)
    ahead = [(day, works) for day, works in overrides if day >= ask.today] or overrides
    new_year = date(year, 1, 1)  # Dates relative to it omit the year, which the page's heading names.
    return render(
        "calendar", today=ask.today, calendar=calendar, year=year, note=note, hours=calendar.hours,
        source=SOURCES["official" if calendar.known(year) else "guess"], known=calendar.known(year),
        holidays=calendar.holidays(year), runs=rules.runs, own=ahead[:MAX_OVERRIDES],
        more=len(overrides) - len(ahead[:MAX_OVERRIDES]),
        day=lambda value: format.day(value, new_year),
        days=lambda first, last: format.days(first, last, new_year), works=calendar.works(ask.today),
        why=SOURCES[calendar.source(ask.today)], weeks=near_days.weeks(ask.today, calendar),
        holiday=near_days.next_holiday(ask.today, calendar),
    )  # fmt: skip
