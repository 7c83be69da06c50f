"""How often, and when, something is tried again whose outcome is unclear: it may have been delivered."""

from datetime import timedelta

PAUSES = (
    timedelta(seconds=2), timedelta(seconds=15), timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=6),
)  # fmt: skip
"""After the first, second, … try without a clear result: six tries within seven hours, so that a short trouble is over
by the third or fourth, and a long one by the last. Each may be a message too many."""


def pause_after(attempts: int) -> timedelta | None:
    """Return the pause after so many tries without a clear result, None after the last."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
