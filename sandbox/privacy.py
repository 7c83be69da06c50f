"""What a bot is sent of the talk in a group: all of it as an administrator, else only what is meant for it."""

from sandbox.units import bytes16, cut16
from sandbox.values import Bot, Chat, Message


def hears(chat: Chat, message: Message, bot: Bot) -> bool:
    if chat.private or chat.rules(bot.id):
        return True
    if not chat.holds(bot.id):
        return False
    answered = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    return (answered is not None and answered.out) or _is_meant_for(message, bot.username.lower())


def _is_meant_for(message: Message, username: str) -> bool:
    text = message.text
    if text.startswith("/"):
        addressee = text.split(maxsplit=1)[0].partition("@")[2]
        return addressee.lower() in ("", username)
    if "@" not in text:
        return False
    units = bytes16(text)
    mentions = (e for e in message.entities if e["type"] == "mention")
    return any(cut16(units, e["offset"], e["offset"] + e["length"]).lower() == f"@{username}" for e in mentions)
