"""Schedule the faults, kills and stops."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.soak.faults import FAULTS, Place

PAUSE, SPELL = (1.0, 8.0), (3.0, 15.0)
"""Ranges in seconds of the pauses between faults of a mix, and of the faults."""


@dataclass(frozen=True)
class Spell:
    """The beginning and the end of a fault, in seconds of `monotonic`."""

    fault: str
    began: float
    ended: float


@dataclass
class Trouble:
    """Choose faults at random, and record them in `spells`."""

    place: Place
    chance: Random
    spells: list[Spell] = field(default_factory=list)

    async def spell(self, name: str, seconds: float) -> None:
        """Apply a fault for so many seconds."""
        began = monotonic()
        try:
            await FAULTS[name].strike(self.place, seconds)
        finally:
            self.spells.append(Spell(name, began, monotonic()))

    async def mix(self, seconds: float) -> None:
        """Alternate random faults and pauses; each fault comes once before any comes twice."""
        end, coming = monotonic() + seconds, list[str]()
        while True:
            coming = coming or self.chance.sample(list(FAULTS), len(FAULTS))
            await asyncio.sleep(self.chance.uniform(*PAUSE))
            left = end - monotonic()
            if left <= SPELL[0]:
                return
            await self.spell(coming.pop(), min(left, self.chance.uniform(*SPELL)))

    async def blows(self, seconds: float, kills: int, stops: int) -> None:
        """Send SIGKILL and SIGTERM at random moments, and start the bot again at once."""
        moments = sorted((self.chance.uniform(0, seconds), number < kills) for number in range(kills + stops))
        began = monotonic()
        for moment, is_kill in moments:
            await asyncio.sleep(max(began + moment - monotonic(), 0))
            if is_kill:
                self.place.program.kill()
            else:
                await self.place.program.stop()
