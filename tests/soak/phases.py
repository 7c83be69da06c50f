"""When faults strike, and when the bot is killed or stopped."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.soak.faults import FAULTS, Place

PAUSE, SPELL = (1.0, 8.0), (3.0, 15.0)
"""Seconds between two faults of a mix, and of each of them."""


@dataclass(frozen=True)
class Spell:
    """When a fault began and ended, in seconds of `monotonic`."""

    fault: str
    began: float
    ended: float


@dataclass
class Trouble:
    """Draws what comes, and notes the faults in `spells`."""

    place: Place
    chance: Random
    spells: list[Spell] = field(default_factory=list)

    async def spell(self, name: str, seconds: float) -> None:
        """One fault for so long."""
        began = monotonic()
        try:
            await FAULTS[name].strike(self.place, seconds)
        finally:
            self.spells.append(Spell(name, began, monotonic()))

    async def mix(self, seconds: float) -> None:
        """A random fault for some seconds, some without, and so on; each comes once before any comes twice."""
        end, coming = monotonic() + seconds, list[str]()
        while True:
            coming = coming or self.chance.sample(list(FAULTS), len(FAULTS))
            await asyncio.sleep(self.chance.uniform(*PAUSE))
            left = end - monotonic()
            if left <= SPELL[0]:
                return
            await self.spell(coming.pop(), min(left, self.chance.uniform(*SPELL)))

    async def blows(self, seconds: float, kills: int, stops: int) -> None:
        """SIGKILL and SIGTERM at random moments; the bot is started again at once."""
        moments = sorted((self.chance.uniform(0, seconds), number < kills) for number in range(kills + stops))
        began = monotonic()
        for moment, is_kill in moments:
            await asyncio.sleep(max(began + moment - monotonic(), 0))
            if is_kill:
                self.place.program.kill()
            else:
                await self.place.program.stop()
