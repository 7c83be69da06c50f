"""What the bot would say by itself in the coming days (预演), and who gets most of it: nothing is sent or written."""

from collections import Counter
from datetime import date
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import DayWords, Input, Page
from handlers.letters.forecasting import forecast, last
from handlers.registry import CLERK, command
from plan import days
from plan.forecast import DAY, DAYS, Forecast, by_person
from plan.format import short_day
from plan.letter_kinds import DIGEST, LetterKind, Rule
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.texts import render
from storage import people

ByPerson = Annotated[str, Input("按人", "按人", "按人")]
BACK = Button("返回", "/forecast")


@command(
    "forecast", "预演", "今后7天将发送哪些提醒，谁收到最多", who=CLERK, words=("提醒预演",), menu=19,
    example="/forecast 明天",
)  # fmt: skip
async def ahead(ask: Ask, day: DayWords = "", everybody: ByPerson = "", page: Page = 0) -> Reply:
    chosen = _within(ask, days.read(day, ask.today)) if day else None
    found = await forecast(ask)
    if everybody:
        return await _people(ask, found, page)
    return _day(ask, found, chosen) if chosen else _week(ask, found)


def _within(ask: Ask, day: date) -> date:
    if not ask.today <= day <= last(ask):
        raise Refusal(f"只能预演今天至{short_day(last(ask), ask.today)}。", BACK)
    return day


def _week(ask: Ask, found: Forecast) -> Reply:
    every = [ask.today + DAY * count for count in range(DAYS + 1)]
    rows = [(day, ask.bureau.calendar.works(day), _named(found.by_kind(day))) for day in every]
    coming = found.after(ask.today)
    loads = by_person(coming)
    text = render(
        "forecast", today=ask.today, calendar=ask.bureau.calendar, rows=rows, total=len(coming), people=len(loads),
        most=loads[0].letters if loads else 0,
    )  # fmt: skip
    buttons = [Button(short_day(day, day), f"/forecast {day}") for day, _, rules in rows if rules]
    return Reply(text, pairs([*buttons, *([Button("按人查看", "/forecast 按人")] if loads else [])]))


def _day(ask: Ask, found: Forecast, day: date) -> Reply:
    rules = found.by_kind(day)
    items = {rule.label: count for rule, count in found.items.get(day, Counter[Rule]()).most_common()}
    text = render(
        "forecast_day", today=ask.today, calendar=ask.bureau.calendar, date=day, total=sum(rules.values()),
        rules=_named(rules), digest=DIGEST.label, items=items, works=ask.bureau.calendar.works(day),
    )  # fmt: skip
    near = (("前一天", day - DAY), ("后一天", day + DAY))
    turn = tuple(Button(label, f"/forecast {to}") for label, to in near if ask.today <= to <= last(ask))
    return Reply(text, (turn, (BACK,)))


def _named(kinds: dict[LetterKind, int]) -> dict[str, int]:
    """By the names that people know; what several rules have in common is one."""
    found: dict[str, int] = {}
    for kind, count in kinds.items():
        found[kind.label] = found.get(kind.label, 0) + count
    return found


async def _people(ask: Ask, found: Forecast, page: int) -> Reply:
    loads = by_person(found.after(ask.today))
    shown, turn, pages = paged(loads, page, "/forecast 按人")
    known = {person.id: person for person in await people.of_ids(ask.db, [load.person_id for load in shown], ask.today)}
    rows = [(load, known[load.person_id]) for load in shown if load.person_id in known]
    text = render(
        "forecast_people", today=ask.today, calendar=ask.bureau.calendar, rows=rows, total=len(loads), pages=pages
    )  # fmt: skip
    return Reply(text, (*([turn] if turn else []), (BACK,)))
