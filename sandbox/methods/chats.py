"""Methods about chats: information, members, pins, leaving."""

from sandbox.errors import bad
from sandbox.methods.registry import method
from sandbox.methods.targets import known_chat, message_in, open_chat, require_member
from sandbox.params import Params
from sandbox.shapes import full_chat, message_json
from sandbox.values import Chat, Json
from sandbox.world import World

NO_RIGHT = "not enough rights to manage pinned messages in the chat"


@method("getChat")
def get_chat(world: World, params: Params) -> Json:
    chat = _visible(world, params)
    pinned = message_json(chat, chat.messages[chat.pinned], world.user, nested=True) if chat.pinned else None
    return full_chat(chat, world.people.get(chat.id), pinned, world.user)


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> Json:
    chat = _visible(world, params)
    number = params.integer("user_id")
    if number <= 0:
        raise bad("invalid user_id specified")
    if world.user(number) is None:
        raise bad("user not found")
    return world.member_json(chat, number)


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = _visible(world, params)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return [world.member_json(chat, number) for number in chat.members if chat.is_admin(number)]


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    chat = open_chat(world, params)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    world.member(chat.id, world.bot.id, "left")
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    chat = _pinnable(world, params)
    message = message_in(chat, params, "pin")
    if message.service is not None:
        raise bad("service messages can't be pinned")
    world.add_pin(chat, message, world.bot.id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> bool:
    chat = _pinnable(world, params)
    number = params.integer("message_id") or chat.pinned
    if number not in chat.pins:
        raise bad("message to unpin not found")
    world.remove_pin(chat, number)
    return True


def _visible(world: World, params: Params) -> Chat:
    chat = known_chat(world, params)
    if not chat.private:
        require_member(world, chat)
    return chat


def _pinnable(world: World, params: Params) -> Chat:
    chat = open_chat(world, params)
    if not chat.allows(world.bot.id, "can_pin_messages"):
        raise bad(NO_RIGHT)
    return chat
