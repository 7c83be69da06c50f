"""What was sent against what took effect, what was owed against what arrived: the parts of the balance together."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.soak.acts import Scene
from tests.soak.faults import FAULTS
from tests.soak.looking import Look
from tests.soak.phases import Spell
from tests.soak.processes import End

SETTLES = 150.0
"""Seconds after an unclear spell within which the tries that it caused have an end, but for the last two."""
TRIES = 5
"""So many more an unclear answer or letter is sent again."""


@dataclass(frozen=True)
class Entry:
    """One row of the table. `wrong` are what does not balance, one sentence each; `note` is said beside the figures."""

    what: str
    wanted: int
    found: int
    wrong: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Record:
    """All that the books are kept from, once the soak is quiet. `cuts` are the moments at which connections were cut.
    `now` is Telegram's time; `unbalanced` is what the bot itself said in 送达, as a text."""

    scene: Scene
    look: Look
    ends: list[End]
    spells: list[Spell]
    cuts: list[float]
    now: datetime
    deliveries: str = ""

    def calm(self, began: float, ended: float) -> bool:
        """Whether nothing struck in between."""
        struck = any(spell.began <= ended and began <= spell.ended for spell in self.spells)
        return not struck and not any(began <= end.at <= ended for end in self.ends)

    def extra_copies(self, began: float, ended: float) -> int:
        """How many copies more than one are right of what was under way in between."""
        blows = [end.at for end in self.ends if end.how != "stopped"] + self.cuts
        once = sum(began <= moment <= ended for moment in blows)
        unclear = any(
            FAULTS[spell.fault].unclear and spell.began <= ended and began <= spell.ended + SETTLES
            for spell in self.spells
        )
        return once + TRIES * unclear
