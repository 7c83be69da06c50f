"""Record that somebody blocked the bot or let it back, that the bot left a group, or that a group has a new id."""

from bot.telegram.updates import Incoming
from storage import groups, inbox, people
from storage.database import Connection

MEMBER = ("member", "administrator", "creator")


async def record(db: Connection, update: Incoming) -> None:
    """Mark the update as handled in the same transaction: handled again after a stop, it would undo what has come
    since. Raises inbox.Handled."""
    await inbox.take(db, update.id, None)
    is_member = update.status in MEMBER
    if update.kind == "moved":
        await groups.move(db, update.chat.id, update.new_chat_id)
    elif update.chat.kind == "private":
        await people.set_reachable(db, update.sender_id, reachable=is_member)
    elif not is_member:
        await groups.unbind(db, update.chat.id)
