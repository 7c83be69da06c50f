"""The keys under which reminders are owed, read back: of which kind, about what, and about which day."""

from dataclasses import dataclass
from datetime import date

from plan.letter_kinds import ReminderKind, reminder_named


@dataclass(frozen=True)
class Key:
    """`id` is that of what the kind is about. `day` is the one that the reminder was about, None where its kind names
    none."""

    kind: ReminderKind
    id: int
    day: date | None = None


def read(key: str) -> Key | None:
    """Return None for a key of no kind of reminder."""
    name, _, rest = key.partition(":")
    kind = reminder_named(name)
    if kind is None:
        return None
    id, *more = rest.split(":")
    return Key(kind, int(id), date.fromisoformat(more[0]) if kind.dated else None)
