"""Build the Bot API's objects (Chat, Message, ChatMember) as JSON."""

from collections.abc import Callable, Mapping

from sandbox.rights import PERMISSIONS, RIGHTS
from sandbox.values import NOT_BY_DEFAULT, Chat, Json, Message, Person

UserOf = Callable[[int], Json | None]


def chat_json(chat: Chat, user_of: UserOf) -> Json:
    if chat.private:
        person = user_of(chat.id) or {}
        name: Json = {key: person[key] for key in ("first_name", "username") if key in person}
        return {"id": chat.id, **name, "type": "private"}
    shown: Json = {"id": chat.id, "title": chat.title, "type": chat.type}
    if chat.forum:
        shown["is_forum"] = True
    return shown


def message_json(chat: Chat, message: Message, user_of: UserOf, *, nested: bool = False) -> Json:
    shown: Json = {
        "message_id": message.id,
        "chat": chat_json(chat, user_of),
        "date": message.date,
    }
    sender = user_of(message.sender)
    if sender is not None:  # posts in channels have none
        shown["from"] = sender
    if message.edit_date is not None:
        shown["edit_date"] = message.edit_date
    if message.reply_to is not None and not nested:
        other = chat.messages.get(message.reply_to)
        if other is not None and not other.deleted:
            shown["reply_to_message"] = message_json(chat, other, user_of, nested=True)
    shown.update(message.body)
    return shown


def inaccessible(chat: Chat, message_id: int, user_of: UserOf) -> Json:
    return {"chat": chat_json(chat, user_of), "message_id": message_id, "date": 0}


def member_json(user: Json, status: str, rights: Mapping[str, bool], *, bot: bool = False) -> Json:
    """Return a ChatMember. `rights` differ from the default: all for an administrator, none if restricted."""
    shown: Json = {"user": user, "status": status}
    match status:
        case "creator":
            shown["is_anonymous"] = False
        case "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": False}
            shown |= {right: right != "can_promote_members" or not bot for right in RIGHTS}
            shown |= rights
        case "restricted":
            shown |= {"is_member": True, **dict.fromkeys(PERMISSIONS, False), **rights, "until_date": 0}
        case "kicked":
            shown["until_date"] = 0
    return shown


def full_chat(chat: Chat, person: Person | None, pinned: Json | None, user_of: UserOf) -> Json:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    shown = {
        **chat_json(chat, user_of),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if person is not None and person.username:
        shown["active_usernames"] = [person.username]
    if person is not None and person.about:
        shown["bio"] = person.about[:70]
    if person is None:
        shown["permissions"] = {name: name not in NOT_BY_DEFAULT for name in PERMISSIONS}
    if pinned is not None:
        shown["pinned_message"] = pinned
    return shown
