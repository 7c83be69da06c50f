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
    """What a person sent at the moment `at`, in seconds of `monotonic`.

    The answer is a new message in `chat` that contains the `marker` and, if they are `echoed`, the unique `words`;
    otherwise there must be as many messages with the marker as such acts. A tap on the message `tapped` is answered
    under its `query`. If there is an `effect`, the words are in the database once; `share` is the assignment that the
    act signs.
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
