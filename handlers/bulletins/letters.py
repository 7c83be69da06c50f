"""The messages of a bulletin to groups, and the letters to its authors."""

from datetime import datetime

from handlers.ask import Ask
from plan.bulletin import Bulletin, send_at
from plan.format import moment
from plan.letter_kinds import BULLETIN, LetterKind
from plan.person import of_duty
from plan.reply import Button, Reply
from plan.values import Duty
from storage import groups, outbox, people
from storage.groups import Group
from storage.outbox import letters, pending


def group_message(bulletin: Bulletin) -> Reply:
    """Return the message, whose text is exactly the one that was signed."""
    return Reply(bulletin.text, ((Button("查看总览", url="?start=board"), Button("我的任务", url="?start=my")),))


async def send(ask: Ask, bulletin: Bulletin) -> list[str]:
    """Queue the bulletin or correction to each of its groups; return a line on what each group gets, and when."""
    receivers = [group for group in await groups.bound(ask.db) if group.id in bulletin.groups]
    lines = [await (_replace if bulletin.corrects else _send)(ask, bulletin, group) for group in receivers]
    unbound_count = len(bulletin.groups) - len(receivers)
    return [*lines, f"另有{unbound_count}个群已解除绑定，未发送"] if unbound_count else lines


async def _send(ask: Ask, bulletin: Bulletin, group: Group) -> str:
    """Queue the bulletin. A group gets one new message a day: after today's it waits for the next working morning."""
    at = send_at(ask.now, ask.bureau.calendar, await outbox.card_days(ask.db, group.id, ask.now))
    await _put(ask, bulletin, group, at)
    if at == ask.now:
        return f"{group.title}：即时发送"
    reason = "该群今天已发一条，" if ask.bureau.calendar.open(ask.now) else "不在工作时间，"
    return f"{group.title}：{reason}将于{moment(at, ask.today)}发送"


async def _replace(ask: Ask, bulletin: Bulletin, group: Group) -> str:
    """Queue a correction: in place of the original if that is still waiting, else as an edit of its message."""
    original = await outbox.last_to(ask.db, group.id, f"{BULLETIN.name}:{bulletin.corrects}:")
    if original and original.state == "waiting" and await pending.withdraw(ask.db, original.id):
        await _put(ask, bulletin, group, max(original.due_at.astimezone(ask.zone), ask.now))
        return f"{group.title}：原件尚未发出，直接发送更正件"
    await _put(ask, bulletin, group, ask.bureau.calendar.next_open(ask.now), original.id if original else None)
    return f"{group.title}：更正原消息"


async def _put(ask: Ask, bulletin: Bulletin, group: Group, at: datetime, replaces: int | None = None) -> None:
    key = f"{BULLETIN.name}:{bulletin.id}:{bulletin.version}:{group.id}"
    await outbox.put(
        ask.db, key, BULLETIN, group_message(bulletin).dump(), ask.now, group_id=group.id, due_at=at, replaces=replaces
    )  # fmt: skip


async def tell_authors(ask: Ask, kind: LetterKind, bulletin: Bulletin, text: str, line: str) -> None:
    """Queue a letter to the clerks who drafted the bulletin; `line` is the command of its button."""
    authors = [await people.get(ask.db, id, ask.today) for id in sorted(bulletin.hands)]
    reply = Reply(text, ((Button("查看通报", line),),))
    receivers = [of_duty(person, Duty.CLERK) for person in authors if person]
    await letters.tell(ask.db, kind, f"bulletin{bulletin.id}:{bulletin.version}", reply, receivers, ask.now)
