"""What groups get of a bulletin, and what its authors are told of it."""

from datetime import datetime

from handlers.ask import Ask
from plan.bulletin import Bulletin, goes_at
from plan.format import moment
from plan.letter_kinds import BULLETIN, LetterKind
from plan.person import of_duty
from plan.reply import Button, Reply
from plan.values import Duty
from storage import groups, outbox, people
from storage.groups import Group
from storage.outbox import letters, pending


def card(bulletin: Bulletin) -> Reply:
    """Byte for byte what was signed off. The Word file, once there is one, goes with it in `files`."""
    return Reply(bulletin.text, ((Button("查看总览", url="?start=board"), Button("我的任务", url="?start=my")),))


async def send(ask: Ask, bulletin: Bulletin) -> list[str]:
    """To each of its groups, or in the place of what it corrects; answers with a line for each."""
    theirs = [group for group in await groups.bound(ask.db) if group.id in bulletin.groups]
    lines = [await (_replace if bulletin.corrects else _send)(ask, bulletin, group) for group in theirs]
    gone = len(bulletin.groups) - len(theirs)
    return [*lines, f"另有{gone}个群已解除绑定，未发送"] if gone else lines


async def _send(ask: Ask, bulletin: Bulletin, group: Group) -> str:
    """One new card a day: after today's summary it waits for the next working morning."""
    at = goes_at(ask.now, ask.bureau.calendar, await outbox.card_days(ask.db, group.id, ask.now))
    await _put(ask, bulletin, group, at)
    if at == ask.now:
        return f"{group.title}：即时发送"
    why = "该群今天已发一条，" if ask.bureau.calendar.open(ask.now) else "不在工作时间，"
    return f"{group.title}：{why}将于{moment(at, ask.today)}发送"


async def _replace(ask: Ask, bulletin: Bulletin, group: Group) -> str:
    """What has not gone out yet never will, and the correction goes in its stead; else its message is edited."""
    before = await outbox.last_to(ask.db, group.id, f"{BULLETIN.name}:{bulletin.corrects}:")
    if before and before.state == "waiting" and await pending.withdraw(ask.db, before.id):
        await _put(ask, bulletin, group, max(before.due_at.astimezone(ask.zone), ask.now))
        return f"{group.title}：原件尚未发出，直接发送更正件"
    await _put(ask, bulletin, group, ask.bureau.calendar.next_open(ask.now), before.id if before else None)
    return f"{group.title}：更正原消息"


async def _put(ask: Ask, bulletin: Bulletin, group: Group, at: datetime, replaces: int | None = None) -> None:
    key = f"{BULLETIN.name}:{bulletin.id}:{bulletin.version}:{group.id}"
    await outbox.put(
        ask.db, key, BULLETIN, card(bulletin).dump(), ask.now, group_id=group.id, due_at=at, replaces=replaces
    )  # fmt: skip


async def tell_hands(ask: Ask, kind: LetterKind, bulletin: Bulletin, text: str, line: str) -> None:
    """Those who drafted it, as clerks."""
    found = [await people.get(ask.db, id, ask.today) for id in sorted(bulletin.hands)]
    reply = Reply(text, ((Button("查看通报", line),),))
    to = [of_duty(person, Duty.CLERK) for person in found if person]
    await letters.tell(ask.db, kind, f"bulletin{bulletin.id}:{bulletin.version}", reply, to, ask.now)
