"""Forecast the letters of the coming days (预演) by asking the schedules what they would owe; nothing is written."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from bot import moments
from bot.moments import Moment
from handlers.ask import Bureau
from plan import forecast as counting
from plan.forecast import Forecast, ForecastLetter, last_day
from plan.letter_kinds import LetterKind, Rule
from schedules import SCHEDULES
from schedules.registry import NewLetter, PutOff, Schedule
from schedules.run import still_sent_since, with_untold
from schedules.tick import Outlook, Tick
from storage import events, groups, outbox, people, runs, settings
from storage.database import Connection
from storage.outbox import delivery_counts
from storage.reader_cache import cached

Items = dict[tuple[date, LetterKind], Counter[Rule]]


async def forecast(db: Connection, now: datetime, bureau: Bureau) -> Forecast:
    """Return the letters of the rest of today and of the days after it; `now` is in the bureau's time zone.

    What the schedules would owe is cached for a minute while nothing happens: for a ministry it takes seconds, and a
    clerk who looks at it goes from day to day.
    """
    mark = (
        now.replace(second=0, microsecond=0), bureau, await events.last_id(db), await outbox.last_id(db),
        await groups.bound(db), await settings.switched_off(db), await people.reachable(db),
    )  # fmt: skip
    coming = await cached(db, "forecast", mark, lambda: _coming(db, now, bureau))
    return Forecast([*coming.letters, *await _waiting(db, now, bureau)], coming.items)


async def _coming(db: Connection, now: datetime, bureau: Bureau) -> Forecast:
    done = await runs.last(db, SCHEDULES)
    until = datetime.combine(last_day(now.date()), time.max, now.tzinfo)
    letters: list[ForecastLetter] = []
    items: Items = {}
    for schedule in SCHEDULES.values():
        since = done.get(schedule.name) or moments.start_of(schedule, bureau, now)
        coming = list(moments.coming(schedule, bureau, since.astimezone(now.tzinfo), now, until))
        letters += await _of_schedule(db, schedule, bureau, coming, now, items)
    return Forecast(letters, items)


async def _of_schedule(
    db: Connection, schedule: Schedule, bureau: Bureau, coming: Sequence[Moment], asked_at: datetime, items: Items
) -> list[ForecastLetter]:
    """Return its letters, and add the reminders in them to `items`. Each moment takes those before it as done."""
    outlook = Outlook(asked_at, tuple(dict.fromkeys(moment.now.date() for moment in coming)))
    letters: list[ForecastLetter] = []
    for moment in coming:
        tick = Tick(
            db, moment.at, moment.since, moment.now, bureau.calendar, bureau.limits, bureau.rules,
            moment.since.date(), outlook=outlook,
        )  # fmt: skip
        if schedule.kind.is_of_its_day and moment is coming[0]:
            tick = await with_untold(schedule.kind, tick)
        owed = await schedule.owes(tick)
        told, reminders = await tick.computed(_counted, schedule.kind, tick, owed, outlook)
        letters += told
        day = (tick.today, schedule.kind)
        items[day] = items.get(day, Counter()) + reminders
    return letters


def _counted(
    kind: LetterKind, tick: Tick, owed: Sequence[NewLetter | PutOff], outlook: Outlook
) -> tuple[list[ForecastLetter], Counter[Rule]]:
    """Return the letters of one moment and the reminders in them by rule, each reminder once; what it would write is
    remembered in the outlook."""
    outlook.put_off.update({item.group.id: True for item in owed if isinstance(item, PutOff)})
    told: list[ForecastLetter] = []
    reminders: set[str] = set()
    for letter in owed:
        if isinstance(letter, NewLetter) and not tick.has_key(key := letter.key(kind, tick)):
            outlook.keys.add(key)
            reminders.update(letter.reminders)
            at = kind.sendable_at(letter.due_at or tick.now, tick.now, tick.calendar)
            told.append(ForecastLetter(at.date(), kind, letter.person_id, len(letter.reminders)))
            if letter.group_id is not None:
                outlook.put_off[letter.group_id] = False
    outlook.told.update(reminders)
    return told, counting.items(reminders)


async def _waiting(db: Connection, now: datetime, bureau: Bureau) -> list[ForecastLetter]:
    """Return what is in the outbox already. Letters that the next moment of their schedule takes back are part of
    that."""
    waiting = await delivery_counts.waiting(db, still_sent_since(now, bureau.calendar))
    letters = [
        ForecastLetter(kind.sendable_at(at.astimezone(now.tzinfo), now, bureau.calendar).date(), kind, person_id)
        for kind, person_id, at in waiting
    ]
    return [letter for letter in letters if letter.day <= last_day(now.date())]
