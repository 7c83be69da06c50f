"""Who must know of a leave: those who stand in, and he himself where the clerk has entered it; and their menus."""

from datetime import date, datetime, time, timedelta

from handlers.ask import Ask
from plan.leave import Leave
from plan.letter_kinds import BACK, LEAVE
from plan.person import Person
from plan.reply import Button, Reply
from plan.seat import Seat
from storage import menus, post_holders
from storage.outbox import letters, pending

KINDS = {"leave": LEAVE, "back": BACK}


async def told(ask: Ask, action: str, who: Person, leave: Leave) -> None:
    """`action` is leave or back. A letter about it that waits for the morning is no longer true when he is back."""
    about = f"{who.id}:{leave.first}"
    if action == "back":
        await pending.drop(ask.db, about)
    standing_in: dict[Person, list[Seat]] = {}
    for seat in await post_holders.held_by(ask.db, who.id, ask.now):
        if seat.deputy:
            standing_in.setdefault(seat.deputy, []).append(seat)
    key = f"{about}:{who.version + 1}"
    for person, theirs in standing_in.items():
        reply = _to_deputy(ask, action, who, leave, "、".join(seat.title for seat in theirs))
        await letters.tell(ask.db, KINDS[action], key, reply, [person], ask.now)
        if person.telegram_id is not None:
            await _menus(ask, person, leave)
    if who.id != ask.me.id:
        says = f"您{leave.says(ask.today)}" if action == "leave" else f"您的销假（{leave.says(ask.today)}）"
        reply = Reply(f"请知悉：督办员已登记{says}。", ((Button("请假", "/leave"),),))
        await letters.tell(ask.db, KINDS[action], key, reply, [who], ask.now)


def _to_deputy(ask: Ask, action: str, who: Person, leave: Leave, titles: str) -> Reply:
    if action == "back":
        return Reply(f"请知悉：{who.name}已销假，{titles}不再由您代办。")
    text = f"请代为办理{titles}的工作：{who.name}{leave.says(ask.today)}，您是B岗。"
    return Reply(text, ((Button("我的任务", "/my"),),))


async def _menus(ask: Ask, person: Person, leave: Leave) -> None:
    """Today, when it begins, and when it is over."""
    await menus.changed(ask.db, person.id, ask.now)
    for day in (leave.first, leave.last + timedelta(days=1)):
        if day > ask.today:
            await menus.changed(ask.db, person.id, ask.now, _midnight(ask, day))


def _midnight(ask: Ask, day: date) -> datetime:
    return datetime.combine(day, time.min, ask.zone)
