"""The letters about a leave: to the deputies, and to the person if the clerk has registered it; and their menus."""

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


async def tell_about_leave(ask: Ask, action: str, absentee: Person, leave: Leave) -> None:
    """Queue the letters; `action` is leave or back. The end of a leave drops letters about it that still wait."""
    about = f"{absentee.id}:{leave.first}"
    if action == "back":
        await pending.drop(ask.db, about)
    by_deputy: dict[Person, list[Seat]] = {}
    for seat in await post_holders.held_by(ask.db, absentee.id, ask.now):
        if seat.deputy:
            by_deputy.setdefault(seat.deputy, []).append(seat)
    key = f"{about}:{absentee.version + 1}"
    for person, seats in by_deputy.items():
        reply = _letter_to_deputy(ask, action, absentee, leave, "、".join(seat.title for seat in seats))
        await letters.tell(ask.db, KINDS[action], key, reply, [person], ask.now)
        if person.telegram_id is not None:
            await _refresh_menu(ask, person, leave)
    if absentee.id != ask.me.id:
        news = f"您{leave.says(ask.today)}" if action == "leave" else f"您的销假（{leave.says(ask.today)}）"
        reply = Reply(f"请知悉：督办员已登记{news}。", ((Button("请假", "/leave"),),))
        await letters.tell(ask.db, KINDS[action], key, reply, [absentee], ask.now)


def _letter_to_deputy(ask: Ask, action: str, absentee: Person, leave: Leave, titles: str) -> Reply:
    if action == "back":
        return Reply(f"请知悉：{absentee.name}已销假，{titles}不再由您代办。")
    text = f"请代为办理{titles}的工作：{absentee.name}{leave.says(ask.today)}，您是B岗。"
    return Reply(text, ((Button("我的任务", "/my"),),))


async def _refresh_menu(ask: Ask, person: Person, leave: Leave) -> None:
    """Have the deputy's menu set again today, when the leave begins, and after its end."""
    await menus.changed(ask.db, person.id, ask.now)
    for day in (leave.first, leave.last + timedelta(days=1)):
        if day > ask.today:
            await menus.changed(ask.db, person.id, ask.now, _midnight(ask, day))


def _midnight(ask: Ask, day: date) -> datetime:
    return datetime.combine(day, time.min, ask.zone)
