"""Join the parts into which Telegram divides a text of more than 4096 characters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.inbox.arrival import Arrival
from bot.telegram.split import units
from bot.telegram.updates import Incoming

LONG = 3500
"""A text of at least so many UTF-16 units may have a next part. Programs divide a text at its blanks, below 4096."""
APART = timedelta(seconds=2)
"""The dates of two parts are at most this far apart."""
WAIT = 1.5
"""Seconds for which a long text waits for its next part."""
MAX_PARTS = 32
"""So many parts are joined at most; what comes after them is a text of its own."""


def is_long(arrival: Arrival) -> bool:
    """Return whether the next message may be a part of the same text."""
    return arrival.origin is not None and len(arrival.text) * 2 >= LONG and units(arrival.text) >= LONG


def continues(before: Arrival, arrival: Arrival) -> bool:
    """Return whether `arrival`, the next update of the chat, is the next part of the text of `before`."""
    if not is_long(before) or arrival.is_command or before.sent_at is None or arrival.sent_at is None:
        return False
    is_same = (before.sender_id, before.origin) == (arrival.sender_id, arrival.origin)
    return is_same and timedelta() <= arrival.sent_at - before.sent_at <= APART


def joined(parts: Sequence[Incoming]) -> Incoming:
    """Return the first part with the whole text. An edit of one part cannot be understood alone, so no report names it
    as its message."""
    first, *rest = parts
    if not rest:
        return first
    text = "".join(part.text for part in parts)
    return replace(first, text=text, own_message_id=None, parts=tuple(part.id for part in rest))
