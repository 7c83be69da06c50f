"""Choosing somebody who is known in the bureau: by taps, or by his name."""

from handlers.ask import Ask
from plan.format import shortened
from plan.person import Person
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, paged, pairs
from plan.seat import Seat
from plan.texts import render
from storage import people


async def member(ask: Ask, id: int) -> Person:
    person = await people.get(ask.db, id, ask.today)
    if person is None:
        raise Refusal("没有这位人员，请重新选择。", Button("岗位", "/roster"))
    return person


async def choice(ask: Ask, command: str, seat: Seat, opening: str, words: str, page: int, *rows: Row) -> Reply:
    """`command` goes on with the one who is chosen; the next words look for somebody by his name."""
    words, line = " ".join(words.split())[:40], f"{command} {seat.id} v{seat.version}"
    held = seat.holder.id if seat.holder else None
    found = [person for person in await people.known(ask.db, ask.today, words, seat.unit_id) if person.id != held]
    shown, turn, pages = paged(found, page, line)
    if words:  # a longer name finds fewer, so that one page is enough
        turn, pages = (), ""
    text = render(
        "people", today=ask.today, calendar=ask.bureau.calendar, opening=opening, people=shown, pages=pages,
        words=words, more=len(found) - len(shown) if words else 0,
    )  # fmt: skip
    buttons = pairs(
        Button(f"{n}.{shortened(person.name, 4)}", f"{line} #{person.id}") for n, person in enumerate(shown, 1)
    )
    back = (Button("返回", f"/post {seat.id}"),)
    return Reply(text, (*buttons, *([turn] if turn else []), *rows, back), question=line)
