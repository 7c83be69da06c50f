"""The letters of the coming days, as the schedules would owe them if nothing changed: only read, never written."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from handlers.ask import Ask
from plan import forecast as plan
from plan import moments
from plan import mornings as rules
from plan.digest_rules import apart
from plan.forecast import DAY, DAYS, Forecast, Told
from plan.letter_kinds import DIGEST, NEXT_YEAR, PHONE, SUMMARY, LetterKind, Rule
from plan.mornings import Morning
from plan.phone import rows
from plan.values import Duty
from storage import events, groups, mornings, outbox, people, phone, plans, runs, settings
from storage.outbox import delivery_counts, pending
from storage.outbox.pending import Untold
from storage.reader_cache import cached

Steps = list[tuple[date, date]]


async def forecast(ask: Ask) -> Forecast:
    """Of what is left of today, and of the days after it. Kept for a minute, while nothing happens: a ministry's takes
    seconds, and whoever looks at it goes from day to day."""
    minute = ask.now.replace(second=0, microsecond=0)
    mark = (
        minute, ask.bureau, await events.last_id(ask.db), await outbox.last_id(ask.db), await groups.bound(ask.db),
        await settings.switched_off(ask.db), await people.reachable(ask.db),
    )  # fmt: skip
    coming = await cached(ask.db, "forecast", mark, lambda: _coming(ask))
    return Forecast([*coming.letters, *await _waiting(ask)], coming.items)


async def _coming(ask: Ask) -> Forecast:
    """What is not written yet."""
    items: dict[date, Counter[Rule]] = {}
    letters = [
        *await _digests(ask, await _steps(ask, "digest", ask.bureau.rules.morning), items),
        *await _phone(ask, await _steps(ask, "phone", ask.bureau.rules.phone)),
        *await _summaries(ask),
        *await _next_year(ask, await _steps(ask, "next_year", time(9))),
    ]
    return Forecast(letters, items)


def last(ask: Ask) -> date:
    return ask.today + DAY * DAYS


async def _steps(ask: Ask, schedule: str, at: time) -> Steps:
    """The days on which its moment is still to come."""
    bureau, nominal = ask.bureau, datetime.combine(ask.today, at, ask.zone)
    since = (await runs.last(ask.db, (schedule,))).get(schedule, nominal - DAY)
    done = since.astimezone(ask.zone).date()
    first = max(done + DAY, bureau.calendar.next_open(ask.now).date())
    return plan.steps(done, first, last(ask), bureau.calendar)


async def _digests(ask: Ask, steps: Steps, items: dict[date, Counter[Rule]]) -> list[Told]:
    """The shares are read once. They are looked at in a thread: a ministry's take seconds, and others are answered
    meanwhile. Of what one morning owes no more is kept than the numbers."""
    bureau = ask.bureau
    several = [Morning(*step, bureau.calendar, bureau.limits, bureau.rules, ask.zone) for step in steps]
    if not several:
        return []
    stuck = await pending.untold(ask.db, DIGEST, ask.now, _this_morning(ask))
    several[0] = replace(several[0], done=await _done(ask, several[0], stuck))
    facts = await mornings.facts(ask.db, several)
    told: list[Told] = []
    said: set[str] = set()
    for morning in several:
        dues = await asyncio.to_thread(rules.dues, facts, morning)
        keys = {due.key for due in dues} - said
        new = await outbox.first_time(ask.db, keys) | (keys & stuck.keys)
        said |= new
        theirs = await mornings.receivers(ask.db, morning.today, apart(dues, new))
        items[morning.today] = plan.items(theirs.values())
        told += [Told(morning.today, DIGEST, person.id, len(owed)) for person, owed in theirs.items()]
    return told


def _this_morning(ask: Ask) -> datetime:
    """What came to be owed before it is said by the next morning, not by itself."""
    speaks = ask.bureau.calendar.next_open(ask.now).date() == ask.today
    return datetime.combine(ask.today, time.min, ask.zone) if speaks else ask.now


async def _done(ask: Ask, first: Morning, stuck: Untold) -> date:
    """As the next morning will take it: what could not be said is not done."""
    before = stuck.since and await runs.day_before(ask.db, "digest", stuck.since.astimezone(ask.zone))
    return min(before or first.done, first.done)


async def _phone(ask: Ask, steps: Steps) -> list[Told]:
    facts = await phone.facts(ask.db, ask.today, ask.zone)
    days = [day for _, day in steps if any(not row.settled for row in rows(facts, day, ask.bureau.calendar))]
    return [told for day in days for told in await _to_clerks(ask, day, PHONE)]


async def _next_year(ask: Ask, steps: Steps) -> list[Told]:
    calendar = ask.bureau.calendar
    days = [day for done, day in steps if moments.asks_for_year(done, day, calendar)
            and not calendar.known(moments.wanted_year(day))]  # fmt: skip
    return [told for day in days for told in await _to_clerks(ask, day, NEXT_YEAR)]


async def _to_clerks(ask: Ask, day: date, kind: LetterKind) -> list[Told]:
    return [Told(day, kind, clerk.id) for clerk in await people.holders(ask.db, (Duty.CLERK,), day)]


async def _summaries(ask: Ask) -> list[Told]:
    if await plans.current(ask.db) is None:
        return []
    days_left, bound = list(_days(ask)), await groups.bound(ask.db)
    days = [
        at.date()
        for group in bound for since, at in days_left
        if moments.weekly(group.weekday, group.hour, since, at, ask.bureau.calendar)
    ]  # fmt: skip
    put_off = [_next(ask, group.hour) for group in bound if group.put_off]
    return [Told(day, SUMMARY, None) for day in days + put_off]


def _next(ask: Ask, hour: int) -> date:
    """The next working day on which this hour is still to come."""
    return ask.bureau.calendar.next_working(ask.today + DAY * (ask.now.hour >= hour))


def _days(ask: Ask) -> Iterator[tuple[datetime, datetime]]:
    """Beginning and end of each day, today's beginning being now."""
    for count in range(DAYS + 1):
        day = ask.today + DAY * count
        yield max(ask.now, datetime.combine(day, time.min, ask.zone)), datetime.combine(day, time.max, ask.zone)


async def _waiting(ask: Ask) -> list[Told]:
    """What is owed already, and waits for its hour."""
    several = await delivery_counts.waiting(ask.db, _this_morning(ask))
    told = [
        Told(kind.speaks_at(at.astimezone(ask.zone), ask.now, ask.bureau.calendar).date(), kind, person_id)
        for kind, person_id, at in several
    ]  # fmt: skip
    return [told_letter for told_letter in told if told_letter.day <= last(ask)]
