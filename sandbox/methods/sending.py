"""Methods that send, copy and forward messages."""

from sandbox.errors import bad
from sandbox.keyboard import inline_keyboard
from sandbox.methods.content import caption_of, text_of
from sandbox.methods.registry import method
from sandbox.methods.targets import known_chat, message_in, open_chat, replied, require_member, topic
from sandbox.params import Params
from sandbox.values import Chat, Json, Message
from sandbox.world import World

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip
COPIED = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "link_preview_options",
    "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip


def post(world: World, chat: Chat, params: Params, body: Json, *, markup: bool = True) -> Message:
    """Add the bot's message to the chat. Raises Refused before anything changes."""
    keyboard = inline_keyboard(params) if markup and params.has("reply_markup") else None
    reply = replied(world, chat, params)
    body = {**body, **topic(chat, params)}
    if params.flag("protect_content"):
        body["has_protected_content"] = True
    if keyboard:
        body["reply_markup"] = keyboard
    return world.write(chat, world.bot.id, body, reply_to=reply, silent=params.flag("disable_notification"))


@method("sendMessage")
def send_message(world: World, params: Params) -> Json:
    chat = open_chat(world, params)
    return world.message_json(post(world, chat, params, text_of(world, params)))


@method("copyMessage")
def copy_message(world: World, params: Params) -> Json:
    chat = open_chat(world, params)
    source = _source(world, params, "copy", "copied")
    body = {key: value for key, value in source.body.items() if key in COPIED}
    if params.has("caption") and "text" not in body:
        body = {key: value for key, value in body.items() if not key.startswith("caption")}
        body |= caption_of(world, params)
    return {"message_id": post(world, chat, params, body).id}


@method("forwardMessage")
def forward_message(world: World, params: Params) -> Json:
    chat = open_chat(world, params)
    source = _source(world, params, "forward", "forwarded")
    body = {key: value for key, value in source.body.items() if key in COPIED}
    origin = source.body.get("forward_origin") or {
        "type": "user",
        "sender_user": world.user(source.sender),
        "date": source.date,
    }
    return world.message_json(post(world, chat, params, {"forward_origin": origin, **body}, markup=False))


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    topic(open_chat(world, params), params)
    if params.text("action").lower() not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def _source(world: World, params: Params, purpose: str, done: str) -> Message:
    chat = known_chat(world, params, "from_chat_id")
    if not chat.private:
        require_member(world, chat)
    message = message_in(chat, params, purpose)
    if message.service is not None or message.body.get("has_protected_content"):
        raise bad(f"the message can't be {done}")
    return message
