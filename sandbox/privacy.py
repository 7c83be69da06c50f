"""Decide which messages of a group the bot gets: all as an administrator, else only those addressed to it."""

from sandbox.units import bytes16, cut16
from sandbox.values import Bot, Chat, Message


def receives(chat: Chat, message: Message, bot: Bot) -> bool:
    if chat.private or chat.is_admin(bot.id):
        return True
    if not chat.has_member(bot.id):
        return False
    original = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    return (original is not None and original.out) or _addresses(message, bot.username.lower())


def _addresses(message: Message, username: str) -> bool:
    text = message.text
    if text.startswith("/"):
        addressee = text.split(maxsplit=1)[0].partition("@")[2]
        return addressee.lower() in ("", username)
    if "@" not in text:
        return False
    units = bytes16(text)
    mentions = (e for e in message.entities if e["type"] == "mention")
    return any(cut16(units, e["offset"], e["offset"] + e["length"]).lower() == f"@{username}" for e in mentions)
