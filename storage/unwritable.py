"""A group into which the bot may not write: the clerk who has bound it is told, once for each binding."""

from datetime import datetime

import sqlalchemy as sa

from plan.letter_kinds import GROUP_UNWRITABLE
from plan.reply import Reply
from plan.unsent import UnsentReason
from plan.values import Duty
from storage import people
from storage.database import Connection
from storage.outbox import letters
from storage.schema import groups


async def tell(db: Connection, group_id: int, reason: UnsentReason, now: datetime) -> None:
    """Where he is no clerk any more, the others are."""
    group = (await db.execute(sa.select(groups).where(groups.c.id == group_id))).one()
    clerks = await people.holders(db, (Duty.CLERK,), now.date())
    to = [person for person in clerks if person.id == group.bound_by] or clerks
    words = (
        f"请处理：群“{group.title}”的消息未能发出（{reason.label}）。"
        "请在群内恢复机器人的发言权限，或重新邀请机器人并发送 /bind。其他消息照常发送。"
    )
    key = f"{group_id}:{group.bound_at.timestamp():.0f}"
    await letters.tell(db, GROUP_UNWRITABLE, key, Reply(words), to, now)
