"""The roster (岗位): from the kinds of units down to one unit's posts."""

from collections import Counter
from collections.abc import Sequence

from handlers.ask import Ask
from handlers.inputs import Id, KindWord, Page, Words
from handlers.messages import NO_PLAN, keyboard
from handlers.people.pick_unit import find_unit, get_unit
from handlers.people.posts import unit_page
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.values import UnitKind
from storage import post_holders, units
from storage.units import Unit


@command("roster", "岗位", "单位、岗位和人员，移交、B岗和请假", who=CLERK, words=("通讯录",), menu=8)
async def roster(ask: Ask, kind: KindWord | None = None, page: Page = 0, name: Words = "") -> Reply:
    all_units = await units.every(ask.db)
    if not all_units:
        raise Refusal(NO_PLAN)
    if name.strip():
        return await unit_page(ask, find_unit(all_units, name.strip(), "/posts "))
    top_units = [unit for unit in all_units if unit.top]  # The others are reached through the units above them.
    if kind:
        of_kind = [unit for unit in top_units if unit.kind is kind]
        return await _units_page(ask, kind.label, of_kind, page, f"/roster {kind.value}", "/roster")
    counts = Counter(unit.kind for unit in top_units)
    lines = "\n".join(f"{unit_kind.label}　{counts[unit_kind]} 个" for unit_kind in UnitKind if counts[unit_kind])
    text = f"请选择单位类别：\n{lines}\n\n也可以发送“岗位 单位名称”，例如：岗位 {all_units[-1].name}"
    return Reply(
        text,
        pairs(Button(unit_kind.label, f"/roster {unit_kind.value}") for unit_kind in UnitKind if counts[unit_kind]),
    )


@command("subunits", "下级单位", "一个单位的下级单位", who=CLERK)
async def subunits(ask: Ask, unit: Id, page: Page = 0) -> Reply:
    parent = await get_unit(ask, unit)
    children = [other for other in await units.every(ask.db) if other.parent_id == parent.id]
    return await _units_page(ask, f"{parent.name}的下级单位", children, page, f"/subunits {unit}", f"/posts {unit}")


async def _units_page(ask: Ask, title: str, listed: Sequence[Unit], page: int, line: str, back: str) -> Reply:
    """Return a page of units, each with its liaison or why no liaison can be reached."""
    page_items, page_row, page_label = paged(listed, page, line)
    seats = await post_holders.of_units(ask.db, [unit.id for unit in page_items], ask.now)
    text = ask.render(
        "roster", title=title, units=page_items, total=len(listed),
        pages=page_label, seats=seats,
    )  # fmt: skip
    buttons = pairs(Button(unit.short, f"/posts {unit.id}") for unit in page_items)
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", back),)))
