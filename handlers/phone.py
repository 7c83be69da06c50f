"""The phone list (打电话清单): whom the clerk calls, and what is missing there."""

from collections import defaultdict
from datetime import date

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.registry import CLERK, command
from plan.nudge import WORST, missing
from plan.phone import rows, to_call
from plan.reply import Button, Reply, paged, pairs
from plan.texts import render
from plan.wording import shortened
from storage import assignments, phone, units

CODES = 3


@command("phone", "电话", "联系不上或未回复催办的单位，附电话", who=CLERK, words=("打电话清单", "电话清单"), menu=7)
async def phone_list(ask: Ask, page: Page = 0) -> Reply:
    return await listed(ask, page)


async def listed(ask: Ask, page: int = 0, note: str = "") -> Reply:
    """`note` is what has just been recorded."""
    everybody = rows(await phone.facts(ask.db, ask.today, ask.zone), ask.today, ask.bureau.calendar)
    shown, turn, pages = paged(everybody, page, "/phone")
    ids = [row.unit_id for row in shown]
    names, contacts = await units.by_id(ask.db, ids), await phone.contacts(ask.db, ids)
    lacks = await _lacks(ask, ids)
    text = render(
        "phone", today=ask.today, calendar=ask.bureau.calendar, note=note, total=len(everybody), pages=pages,
        rows=[(row, names[row.unit_id].name, to_call(contacts[row.unit_id]), lacks[row.unit_id]) for row in shown],
        most=CODES,
    )  # fmt: skip
    buttons = pairs(Button(shortened(names[id].name, 6), f"/called {id}") for id in ids)
    return Reply(text, (*buttons, *([turn] if turn else [])))


async def _lacks(ask: Ask, unit_ids: list[int]) -> dict[int, list[str]]:
    """The numbers of what each of these units has not reported, the worst first."""
    found: dict[int, list[tuple[int, date, str]]] = defaultdict(list)
    for one in await assignments.of_units(ask.db, unit_ids):
        if lack := missing(one, ask.today, ask.bureau.limits):
            found[one.unit_id].append((WORST.index(lack), one.deadline or date.max, one.code))
    return defaultdict(list, {id: [code for *_, code in sorted(lacks)] for id, lacks in found.items()})
