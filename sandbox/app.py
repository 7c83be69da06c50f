"""One application of both faces and the page, behind a door that asks who is speaking."""

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from sandbox.api import BotFace
from sandbox.door import LOOPBACK_HOSTS, Door
from sandbox.sim import Travel, sim_routes
from sandbox.static import page_routes
from sandbox.world import World

__all__ = ["LOOPBACK_HOSTS", "Sandbox", "Travel", "create_app"]


class Sandbox:
    """The bot's face is reached without any routing: it is the busy one."""

    def __init__(self, world: World, people: Starlette, hosts: frozenset[str] | None) -> None:
        self.world = world
        self._bot = BotFace(world)
        self._people = people
        self._door = Door(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._people(scope, receive, send)
        elif self._door.refuses(scope):
            await self._door.answer(scope, receive, send)
        elif self._bot.takes(scope["path"]):
            await self._bot(scope, receive, send)
        else:
            await self._people(scope, receive, send)


def create_app(world: World, travel: Travel | None = None, hosts: frozenset[str] | None = LOOPBACK_HOSTS) -> Sandbox:
    """`travel` moves time for the whole demo: async (target, or None for "the next message") -> the time reached.

    `hosts` are the names under which the server may be asked; None for any.
    """
    return Sandbox(world, Starlette(routes=[*sim_routes(world, travel), *page_routes()]), hosts)
