"""What follows when a post has got another holder or deputy: the event, those who must know, their menus."""

from typing import Any

from handlers.ask import Ask
from handlers.people.pick_person import member
from handlers.people.post import seat_of
from handlers.tasks.pick import workload
from plan.letter_kinds import POST
from plan.permission import DOES
from plan.person import Person
from plan.reply import Button, Reply
from plan.seat import Seat
from storage import events, menus
from storage.outbox import letters, pending


async def passed_on(ask: Ask, action: str, before: Seat) -> None:
    """The holder has changed; who did it himself need not be told."""
    after = await seat_of(ask, before.id)
    await events.happened(ask.db, action, ask.now, ask.me, _facts(after), _facts(before))
    if before.holder:
        if not (await member(ask, before.holder.id)).posts:
            await pending.readdress(ask.db, before.holder.id, after.holder.id if after.holder else None)
        then = f"由{after.holder.name}接任" if after.holder else "目前空缺"
        await tell(ask, after, before.holder, Reply(f"请知悉：您不再担任{after.title}，{then}。如有疑问请联系督办员。"))
    if after.holder:
        await tell(ask, after, after.holder, await _to_new(ask, after))
    await renew_menus(ask, before.holder, after.holder, before.deputy)


async def stands_in(ask: Ask, before: Seat) -> None:
    """The deputy has changed."""
    after = await seat_of(ask, before.id)
    await events.happened(ask.db, "deputy", ask.now, ask.me, _facts(after), _facts(before))
    if before.deputy:
        await tell(ask, after, before.deputy, Reply(f"请知悉：您不再担任{after.title}的B岗。"))
    if after.deputy:
        text = f"请知悉：您已担任{after.title}的B岗，主岗请假或空缺期间由您代办。"
        await tell(ask, after, after.deputy, Reply(text, ((Button("我的任务", "/my"),),)))
    await renew_menus(ask, before.deputy, after.deputy)


async def tell(ask: Ask, seat: Seat, person: Person, reply: Reply) -> None:
    if person.id != ask.me.id:
        await letters.tell(
            ask.db, POST, f"{seat.id}:{seat.version}", reply, [person], ask.now
        )  # fmt: skip


async def renew_menus(ask: Ask, *people: Person | None) -> None:
    for person in people:
        if person and person.telegram_id is not None:
            await menus.changed(ask.db, person.id, ask.now)


async def _to_new(ask: Ask, seat: Seat) -> Reply:
    if seat.duty not in DOES:
        return Reply(f"请知悉：您已担任{seat.title}。", ((Button("总览", "/board"), Button("计划", "/plan")),))
    work = await workload(ask, [seat.unit_id])
    return Reply(f"请接手{seat.title}的工作。{work}", ((Button("我的任务", "/my"), Button("计划", "/plan")),))


def _facts(seat: Seat) -> dict[str, Any]:
    who = {"holder": seat.holder, "deputy": seat.deputy}
    named = {part: {"id": person.id, "name": person.name} if person else None for part, person in who.items()}
    return {"post": seat.id, "title": seat.title, **named}
