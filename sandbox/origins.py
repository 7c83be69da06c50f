"""What a forwarded message takes from its original: the content, and where it came from."""

from sandbox.shapes import UserOf, chat_json
from sandbox.values import Chat, Json, Message

CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "contact", "link_preview_options",
    "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip


def content_of(message: Message) -> Json:
    """Return the fields that copies and forwarded messages share with the original."""
    return {key: value for key, value in message.body.items() if key in CONTENT}


def can_be_forwarded(message: Message) -> bool:
    return message.service is None and not message.body.get("has_protected_content")


def origin_of(chat: Chat, message: Message, user_of: UserOf) -> Json:
    """Return the MessageOrigin of a message; one that was itself forwarded keeps its own."""
    origin: Json | None = message.body.get("forward_origin")
    if origin is not None:
        return origin
    if chat.type == "channel":
        shown = chat_json(chat, user_of)
        return {"type": "channel", "date": message.date, "chat": shown, "message_id": message.id}
    if "sender_chat" in message.body:
        return {"type": "chat", "date": message.date, "sender_chat": message.body["sender_chat"]}
    return {"type": "user", "date": message.date, "sender_user": user_of(message.sender)}


def hidden_origin(origin: Json) -> Json | None:
    """Return the origin of a person whose privacy settings hide their account; None if it is not a person's."""
    if origin["type"] == "hidden_user":
        return origin
    if origin["type"] != "user" or origin["sender_user"]["is_bot"]:
        return None
    return {"type": "hidden_user", "date": origin["date"], "sender_user_name": origin["sender_user"]["first_name"]}
