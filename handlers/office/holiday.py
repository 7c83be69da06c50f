"""Declare a single day a workday or a day off for this bureau (调整工作日), apart from the State Council's notice."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import DayWords, Input
from handlers.office.calendar import SOURCES
from handlers.registry import CLERK, command
from plan.calendar import Calendar
from plan.format import day as day_text
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.words import dates
from storage import events, workday_changes, workdays

Change = Annotated[str, Input("上班、放假或恢复", "放假", "上班|放假|恢复|work|off|reset")]
WORKS: dict[str, bool | None] = {
    "上班": True, "work": True, "放假": False, "off": False, "恢复": None, "reset": None,
}  # fmt: skip
LABELS = {True: "上班", False: "放假"}


@command("holiday", "调整工作日", "单独设定某天上班或放假", who=CLERK, writes=True, settles=True)
async def holiday(ask: Ask, words: DayWords, change: Change) -> Reply:
    day = dates.day(words, ask.sent_on, ask.bureau.calendar)
    if not ask.today.year - 1 <= day.year <= ask.today.year + 2:
        raise Refusal("只能调整去年到后年的日子，请核对年份。")
    before = await workdays.calendar(ask.db)
    without_override = replace(
        before, overrides={other: works for other, works in before.overrides.items() if other != day}
    )
    override = WORKS[change] if WORKS[change] is not without_override.works(day) else None
    if override is before.overrides.get(day):
        return _day_page(ask, before, day, "未作调整：")
    after = await workday_changes.set_day(ask.db, day, override, ask.now)
    old_facts = {"day": str(day), "works": before.overrides.get(day)}
    await events.happened(ask.db, "workday", ask.now, ask.me, {"day": str(day), "works": override}, old_facts)
    return _day_page(ask, after, day, "已设定：", "已保存")


def _day_page(ask: Ask, calendar: Calendar, day: date, opening: str, toast: str = "") -> Reply:
    is_override, works = day in calendar.overrides, calendar.works(day)
    change_button = (
        Button("恢复", f"/holiday {day} reset")
        if is_override
        else Button(f"改为{LABELS[not works]}", f"/holiday {day} {'off' if works else 'work'}")
    )
    text = f"{opening}{day_text(day, ask.today)}{LABELS[works]}（{SOURCES[calendar.source(day)]}）。"
    return Reply(text, ((change_button, Button("放假安排", f"/calendar {day.year}")),), toast=toast)
