"""Read the keys of reminders: of which kind one is, what it is about, and which day it names."""

from dataclasses import dataclass
from datetime import date

from plan.letter_kinds import ReminderKind, reminder_named


@dataclass(frozen=True)
class Key:
    """`id` is that of what the kind is about; `day` is the day in the key, None if keys of this kind have none."""

    kind: ReminderKind
    id: int
    day: date | None = None


def read(key: str) -> Key | None:
    """Return None if it is not the key of a reminder."""
    kind = kind_of(key)
    _, _, rest = key.partition(":")
    if kind is None:
        return None
    id, *more = rest.split(":")
    return Key(kind, int(id), date.fromisoformat(more[0]) if kind.day_in_key else None)


def kind_of(key: str) -> ReminderKind | None:
    """Return the reminder's kind without reading the rest of the key; None if it is not the key of a reminder."""
    name, _, _ = key.partition(":")
    return reminder_named(name)
