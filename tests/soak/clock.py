"""The bureau's time in a soak: the wall's, moved to a working morning, and for the bot by a shift that a file holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.clock import wall

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2020, 3, 3, 10, 0, tzinfo=SHANGHAI)
"""A Tuesday, within the hours at which the bot may speak by itself for seven hours more."""


class TrueTime:
    """What Telegram and the people have; `shift` moves the bot's clock against it, in seconds."""

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
        """Replaced as a whole, so that no reader finds half of it."""
        self._shift = seconds
        moved = self._ahead + timedelta(seconds=seconds)
        new = self._file.with_suffix(".new")
        new.write_text(repr(moved.total_seconds()), encoding="ascii")
        new.replace(self._file)
        self.days.add((wall() + moved).astimezone(SHANGHAI).date())
