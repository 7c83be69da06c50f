"""The phone list (打电话清单) comes to the clerk each working morning on which there is somebody to be called."""

from plan.format import shortened
from plan.letter_kinds import PHONE
from plan.phone import Row, rows
from plan.reply import Button, Reply, pairs, staying
from plan.texts import render
from plan.values import Duty
from schedules.registry import Tick, schedule
from storage import outbox, people
from storage import phone as stored
from storage.outbox import delivery_counts

UNITS = 8


@schedule("phone", "打电话清单", cron="0 9 * * *", setting="phone")
async def phone(tick: Tick) -> None:
    """Who has promised something for a later day is not called before it. What has stood as unclear since the last
    list is said once."""
    everybody = rows(await stored.facts(tick.db, tick.today, tick.zone), tick.today, tick.calendar)
    now = [row for row in everybody if not row.settled]
    unclear = await delivery_counts.unclear_since(tick.db, tick.since)
    if not now and not unclear:
        return
    letter = await _letter(tick, now, len(everybody) - len(now), unclear)
    for clerk in await people.holders(tick.db, (Duty.CLERK,), tick.today):
        key = f"phone:{clerk.id}:{tick.today}"
        foot = (Button("电话清单", "/phone"), Button("为什么收到", f"/why {key}"))
        payload = Reply(letter.text, staying((*letter.buttons, foot))).dump()
        await outbox.put(tick.db, key, PHONE, payload, tick.now, person_id=clerk.id)


async def _letter(tick: Tick, now: list[Row], agreed: int, unclear: int) -> Reply:
    entries = await stored.entries(tick.db, now[:UNITS], tick.today, tick.limits)
    text = render(
        "phone", today=tick.today, calendar=tick.calendar, note="", total=len(now), pages="", entries=entries,
        more=len(now) - len(entries), agreed=agreed, unclear=unclear,
    )  # fmt: skip
    return Reply(text, pairs(Button(shortened(entry.unit, 6), f"/called {entry.row.unit_id}") for entry in entries))
