"""The keys under which things are owed, read back: which rule spoke of what, and of which day."""

from dataclasses import dataclass
from datetime import date

SHAPES = {
    "due": ("deadline", "assignment", "day"), "overdue": ("overdue", "assignment", "day"),
    "unsigned": ("unsigned", "assignment", "day"), "report": ("report", "assignment", "day"),
    "assigned": ("assigned", "assignment", "day"),
    "promise": ("promise", "call"), "decide": ("decide", "request"), "unanswered": ("decide", "directive"),
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """`of` is what `id` counts: an assignment, a call, a request or a directive. `day` is the one that it was about."""

    rule: str
    of: str
    id: int
    day: date | None = None


def read(key: str) -> Key | None:
    """None for a key that is of no rule's."""
    name, _, rest = key.partition(":")
    if name not in SHAPES:
        return None
    rule, of, *more = SHAPES[name]
    id, *days = rest.split(":")
    return Key(rule, of, int(id), date.fromisoformat(days[0]) if more else None)
