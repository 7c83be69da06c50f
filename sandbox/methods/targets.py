"""Find the chat and the message that a call names, and check that the bot may use them."""

from sandbox.errors import Refused, bad, forbidden
from sandbox.params import Params
from sandbox.values import Chat, Json, Message
from sandbox.world import World


def known_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Return an existing chat, whether or not the bot may write to it. Raises Refused."""
    raw = params.text(name).strip()
    if not raw:
        raise bad(f"{name} is empty")
    if raw.startswith("@") or params.integer(name) == 0:
        raise bad("chat not found")
    number = params.integer(name)
    if number == world.bot.id:
        raise forbidden("bot can't send messages to the bot")
    chat = world.chats.get(number)
    if chat is None:
        raise bad("chat not found")
    if chat.moved_to is not None:
        raise Refused(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
        )
    return chat


def open_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Return a chat that the bot may write to. Raises Refused."""
    chat = known_chat(world, params, name)
    if params.text("business_connection_id"):
        raise bad("business connection not found")
    if chat.private:
        person = world.people[chat.id]
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    require_member(world, chat)
    return chat


def require_member(world: World, chat: Chat) -> None:
    words = f"{chat.type} chat"
    match chat.members.get(world.bot.id, "left"):
        case "kicked":
            raise forbidden(f"bot was kicked from the {words}")
        case "left":
            raise forbidden(f"bot is not a member of the {words}")


def message_in(chat: Chat, params: Params, purpose: str, name: str = "message_id") -> Message:
    """Return the message that a call names. Raises Refused.

    `purpose` is the verb in Telegram's error text: edit, delete, pin, …
    """
    number = params.integer(name)
    if number == 0:
        raise bad("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise bad(f"message to {purpose} not found")
    return message


def replied(world: World, chat: Chat, params: Params) -> int | None:
    reply = params.mapping("reply_parameters", "can't parse reply parameters JSON object")
    number, lenient = params.integer("reply_to_message_id"), params.flag("allow_sending_without_reply")
    if reply is not None:
        inner = Params(reply)
        number, lenient = inner.integer("message_id"), inner.flag("allow_sending_without_reply")
        if inner.has("chat_id") and inner.integer("chat_id") != chat.id:
            known_chat(world, inner)
            raise Refused(501, "Not Implemented: the sandbox has no replies across chats")
    if not number:
        return None
    message = chat.messages.get(number)
    if message is not None and not message.deleted:
        return number
    if lenient:
        return None
    raise bad("message to be replied not found")


def topic(chat: Chat, params: Params) -> Json:
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if not chat.forum or thread not in chat.threads:
        raise bad("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}
