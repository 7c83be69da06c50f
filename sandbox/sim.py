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
from sandbox.fields import Fields, form_fields, json_fields, query_fields
from sandbox.images import kind
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

    async def add_person(self, request: Request) -> Json:
        fields = await json_fields(request)
        username, number = fields.optional_text("username"), fields.optional_integer("id")
        return views.person_view(self.world.add_person(fields.text("name"), username, number, fields.text("about", "")))

    async def add_chat(self, request: Request) -> Json:
        fields = await json_fields(request)
        return views.chat_view(
            self.world.add_group(fields.text("title"), fields.integers("members"), fields.flag("forum", False))
        )

    async def member(self, request: Request) -> Json:
        fields = await json_fields(request)
        who = self.world.bot.id if fields.flag("bot", False) else fields.integer("person")
        return views.chat_view(self.world.member(request.path_params["id"], who, fields.text("status")))

    async def supergroup(self, request: Request) -> Json:
        return views.chat_view(self.world.make_supergroup(request.path_params["id"]))

    async def say(self, request: Request) -> Json:
        fields = await json_fields(request)
        chat, reply, thread = (fields.optional_integer(name) for name in ("chat", "reply_to", "thread"))
        return views.message_view(self.world.say(fields.integer("person"), fields.text("text"), chat, reply, thread))

    async def tap(self, request: Request) -> Json:
        fields = await json_fields(request)
        person, chat, message = (fields.integer(name) for name in ("person", "chat", "message"))
        return {"query": self.world.tap(person, chat, message, fields.text("data"))}

    async def answers(self, request: Request) -> list[Json]:
        return [views.answer_view(answer) for answer in self.world.answers(query_fields(request).integer("person"))]

    async def upload(self, request: Request) -> Json:
        fields, file = await form_fields(request)
        if file is None:
            raise SimError("There is no file in the request.")
        person, chat = fields.integer("person"), fields.optional_integer("chat")
        sort, caption = fields.text("kind", "document"), fields.text("caption", "")
        return views.message_view(self.world.upload(person, file.name, file.content, sort, caption, chat))

    async def block(self, request: Request) -> Json:
        fields = await json_fields(request)
        return views.person_view(self.world.block(fields.integer("person"), fields.flag("blocked", True)))

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
        chat, pause = fields.optional_integer("chat"), fields.optional_integer("retry_after")
        name = fields.text("kind") if isinstance(fields.raw.get("kind"), str) else str(fields.integer("kind"))
        seconds = fields.number("seconds") if "seconds" in fields.raw else None
        self.world.add_fault(name, fields.optional_text("method"), chat, fields.integer("times", 1), pause, seconds)
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
    sim = Sim(world, travel)
    table: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
        ("GET", "/sim/state", sim.state),
        ("GET", "/sim/events", sim.events),
        ("POST", "/sim/people", sim.add_person),
        ("POST", "/sim/chats", sim.add_chat),
        ("POST", "/sim/chats/{id:chat}/members", sim.member),
        ("POST", "/sim/chats/{id:chat}/supergroup", sim.supergroup),
        ("POST", "/sim/say", sim.say),
        ("POST", "/sim/tap", sim.tap),
        ("GET", "/sim/answers", sim.answers),
        ("POST", "/sim/upload", sim.upload),
        ("POST", "/sim/block", sim.block),
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
