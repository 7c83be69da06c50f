"""Carry out one call of the Bot API, including faults and rate limits."""

import inspect
from dataclasses import dataclass

from sandbox.errors import Refused
from sandbox.faults import AFTER, Fault
from sandbox.methods import METHODS
from sandbox.names import BY_LOWER_CASE
from sandbox.params import Params
from sandbox.values import Json
from sandbox.world import World

BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>"
)
GARBAGE = '{"ok":true,"result":{"message_id":'  # half of a JSON document
LIMITED = ("send", "copy", "forward", "editmessage")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one call.

    `after` is the kind of a fault that takes effect once the call is done; `page` is sent instead of `json`.
    """

    status: int
    json: Json
    after: str | None = None
    page: str | None = None


async def answer(world: World, name: str, params: Params) -> Answer:
    lower = name.lower()
    spelled = BY_LOWER_CASE.get(lower)
    if spelled is None:
        return _refused(Refused(404, "Not Found: method not found"))
    fault = None
    if world.faults.coming:
        fault = world.faults.take(lower, params.integer("chat_id") if params.has("chat_id") else None)
    try:
        if fault is not None and fault.kind not in AFTER:
            done = _fail(world, fault, params)
        else:
            done = await _carry_out(world, lower, spelled, params)
    except Refused as refused:
        done = _refused(refused)
    world.log(spelled, params.logged(), done.json)
    if fault is not None and fault.kind in AFTER:
        return Answer(done.status, done.json, fault.kind, GARBAGE if fault.kind == "garbage" else None)
    return done


async def _carry_out(world: World, lower: str, spelled: str, params: Params) -> Answer:
    handler = METHODS.get(lower)
    if handler is None:
        raise Refused(501, f"Not Implemented: the sandbox doesn't carry out {spelled}")
    if world.limits is not None and lower.startswith(LIMITED) and params.has("chat_id"):
        world.limits.spend(params.integer("chat_id"))
    result = handler(world, params)
    if inspect.isawaitable(result):
        result = await result
    return Answer(200, {"ok": True, "result": result})


def _fail(world: World, fault: Fault, params: Params) -> Answer:
    if fault.kind == "502":
        return Answer(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}, page=BAD_GATEWAY)
    if fault.kind == "drop_before":
        return Answer(0, {"ok": False, "description": "the connection was cut"}, after="drop")
    if fault.kind == "migrate":
        new = world.moved_by(params.integer("chat_id"))
        raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
    raise fault.refusal()


def _refused(refused: Refused) -> Answer:
    return Answer(refused.code, refused.answer())
