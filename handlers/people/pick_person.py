"""Choose a person known to the bureau: by a tap in a list, or by their name."""

from handlers.ask import Ask
from handlers.messages import keyboard
from plan import labels
from plan.person import Person
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, paged, pairs
from plan.seat import Seat
from storage import people


async def get_person(ask: Ask, id: int) -> Person:
    """Return the person. Raises Refusal if there is none."""
    person = await people.get(ask.db, id, ask.today)
    if person is None:
        raise Refusal("没有这位人员，请重新选择。", Button("岗位", "/roster"))
    return person


async def person_choice(ask: Ask, command: str, seat: Seat, opening: str, words: str, page: int, *rows: Row) -> Reply:
    """Return a page of people to choose for a post; a typed name searches for people.

    The button of a person puts their id behind `command` and the post. `rows` stand above the button back.
    """
    words, line = " ".join(words.split())[:40], f"{command} {seat.id} v{seat.version}"
    holder_id = seat.holder.id if seat.holder else None
    candidates = [
        person for person in await people.known(ask.db, ask.today, words, seat.unit_id) if person.id != holder_id
    ]
    page_items, page_row, page_label = paged(candidates, page, line)
    if words:  # One page is enough, because a longer name finds fewer people.
        page_row, page_label = (), ""
    text = ask.render(
        "person_choice", opening=opening, people=page_items, pages=page_label,
        words=words, more=len(candidates) - len(page_items) if words else 0,
    )  # fmt: skip
    names = labels.numbered([person.name for person in page_items])
    buttons = pairs(Button(name, f"{line} #{person.id}") for name, person in zip(names, page_items, strict=True))
    back = (Button("返回", f"/post {seat.id}"),)
    return Reply(text, keyboard(*buttons, page_row, *rows, back), question=line)
