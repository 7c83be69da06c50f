"""Let buttons carry command lines of any length: a long one is stored, and the button carries its number."""

from dataclasses import replace
from datetime import datetime

from bot.telegram.keyboard import fits
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import button_lines
from storage.database import Connection

PREFIX = "/do "
GONE = "这个按钮已失效，请重新操作。"


def has_long_lines(reply: Reply) -> bool:
    return not all(fits(button) for row in reply.buttons for button in row)


async def with_short_lines(db: Connection, reply: Reply, telegram_id: int, now: datetime) -> Reply:
    """Return the reply with buttons that fit. What they do is stored for this person alone."""
    rows = []
    for row in reply.buttons:
        shortened = [await _shortened(db, button, telegram_id, now) for button in row]
        rows.append(tuple(shortened))
    return replace(reply, buttons=tuple(rows))


async def _shortened(db: Connection, button: Button, telegram_id: int, now: datetime) -> Button:
    if fits(button):
        return button
    id = await button_lines.add(db, telegram_id, button.line, now)
    return replace(button, line=f"{PREFIX}{id}")


async def whole_line(db: Connection, line: str, telegram_id: int) -> str:
    """Return the stored line for `/do 12`. Raises Refusal if there is none for this person."""
    number = line.removeprefix(PREFIX).strip()
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    stored = await button_lines.get(db, int(number), telegram_id) if is_number else None
    if stored is None:
        raise Refusal(GONE, Button("我的任务", "/my"))
    return stored
