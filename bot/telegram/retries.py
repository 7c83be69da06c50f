"""When to send something again whose outcome is unclear, because it may have been delivered."""

from datetime import timedelta

PAUSES = (
    timedelta(seconds=2), timedelta(seconds=15), timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=6),
)  # fmt: skip
"""After the first, second, … try without a clear result. That makes six tries within seven hours: a short failure is
over by the third or fourth, a long one by the last. Each try may deliver the message once more."""


def pause_after(attempts: int) -> timedelta | None:
    """Return the pause after this number of tries without a clear result, None after the last."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
