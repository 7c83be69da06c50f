"""Record a change of a post's holder or deputy: the event, the letters to those concerned, and their menus."""

from typing import Any

from handlers.ask import Ask
from handlers.people.pick_person import get_person
from handlers.people.post import get_seat
from handlers.tasks.pick import workload
from plan.letter_kinds import POST
from plan.permission import UNIT_DUTIES
from plan.person import Person
from plan.reply import Button, Reply
from plan.seat import Seat
from storage import events, menus
from storage.outbox import letters, pending


async def record_new_holder(ask: Ask, action: str, before: Seat) -> None:
    """Record that the holder has changed, under the event `action`; `before` is the post before the change."""
    after = await get_seat(ask, before.id)
    await events.happened(ask.db, action, ask.now, ask.me, _facts(after), _facts(before))
    if before.holder:
        if not (await get_person(ask, before.holder.id)).posts:
            await pending.readdress(ask.db, before.holder.id, after.holder.id if after.holder else None)
        successor = f"由{after.holder.name}接任" if after.holder else "目前空缺"
        text = f"请知悉：您不再担任{after.title}，{successor}。如有疑问请联系督办员。"
        await _tell(ask, after, before.holder, Reply(text))
    if after.holder:
        await _tell(ask, after, after.holder, await _letter_to_holder(ask, after))
    await _refresh_menus(ask, before.holder, after.holder, before.deputy)


async def record_new_deputy(ask: Ask, before: Seat) -> None:
    """Record that the deputy has changed; `before` is the post before the change."""
    after = await get_seat(ask, before.id)
    await events.happened(ask.db, "deputy", ask.now, ask.me, _facts(after), _facts(before))
    if before.deputy:
        await _tell(ask, after, before.deputy, Reply(f"请知悉：您不再担任{after.title}的B岗。"))
    if after.deputy:
        text = f"请知悉：您已担任{after.title}的B岗，主岗请假或空缺期间由您代办。"
        await _tell(ask, after, after.deputy, Reply(text, ((Button("我的任务", "/my"),),)))
    await _refresh_menus(ask, before.deputy, after.deputy)


async def _tell(ask: Ask, seat: Seat, person: Person, reply: Reply) -> None:
    """Queue a letter to the person, unless they have made the change themselves."""
    if person.id != ask.me.id:
        await letters.tell(
            ask.db, POST, f"{seat.id}:{seat.version}", reply, [person], ask.now
        )  # fmt: skip


async def _refresh_menus(ask: Ask, *people: Person | None) -> None:
    """Have the command menus of those who use the bot set again."""
    for person in people:
        if person and person.telegram_id is not None:
            await menus.changed(ask.db, person.id, ask.now)


async def _letter_to_holder(ask: Ask, seat: Seat) -> Reply:
    if seat.duty not in UNIT_DUTIES:
        return Reply(f"请知悉：您已担任{seat.title}。", ((Button("总览", "/board"), Button("计划", "/plan")),))
    work = await workload(ask, [seat.unit_id])
    return Reply(f"请接手{seat.title}的工作。{work}", ((Button("我的任务", "/my"), Button("计划", "/plan")),))


def _facts(seat: Seat) -> dict[str, Any]:
    """Return the post, its holder and its deputy, as events record them."""
    people = {"holder": seat.holder, "deputy": seat.deputy}
    facts = {role: {"id": person.id, "name": person.name} if person else None for role, person in people.items()}
    return {"post": seat.id, "title": seat.title, **facts}
