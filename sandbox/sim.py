"""Serve the people API (`/sim/…`): read each request, call the world, and show the result."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import views
from sandbox.errors import SimError
from sandbox.fields import Fields, json_fields, query_fields
from sandbox.images import kind
from sandbox.sim_actions import Actions
from sandbox.values import Json
from sandbox.world import World

Travel = Callable[[datetime | None], Awaitable[datetime]]
Handler = Callable[["Sim", Request], Awaitable[Any]]
MAX_WAIT = 30
LAST_YEAR = 2100
INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")


class Sim:
    def __init__(self, world: World, travel: Travel | None) -> None:
        self.world, self.travel = world, travel

    async def state(self, _request: Request) -> Json:
        return views.state_view(self.world, self.travel is not None)

    async def events(self, request: Request) -> Json:
        fields = query_fields(request)
        wait = min(max(fields.number("wait", 0), 0), MAX_WAIT)
        return {"revision": await self.world.changed_after(fields.integer("after", 0), wait)}

    async def answers(self, request: Request) -> list[Json]:
        return [views.answer_view(answer) for answer in self.world.answers(query_fields(request).integer("person"))]

    async def transcript(self, request: Request) -> Json:
        fields = query_fields(request)
        messages = self.world.transcript(
            request.path_params["id"], fields.optional_integer("viewer"), fields.integer("after", 0)
        )
        return {"revision": self.world.revision, "messages": [views.message_view(message) for message in messages]}

    async def commands(self, request: Request) -> list[Json]:
        fields = query_fields(request)
        return self.world.commands(fields.integer("person"), fields.integer("chat"))

    async def clock(self, _request: Request) -> Json:
        return {"now": views.time_view(self.world.now()), "can_skip": self.travel is not None}

    async def move(self, request: Request) -> Json:
        target = _target(await json_fields(request), self.world)
        if target is not None and target < self.world.now():
            raise SimError("Time only goes forward.")
        if self.travel is not None:
            reached = await self.travel(target)
            self.world.changed()
        elif target is None:
            raise SimError("Nobody here knows when the next message comes; say how far to go.")
        else:
            reached = self.world.move_clock(target)
        return {"now": views.time_view(reached)}

    async def faults(self, _request: Request) -> list[Json]:
        return [views.fault_view(fault) for fault in self.world.faults.coming]

    async def add_fault(self, request: Request) -> list[Json]:
        fields = await json_fields(request)
        raw_kind = fields.raw.get("kind")
        self.world.add_fault(
            raw_kind if isinstance(raw_kind, str) else fields.integer("kind"),
            method=fields.optional_text("method"),
            chat=fields.optional_integer("chat"),
            times=fields.integer("times", 1),
            retry_after=fields.optional_integer("retry_after"),
            seconds=fields.number("seconds") if "seconds" in fields.raw else None,
            code=fields.optional_integer("code"),
            description=fields.optional_text("description"),
            parameters=fields.mapping("parameters"),
        )
        return await self.faults(request)

    async def forget_faults(self, request: Request) -> list[Json]:
        self.world.faults.clear()
        return await self.faults(request)

    async def calls(self, request: Request) -> list[Json]:
        after = query_fields(request).integer("after", 0)
        return [views.call_view(call) for call in self.world.calls if call.n > after]

    async def file(self, request: Request) -> Response:
        stored = self.world.files.by_id(request.path_params["file_id"])
        if stored is None:
            raise SimError("There is no such file.", 404)
        media = kind(stored.content)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
        if media not in INLINE:
            headers["Content-Disposition"] = "attachment"  # browsers must not run uploaded HTML
        return Response(stored.content, media_type=media, headers=headers)


def _target(fields: Fields, world: World) -> datetime | None:
    if fields.flag("skip", False):
        return None
    target = fields.time("to") if "to" in fields.raw else world.now() + timedelta(seconds=fields.number("advance"))
    if target.year >= LAST_YEAR:
        raise SimError(f"Time ends before {LAST_YEAR} here.")
    return target


def sim_routes(world: World, travel: Travel | None) -> list[Route]:
    sim, actions = Sim(world, travel), Actions(world)
    table: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
        ("GET", "/sim/state", sim.state),
        ("GET", "/sim/events", sim.events),
        ("POST", "/sim/people", actions.add_person),
        ("POST", "/sim/chats", actions.add_chat),
        ("POST", "/sim/chats/{id:chat}/members", actions.member),
        ("POST", "/sim/chats/{id:chat}/supergroup", actions.supergroup),
        ("POST", "/sim/chats/{id:chat}/posts", actions.post),
        ("POST", "/sim/channels", actions.add_channel),
        ("POST", "/sim/say", actions.say),
        ("POST", "/sim/forward", actions.forward),
        ("POST", "/sim/edit", actions.edit),
        ("POST", "/sim/pin", actions.pin),
        ("POST", "/sim/contact", actions.contact),
        ("POST", "/sim/tap", actions.tap),
        ("GET", "/sim/answers", sim.answers),
        ("POST", "/sim/upload", actions.upload),
        ("POST", "/sim/block", actions.block),
        ("GET", "/sim/chats/{id:chat}/transcript", sim.transcript),
        ("GET", "/sim/commands", sim.commands),
        ("GET", "/sim/clock", sim.clock),
        ("POST", "/sim/clock", sim.move),
        ("GET", "/sim/faults", sim.faults),
        ("POST", "/sim/faults", sim.add_fault),
        ("DELETE", "/sim/faults", sim.forget_faults),
        ("GET", "/sim/calls", sim.calls),
        ("GET", "/sim/files/{file_id}", sim.file),
    ]
    return [Route(path, _answered(handler), methods=[verb]) for verb, path, handler in table]


def _answered(handler: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    """Wrap a handler: a SimError becomes a JSON answer with one sentence, and browsers cache no answer."""

    async def endpoint(request: Request) -> Response:
        try:
            shown = await handler(request)
        except SimError as refused:
            return JSONResponse({"error": str(refused)}, refused.status)
        except (HTTPException, ClientDisconnect):
            return JSONResponse({"error": "The request can't be read."}, 400)
        return shown if isinstance(shown, Response) else JSONResponse(shown, headers={"Cache-Control": "no-store"})

    return endpoint
