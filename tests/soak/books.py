"""The balance: what was sent and took effect, what was owed and arrived."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.soak.acts import Scene
from tests.soak.faults import FAULTS
from tests.soak.looking import Look
from tests.soak.phases import Spell
from tests.soak.processes import End

SETTLES = 150.0
"""Seconds after an unclear fault within which all but the last two of the attempts it caused are over."""
TRIES = 5
"""How often an unclear answer or letter is sent again."""


@dataclass(frozen=True)
class Entry:
    """A row of the table. `wrong` has a sentence for each thing that does not balance; `note` is printed beside it."""

    what: str
    expected: int
    actual: int
    wrong: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Record:
    """The data for the balance, taken once the soak is quiet.

    `cuts` are the moments at which connections were cut, `now` is Telegram's time, `unbalanced` the text of 送达.
    """

    scene: Scene
    look: Look
    ends: list[End]
    spells: list[Spell]
    cuts: list[float]
    now: datetime
    deliveries: str = ""

    def calm(self, began: float, ended: float) -> bool:
        """Return whether no fault, kill or stop happened in between."""
        has_fault = any(spell.began <= ended and began <= spell.ended for spell in self.spells)
        return not has_fault and not any(began <= end.at <= ended for end in self.ends)

    def extra_copies(self, began: float, ended: float) -> int:
        """Return how many additional copies are allowed of what was under way in between."""
        blows = [end.at for end in self.ends if end.how != "stopped"] + self.cuts
        cut_count = sum(began <= moment <= ended for moment in blows)
        unclear = any(
            FAULTS[spell.fault].unclear and spell.began <= ended and began <= spell.ended + SETTLES
            for spell in self.spells
        )
        return cut_count + TRIES * unclear
