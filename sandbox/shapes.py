"""Build the Bot API's objects (Chat, Message, ChatMember) as JSON."""

from collections.abc import Callable

from sandbox.values import Chat, Json, Message, Person

UserOf = Callable[[int], Json | None]
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
    "can_send_welcome_messages",  # of Bot API 10.3: aiogram requires it, other libraries ignore it
)  # fmt: skip
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


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
        "from": user_of(message.sender),
        "chat": chat_json(chat, user_of),
        "date": message.date,
    }
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


def member_json(user: Json, status: str, *, bot: bool = False) -> Json:
    shown: Json = {"user": user, "status": status}
    match status:
        case "creator":
            shown["is_anonymous"] = False
        case "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": False}
            shown |= {right: right != "can_promote_members" or not bot for right in RIGHTS}
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
        shown["permissions"] = {name: name not in ("can_change_info", "can_pin_messages") for name in PERMISSIONS}
    if pinned is not None:
        shown["pinned_message"] = pinned
    return shown
