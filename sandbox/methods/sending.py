"""Methods that send, copy and forward messages."""

from sandbox.errors import bad
from sandbox.keyboard import inline_keyboard
from sandbox.methods.content import caption_of, text_of
from sandbox.methods.registry import method
from sandbox.methods.targets import known_chat, message_in, open_chat, replied, require_member, topic
from sandbox.origins import can_be_forwarded, content_of, origin_of
from sandbox.params import Params
from sandbox.rights import right_to_send
from sandbox.values import Chat, Json, Message
from sandbox.world import World

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


def post(world: World, chat: Chat, params: Params, body: Json, *, markup: bool = True) -> Message:
    """Add the bot's message to the chat. Raises Refused before anything changes."""
    right, name = right_to_send(body)
    if not chat.allows(world.bot.id, right):
        raise bad(f"not enough rights to send {name} to the chat")
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
    _, source = _source(world, params, "copy", "copied")
    body = content_of(source)
    if params.has("caption") and "text" not in body:
        body = {key: value for key, value in body.items() if not key.startswith("caption")}
        body |= caption_of(world, params)
    return {"message_id": post(world, chat, params, body).id}


@method("forwardMessage")
def forward_message(world: World, params: Params) -> Json:
    chat = open_chat(world, params)
    from_chat, source = _source(world, params, "forward", "forwarded")
    body = {"forward_origin": origin_of(from_chat, source, world.user), **content_of(source)}
    return world.message_json(post(world, chat, params, body, markup=False))


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    topic(open_chat(world, params), params)
    if params.text("action").lower() not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def _source(world: World, params: Params, purpose: str, done: str) -> tuple[Chat, Message]:
    chat = known_chat(world, params, "from_chat_id")
    if not chat.private:
        require_member(world, chat)
    message = message_in(chat, params, purpose)
    if not can_be_forwarded(message):
        raise bad(f"the message can't be {done}")
    return chat, message
