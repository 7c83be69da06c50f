"""The ASGI application: the Bot API, the people API and the chat page, behind the check of the Host header."""

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from sandbox.api import BotApi
from sandbox.host_check import LOOPBACK_HOSTS, HostCheck
from sandbox.sim import Travel, sim_routes
from sandbox.static import page_routes
from sandbox.world import World

__all__ = ["LOOPBACK_HOSTS", "Sandbox", "Travel", "create_app"]


class Sandbox:
    """Dispatches each request. Calls of the Bot API skip Starlette's routing, because they are the most frequent."""

    def __init__(self, world: World, people: Starlette, hosts: frozenset[str] | None) -> None:
        self.world = world
        self._bot = BotApi(world)
        self._people = people
        self._host_check = HostCheck(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._people(scope, receive, send)
        elif self._host_check.refuses(scope):
            await self._host_check.answer(scope, receive, send)
        elif self._bot.takes(scope["path"]):
            await self._bot(scope, receive, send)
        else:
            await self._people(scope, receive, send)


def create_app(world: World, travel: Travel | None = None, hosts: frozenset[str] | None = LOOPBACK_HOSTS) -> Sandbox:
    """Create the application of a world.

    `travel` moves the time of the whole demo: async (target, or None for "until the next message") -> time reached.
    `hosts` are the accepted values of the Host header; None accepts any.
    """
    return Sandbox(world, Starlette(routes=[*sim_routes(world, travel), *page_routes()]), hosts)
