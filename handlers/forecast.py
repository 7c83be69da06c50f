"""What the bot would say by itself in the coming days (预演), and who gets most of it: nothing is sent or written."""

from datetime import date
from typing import Annotated

from handlers.ask import Ask
from handlers.forecasting import last, letters
from handlers.inputs import DayWords, Input, Page
from handlers.registry import CLERK, command
from plan import days, forecast, unsent
from plan.forecast import DAY, DAYS, Told
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.rules import RULES
from plan.texts import render
from plan.wording import short_day
from storage import people

ByPerson = Annotated[str, Input("按人", "按人", "按人")]
BACK = Button("返回", "/forecast")


@command(
    "forecast", "预演", "今后7天将发送哪些提醒，谁收到最多", who=CLERK, words=("提醒预演",), menu=19,
    example="/forecast 明天",
)  # fmt: skip
async def ahead(ask: Ask, day: DayWords = "", by_person: ByPerson = "", page: Page = 0) -> Reply:
    chosen = _within(ask, days.read(day, ask.today)) if day else None
    told = await letters(ask)
    if by_person:
        return await _people(ask, told, page)
    return _day(ask, told, chosen) if chosen else _week(ask, told)


def _within(ask: Ask, day: date) -> date:
    if not ask.today <= day <= last(ask):
        raise Refusal(f"只能预演今天至{short_day(last(ask), ask.today)}。", BACK)
    return day


def _week(ask: Ask, told: list[Told]) -> Reply:
    every = [ask.today + DAY * count for count in range(DAYS + 1)]
    rows = [(day, ask.bureau.calendar.works(day), _named(forecast.by_rule(told, day))) for day in every]
    coming = [one for one in told if one.day > ask.today]
    loads = forecast.by_person(coming)
    text = render(
        "forecast", today=ask.today, calendar=ask.bureau.calendar, rows=rows, total=len(coming), people=len(loads),
        most=loads[0].letters if loads else 0,
    )  # fmt: skip
    buttons = [Button(short_day(day, day), f"/forecast {day}") for day, _, rules in rows if rules]
    return Reply(text, pairs([*buttons, *([Button("按人查看", "/forecast 按人")] if loads else [])]))


def _day(ask: Ask, told: list[Told], day: date) -> Reply:
    rules = forecast.by_rule(told, day)
    items = {RULES[name].label: count for name, count in forecast.items(told, day).most_common()}
    text = render(
        "forecast_day", today=ask.today, calendar=ask.bureau.calendar, date=day, total=rules.total(),
        rules=_named(rules), digest=RULES["digest"].label, items=items, works=ask.bureau.calendar.works(day),
    )  # fmt: skip
    near = (("前一天", day - DAY), ("后一天", day + DAY))
    turn = tuple(Button(label, f"/forecast {to}") for label, to in near if ask.today <= to <= last(ask))
    return Reply(text, (turn, (BACK,)))


def _named(rules: dict[str, int]) -> dict[str, int]:
    """By the names that people know; what several rules have in common is one."""
    found: dict[str, int] = {}
    for name, count in sorted(rules.items(), key=lambda one: -one[1]):
        found[unsent.label(name)] = found.get(unsent.label(name), 0) + count
    return found


async def _people(ask: Ask, told: list[Told], page: int) -> Reply:
    loads = forecast.by_person(one for one in told if one.day > ask.today)
    shown, turn, pages = paged(loads, page, "/forecast 按人")
    rows = [(load, person) for load in shown if (person := await people.get(ask.db, load.person_id, ask.today))]
    text = render(
        "forecast_people", today=ask.today, calendar=ask.bureau.calendar, rows=rows, total=len(loads), pages=pages
    )  # fmt: skip
    return Reply(text, (*([turn] if turn else []), (BACK,)))
