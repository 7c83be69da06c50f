"""The phone list (打电话清单): the units that the clerk should call, and why."""

from datetime import timedelta

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from plan.phone import units_to_call
from plan.reply import Button, Reply, paged, pairs
from storage import phone
from storage.outbox import delivery_counts

WEEK = timedelta(days=7)


@command("phone", "电话", "联系不上或未回复催办的单位，附电话", who=CLERK, words=("打电话清单", "电话清单"), menu=7)
async def phone_list(ask: Ask, page: Page = 0) -> Reply:
    return await phone_page(ask, page)


async def phone_page(ask: Ask, page: int = 0, note: str = "") -> Reply:
    """Return a page of the list, under `note`, which says what has just been recorded."""
    units = units_to_call(await phone.facts(ask.db, ask.today, ask.zone), ask.today, ask.bureau.calendar)
    page_items, page_row, page_label = paged(units, page, "/phone")
    entries = await phone.entries(ask.db, page_items, ask.today, ask.bureau.limits)
    text = ask.render(
        "phone_list", note=note, total=len(units), pages=page_label,
        entries=entries, more=0, agreed=0, unclear=await delivery_counts.unclear_since(ask.db, ask.now - WEEK),
    )  # fmt: skip
    buttons = pairs(Button(entry.short_name, f"/called {entry.row.unit_id}") for entry in entries)
    return Reply(text, keyboard(*buttons, page_row))
