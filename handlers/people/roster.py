"""The roster (岗位): from the kinds of units to the units and their posts."""

from collections import Counter
from collections.abc import Sequence

from handlers.ask import Ask
from handlers.inputs import Id, KindWord, Page, Words
from handlers.messages import NO_PLAN, keyboard
from handlers.people.pick_unit import button_label, find_unit, get_unit
from handlers.people.posts import unit_page
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.values import UnitKind
from storage import post_holders, units
from storage.units import Unit


@command("roster", "岗位", "单位、岗位和人员，移交、B岗和请假", who=CLERK, words=("通讯录",), menu=8)
async def roster(ask: Ask, kind: KindWord | None = None, page: Page = 0, name: Words = "") -> Reply:
    every = await units.every(ask.db)
    if not every:
        raise Refusal(NO_PLAN)
    if name.strip():
        return await unit_page(ask, find_unit(every, name.strip(), "/posts"))
    top = [unit for unit in every if unit.top]  # all others are found from the unit above them
    if kind:
        theirs = [unit for unit in top if unit.kind is kind]
        return await _list(ask, kind.label, theirs, page, f"/roster {kind.value}", "/roster")
    counts = Counter(unit.kind for unit in top)
    lines = "\n".join(f"{one.label}　{counts[one]} 个" for one in UnitKind if counts[one])
    text = f"请选择单位类别：\n{lines}\n\n也可以发送“岗位 单位名称”，例如：岗位 {every[-1].name}"
    return Reply(
        text,
        pairs(Button(unit_kind.label, f"/roster {unit_kind.value}") for unit_kind in UnitKind if counts[unit_kind]),
    )


@command("subunits", "下级单位", "一个单位的下级单位", who=CLERK)
async def subunits(ask: Ask, unit: Id, page: Page = 0) -> Reply:
    above = await get_unit(ask, unit)
    below = [one for one in await units.every(ask.db) if one.parent_id == above.id]
    return await _list(ask, f"{above.name}的下级单位", below, page, f"/subunits {unit}", f"/posts {unit}")


async def _list(ask: Ask, title: str, every: Sequence[Unit], page: int, line: str, back: str) -> Reply:
    """Each unit with its liaison, or with why there is none who can be reached."""
    page_items, page_row, page_label = paged(every, page, line)
    shown_seats = await post_holders.of_units(ask.db, [unit.id for unit in page_items], ask.now)
    text = ask.render(
        "roster", title=title, units=page_items, total=len(every),
        pages=page_label, seats=shown_seats,
    )  # fmt: skip
    buttons = pairs(Button(button_label(n, unit.name), f"/posts {unit.id}") for n, unit in enumerate(page_items, 1))
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", back),)))
