"""A finding of `duban doctor`, and the values from which findings are made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.settings import Settings
from storage.diagnosis import Diagnosis


@dataclass(frozen=True)
class Case:
    """What is examined. `running` is whether a bot holds the database; `now` is in the bureau's time zone."""

    settings: Settings
    now: datetime
    running: bool
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Finding:
    """One line of output. `advice` is what a person has to do, "" if all is well."""

    label: str
    words: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{'[需处理]' if self.advice else '[正常]'} {self.label}：{self.words}"
        return f"{line}。处理：{self.advice}" if self.advice else line


def moment(value: datetime, now: datetime) -> str:
    """Return `value` in the bureau's time zone, with the year if it is not that of `now`."""
    local = value.astimezone(now.tzinfo)
    return f"{local:%m-%d %H:%M}" if local.year == now.year else f"{local:%Y-%m-%d %H:%M}"


def age(since: timedelta) -> str:
    minutes = int(since.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时" if minutes < 48 * 60 else f"{minutes // (24 * 60)}天"


def byte_size(size: float) -> str:
    """Return a number of bytes in the largest suitable unit."""
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"
