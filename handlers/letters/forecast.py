"""Show what the bot would send in the coming days (预演), and who would get most of it; nothing is sent or written."""

from collections import Counter
from datetime import date
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import DayWords, Input, Page
from handlers.registry import CLERK, command
from plan.forecast import DAY, DAYS, Forecast, by_person, last_day
from plan.format import short_day
from plan.letter_kinds import LetterKind, Rule
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.texts import render
from plan.words import dates
from storage import people

ByPerson = Annotated[str, Input("按人", "按人", "按人")]
BACK = Button("返回", "/forecast")


@command(
    "forecast", "预演", "今后7天将发送哪些提醒，谁收到最多", who=CLERK, words=("提醒预演",), menu=19,
    example="/forecast 明天",
)  # fmt: skip
async def ahead(ask: Ask, day: DayWords = "", everybody: ByPerson = "", page: Page = 0) -> Reply:
    chosen = _within(ask, dates.day(day, ask.sent_on, ask.bureau.calendar)) if day else None
    forecast = await ask.bureau.forecast(ask.db, ask.now, ask.bureau)
    if everybody:
        return await _people(ask, forecast, page)
    return _day(ask, forecast, chosen) if chosen else _week(ask, forecast)


def _within(ask: Ask, day: date) -> date:
    last = last_day(ask.today)
    if not ask.today <= day <= last:
        raise Refusal(f"只能预演今天至{short_day(last, ask.today)}。", BACK)
    return day


def _week(ask: Ask, forecast: Forecast) -> Reply:
    week = [ask.today + DAY * count for count in range(DAYS + 1)]
    rows = [(day, ask.bureau.calendar.works(day), _by_label(forecast.by_kind(day))) for day in week]
    coming = forecast.after(ask.today)
    loads = by_person(coming)
    text = render(
        "forecast", today=ask.today, calendar=ask.bureau.calendar, rows=rows, total=len(coming), people=len(loads),
        most=loads[0].letters if loads else 0,
    )  # fmt: skip
    buttons = [Button(short_day(day, day), f"/forecast {day}") for day, _, counts in rows if counts]
    return Reply(text, pairs([*buttons, *([Button("按人查看", "/forecast 按人")] if loads else [])]))


def _day(ask: Ask, forecast: Forecast, day: date) -> Reply:
    counts = _by_label(forecast.by_kind(day))
    text = render(
        "forecast_day", today=ask.today, calendar=ask.bureau.calendar, date=day, total=sum(counts.values()),
        rules=counts, items=_items(forecast, day), works=ask.bureau.calendar.works(day),
    )  # fmt: skip
    near = (("前一天", day - DAY), ("后一天", day + DAY))
    turn = tuple(Button(label, f"/forecast {to}") for label, to in near if ask.today <= to <= last_day(ask.today))
    return Reply(text, (turn, (BACK,)))


def _by_label(kinds: dict[LetterKind, int]) -> dict[str, int]:
    """Return the counts by the labels that people know; several kinds may have one label."""
    counts: dict[str, int] = {}
    for kind, count in kinds.items():
        counts[kind.label] = counts.get(kind.label, 0) + count
    return counts


def _items(forecast: Forecast, day: date) -> dict[str, dict[str, int]]:
    """Return for each label of letters with reminders the number of these by their rule, the most first."""
    items: dict[str, Counter[Rule]] = {}
    for (of_day, kind), counts in forecast.items.items():
        if of_day == day and counts:
            items[kind.label] = items.get(kind.label, Counter()) + counts
    return {label: {rule.label: count for rule, count in counts.most_common()} for label, counts in items.items()}


async def _people(ask: Ask, forecast: Forecast, page: int) -> Reply:
    loads = by_person(forecast.after(ask.today))
    shown, turn, pages = paged(loads, page, "/forecast 按人")
    known = {person.id: person for person in await people.of_ids(ask.db, [load.person_id for load in shown], ask.today)}
    rows = [(load, known[load.person_id]) for load in shown if load.person_id in known]
    text = render(
        "forecast_people", today=ask.today, calendar=ask.bureau.calendar, rows=rows, total=len(loads), pages=pages
    )  # fmt: skip
    return Reply(text, (*([turn] if turn else []), (BACK,)))
