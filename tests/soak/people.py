"""When people act: at random moments, several a second, some of them at once."""

import asyncio
from time import monotonic

from tests.soak import acts
from tests.soak.acts import Scene

SENIORS, NUDGES = 0.06, 0.01
"""The share of acts that are the clerk's and the leader's, and of those that begin a nudge."""
PATIENCE = 30
ENDS = 0.4


async def act(scene: Scene, rate: float, seconds: float) -> None:
    """For so long, `rate` acts a second on average, with exponential pauses in between."""
    end = monotonic() + seconds
    async with asyncio.TaskGroup() as nudges:
        while (pause := scene.chance.expovariate(rate)) < end - monotonic():
            await asyncio.sleep(pause)
            scene.ending = end - monotonic() < seconds * ENDS
            draw = scene.chance.random()
            if draw < NUDGES:
                nudges.create_task(_nudge(scene, end))
            elif draw < SENIORS:
                acts.of_seniors(scene)
            else:
                acts.of_somebody(scene)


async def _nudge(scene: Scene, end: float) -> None:
    """The preview is waited for, then its button is tapped."""
    words, line = acts.nudge(scene)
    until = min(end, monotonic() + PATIENCE)
    while monotonic() < until and not acts.confirm(scene, words, line):
        await asyncio.sleep(0.2)


async def crowd(scene: Scene, rate: float, seconds: float) -> None:
    """Strangers alone, `rate` messages a second."""
    end = monotonic() + seconds
    while (pause := scene.chance.expovariate(rate)) < end - monotonic():
        await asyncio.sleep(pause)
        acts.stranger(scene, scene.bureau.clerk)
