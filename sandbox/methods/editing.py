"""Methods that edit and delete the bot's messages."""

from sandbox.errors import bad
from sandbox.keyboard import inline_keyboard
from sandbox.methods.content import caption_of, text_of
from sandbox.methods.files import media_of
from sandbox.methods.registry import method
from sandbox.methods.targets import message_in, open_chat
from sandbox.params import Params
from sandbox.values import Chat, Json, Message
from sandbox.world import World

DELETABLE = 48 * 3600
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
WORDS = ("text", "entities", "link_preview_options")
CAPTION = ("caption", "caption_entities", "show_caption_above_media")
MEDIA = ("photo", "document", "has_media_spoiler")


@method("editMessageText")
def edit_text(world: World, params: Params) -> Json:
    message = _own(world, params)
    body = text_of(world, params, edit=True)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return _edit(world, params, message, WORDS, body)


@method("editMessageCaption")
def edit_caption(world: World, params: Params) -> Json:
    message = _own(world, params)
    body = caption_of(world, params)
    if "text" in message.body:
        raise bad("there is no caption in the message to edit")
    return _edit(world, params, message, CAPTION, body)


@method("editMessageMedia")
def edit_media(world: World, params: Params) -> Json:
    message = _own(world, params)
    media = params.mapping("media", "can't parse input media JSON object")
    if media is None:
        raise bad("there is no media in the request")
    if "media_group_id" in message.body and str(media.get("type")) not in message.body:
        raise bad("message can't be edited: an album holds one kind of media")
    return _edit(world, params, message, WORDS + CAPTION + MEDIA, media_of(world, params, media))


@method("editMessageReplyMarkup")
def edit_markup(world: World, params: Params) -> Json:
    return _edit(world, params, _own(world, params), (), {})


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    chat = open_chat(world, params)
    message = message_in(chat, params, "delete")
    if world.clock.unix() - message.date > DELETABLE:
        raise bad("message can't be deleted for everyone")
    if not (message.out or chat.private or chat.is_admin(world.bot.id)) or "migrate_to_chat_id" in message.body:
        raise bad("message can't be deleted")
    world.erase(chat, message)
    return True


def _own(world: World, params: Params) -> Message:
    if params.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat: Chat = open_chat(world, params)
    message = message_in(chat, params, "edit")
    if not message.out or message.service is not None or "forward_origin" in message.body:
        raise bad("message can't be edited")
    return message


def _edit(world: World, params: Params, message: Message, replaced: tuple[str, ...], content: Json) -> Json:
    """Replace fields of the message. Without reply_markup in the call, the buttons are removed, as in Telegram."""
    keyboard = inline_keyboard(params)
    body = {key: value for key, value in message.body.items() if key not in (*replaced, "reply_markup")} | content
    if keyboard:
        body["reply_markup"] = keyboard
    if body == message.body:
        raise bad(SAME)
    world.rewrite(message, body)
    return world.message_json(message)
