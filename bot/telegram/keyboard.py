"""Turn buttons into Telegram's inline keyboard, within its limits, and read back what a tap says."""

import logging
from functools import lru_cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from plan.reply import Button, Row

log = logging.getLogger(__name__)
MAX_CALLBACK_BYTES = 64
"""The Bot API's limit for callback_data: a message with a longer one is refused as a whole."""
KEEP_MESSAGE = "+"
"""Begins the callback_data of a button whose message stays when it is tapped."""


@lru_cache(maxsize=256)
def keyboard(rows: tuple[Row, ...], username: str) -> InlineKeyboardMarkup | None:
    """Return the keyboard, None for no buttons. `username` is the bot's.

    A button whose line is too long is left out and logged as an error, so that the message arrives. The result is
    cached, because the same lists are shown again and again.
    """
    fitting = [[_button(button, username) for button in row if _fits(button)] for row in rows]
    filled_rows = [row for row in fitting if row]
    return InlineKeyboardMarkup(filled_rows) if filled_rows else None


def callback_data(button: Button) -> str:
    return f"{KEEP_MESSAGE}{button.line}" if button.fresh else button.line


def tapped(data: str) -> tuple[str, bool]:
    """Return the command line of a tapped button, and whether its message stays."""
    return data.removeprefix(KEEP_MESSAGE), data.startswith(KEEP_MESSAGE)


def fits(button: Button) -> bool:
    return len(callback_data(button).encode()) <= MAX_CALLBACK_BYTES


def _fits(button: Button) -> bool:
    if not fits(button):
        size = len(callback_data(button).encode())
        log.error("a button of %s is left out: %d bytes", button.line.partition(" ")[0], size)
    return fits(button)


def _button(button: Button, username: str) -> InlineKeyboardButton:
    if button.line:
        return InlineKeyboardButton(button.label, callback_data=callback_data(button))
    url = f"https://t.me/{username}{button.url}" if button.url.startswith("?") else button.url
    return InlineKeyboardButton(button.label, url=url)
