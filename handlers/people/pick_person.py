"""Choosing somebody who is known in the bureau: by taps, or by his name."""

from handlers.ask import Ask
from handlers.messages import keyboard
from plan.format import shortened
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, paged, pairs
from storage import people
from storage.people import Person
from storage.post_holders import Seat


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
    page_items, page_row, page_label = paged(found, page, line)
    if words:  # a longer name finds fewer, so that one page is enough
        page_row, page_label = (), ""
    text = ask.render(
        "people", opening=opening, people=page_items, pages=page_label,
        words=words, more=len(found) - len(page_items) if words else 0,
    )  # fmt: skip
    buttons = pairs(
        Button(f"{n}.{shortened(person.name, 4)}", f"{line} #{person.id}") for n, person in enumerate(page_items, 1)
    )
    back = (Button("返回", f"/post {seat.id}"),)
    return Reply(text, keyboard(*buttons, page_row, *rows, back), question=line)
