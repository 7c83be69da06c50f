"""Tell the clerk who has bound a group that the bot may not write into it, once for each binding."""

from datetime import datetime

from plan.letter_kinds import GROUP_UNWRITABLE
from plan.reply import Reply
from plan.unsent import UnsentReason
from plan.values import Duty
from storage import groups, people
from storage.database import Connection
from storage.outbox import letters


async def tell(db: Connection, group_id: int, reason: UnsentReason, now: datetime) -> None:
    """Queue the letter, in the transaction that gives up the group's letter. All clerks get it if that clerk left."""
    binding = await groups.binding(db, group_id)
    clerks = await people.holders(db, (Duty.CLERK,), now.date())
    to = [person for person in clerks if person.id == binding.bound_by] or clerks
    text = (
        f"请处理：群“{binding.title}”的消息未能发出（{reason.label}）。"
        "请在群内恢复机器人的发言权限，或重新邀请机器人并发送 /bind。其他消息照常发送。"
    )
    key = f"{group_id}:{binding.bound_at.timestamp():.0f}"
    await letters.tell(db, GROUP_UNWRITABLE, key, Reply(text), to, now)
