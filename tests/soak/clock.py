"""The time of a soak: the system's, moved to a working morning; the bot's is shifted further by a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.clock import wall

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2020, 3, 3, 10, 0, tzinfo=SHANGHAI)
"""A Tuesday morning; the bot may send letters for seven more hours."""


class TrueTime:
    """The time of Telegram and the people; `shift` moves the bot's clock against it, in seconds."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ahead = START - wall()
        self.days = {START.date()}
        self.shift(0.0)

    def now(self) -> datetime:
        return (wall() + self._ahead).astimezone(UTC)

    @property
    def shifted(self) -> bool:
        return self._shift != 0

    def shift(self, seconds: float) -> None:
        """Replace the file as a whole, so that no reader sees half of it."""
        self._shift = seconds
        moved = self._ahead + timedelta(seconds=seconds)
        new = self._file.with_suffix(".new")
        new.write_text(repr(moved.total_seconds()), encoding="ascii")
        new.replace(self._file)
        self.days.add((wall() + moved).astimezone(SHANGHAI).date())
