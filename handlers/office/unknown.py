"""List for the clerk what the bot did not understand (没听懂的话), the most frequent first, without its writers."""

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from plan.reply import Reply, window
from storage import misunderstood


@command("unknown", "没听懂的话", "大家发来而没有读懂的话，不记是谁发的", who=CLERK, words=("没听懂",), menu=19)
async def unknown(ask: Ask, page: Page = 0) -> Reply:
    total = await misunderstood.count(ask.db)
    first, page_row, page_label = window(total, page, "/unknown")
    rows = await misunderstood.page(ask.db, first, ask.zone)
    return Reply(ask.render("unknown", rows=rows, total=total, pages=page_label), keyboard(page_row))
