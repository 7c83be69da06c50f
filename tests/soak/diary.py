"""Record what people did, and what must follow from it."""

from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Literal

MARK = "演练"
"""Begins all unique words and occurs in no text of the bot, so a log that contains it has leaked."""
Effect = Literal["", "report", "feedback", "directive", "reminder", "phone"]


@dataclass(frozen=True)
class Act:
    """Something that a person sent at the moment `at`, in seconds of `monotonic`.

    Its answer is a new message in `chat` that holds the `marker`, and the unique `words` where they are `echoed`; else
    there must be as many messages with the marker as there were such acts. A tap on the message `tapped` is answered
    under its `query`. Where there is an `effect`, the words are found in the database once; `share` is the assignment
    that it signs.
    """

    kind: str
    person: int
    chat: int
    at: float
    marker: str = ""
    words: str = ""
    echoed: bool = True
    effect: Effect = ""
    query: str = ""
    tapped: int = 0
    share: int = 0


@dataclass
class Diary:
    acts: list[Act] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def new_words(self) -> str:
        return f"{MARK}{next(self._numbers):06}稿"

    def note(self, kind: str, person: int, chat: int | None = None, **more: object) -> Act:
        act = Act(kind, person, chat or person, monotonic(), **more)  # type: ignore[arg-type]
        self.acts.append(act)
        return act
