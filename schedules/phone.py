"""Send the clerks the phone list (打电话清单) on each working morning on which a unit is to be called."""

from plan.letter_kinds import PHONE
from plan.phone import UnitToCall, units_to_call
from plan.reply import Button, Reply, pairs, staying
from plan.texts import render
from plan.values import Duty
from schedules.registry import Content, NewLetter, rebuilds, schedule
from schedules.tick import Tick
from storage import people
from storage import phone as stored
from storage.outbox import delivery_counts
from storage.outbox.claims import Letter

UNITS = 8


@schedule(PHONE, cron="0 9 * * *", setting="phone")
async def phone(tick: Tick) -> list[NewLetter]:
    """A unit that has promised something for a later day is not called before that day. Letters that have become
    unclear since the last list are mentioned once."""
    every = units_to_call(await stored.facts(tick.db, tick.today, tick.zone), tick.today, tick.calendar)
    to_call = [row for row in every if not row.settled]
    unclear = await delivery_counts.unclear_since(tick.db, tick.since)
    if not to_call and not unclear:
        return []
    clerks = await people.holders(tick.db, (Duty.CLERK,), tick.today)

    async def compose(key: str) -> Content:
        return Content(await _list(tick, to_call, len(every) - len(to_call), unclear, key))

    return [NewLetter(clerk, compose) for clerk in clerks]


@rebuilds(PHONE)
async def rebuilt(tick: Tick, letter: Letter) -> Reply | None:
    """Drop the list of an earlier day: each morning has its own."""
    is_of_today = letter.written.astimezone(tick.zone).date() == tick.today
    return Reply.load(letter.payload) if is_of_today else None


async def _list(tick: Tick, to_call: list[UnitToCall], agreed: int, unclear: int, key: str) -> Reply:
    entries = await stored.entries(tick.db, to_call[:UNITS], tick.today, tick.limits)
    text = render(
        "phone_list", today=tick.today, calendar=tick.calendar, note="", total=len(to_call), pages="", entries=entries,
        more=len(to_call) - len(entries), agreed=agreed, unclear=unclear,
    )  # fmt: skip
    units = pairs(Button(entry.short_name, f"/called {entry.row.unit_id}") for entry in entries)
    foot = (Button("电话清单", "/phone"), Button("为什么收到", f"/why {key}"))
    return Reply(text, staying((*units, foot)))
