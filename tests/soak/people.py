"""Let people act at random moments, several a second, some at the same time."""

import asyncio
from time import monotonic

from tests.soak import acts, others
from tests.soak.acts import Scene

CHANCES = {
    acts.of_liaison: 90.0, others.of_seniors: 4.0, others.stranger: 2.0,
}  # fmt: skip
PREVIEWS = {others.nudge: 0.01, others.direct: 0.007}
JOIN = 0.003
"""The shares of acts that begin with a preview or open an invitation, and so take two acts."""
PATIENCE = 30
ENDS, ENDS_AT_LEAST = 0.4, 50.0
"""The last part of the traffic, and its seconds: what would still come a minute later is left out."""


async def act(scene: Scene, rate: float, seconds: float) -> None:
    """Act for so many seconds, `rate` times a second on average, with exponential pauses in between."""
    end = monotonic() + seconds
    async with asyncio.TaskGroup() as longer:
        while (pause := scene.chance.expovariate(rate)) < end - monotonic():
            await asyncio.sleep(pause)
            scene.ending = end - monotonic() < max(seconds * ENDS, ENDS_AT_LEAST)
            which = scene.chance.random()
            if which < JOIN:
                longer.create_task(_join(scene, end))
            elif which < JOIN + sum(PREVIEWS.values()):
                begin = scene.chance.choices(list(PREVIEWS), list(PREVIEWS.values()))[0]
                longer.create_task(_confirmed(scene, begin(scene), end))
            else:
                scene.chance.choices(list(CHANCES), list(CHANCES.values()))[0](scene)


async def _confirmed(scene: Scene, begun: others.Begun, end: float) -> None:
    """Wait for the preview, then tap its button."""
    until = min(end, monotonic() + PATIENCE)
    while monotonic() < until and not others.confirm(scene, begun):
        await scene.world.changed_after(scene.world.revision, 1)


async def _join(scene: Scene, end: float) -> None:
    """Wait until the invitation asks for a confirmation, then confirm it."""
    person = others.join(scene)
    until = min(end, monotonic() + PATIENCE)
    while person and monotonic() < until and not others.confirm_join(scene, person):
        await scene.world.changed_after(scene.world.revision, 1)


async def crowd(scene: Scene, rate: float, seconds: float) -> None:
    """Let only strangers write, `rate` messages a second."""
    end = monotonic() + seconds
    while (pause := scene.chance.expovariate(rate)) < end - monotonic():
        await asyncio.sleep(pause)
        others.stranger(scene)
