"""Methods that answer callback and inline queries, and set reactions."""

from sandbox.errors import bad
from sandbox.links import checked_link
from sandbox.methods.reactions import EMOJI
from sandbox.methods.registry import method
from sandbox.methods.targets import message_in, open_chat
from sandbox.params import Params
from sandbox.world import World

MAX_ANSWER = 200
ANSWER_SECONDS = 30  # how long Telegram accepts an answer to a tap
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or world.clock.unix() - query.date > ANSWER_SECONDS:
        raise bad(TOO_OLD)
    text, url = params.text("text"), params.text("url")
    if len(text) > MAX_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    if url and checked_link(url) is None:
        raise bad("URL_INVALID")
    world.reply_to(query, text, params.flag("show_alert"), url or None)
    return True


@method("answerInlineQuery")
def answer_inline_query(_world: World, _params: Params) -> bool:
    raise bad(TOO_OLD)  # people in the sandbox send no inline queries


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> bool:
    message = message_in(open_chat(world, params), params, "react")
    raw = params.structure("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise bad("expected an Array of ReactionType")
    if len(raw) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(item.get("type") != "emoji" or str(item.get("emoji")) not in EMOJI for item in raw):
        raise bad("REACTION_INVALID")
    message.reactions = tuple(item["emoji"] for item in raw)
    message.revision = world.changed()
    return True
