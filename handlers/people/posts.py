"""The page of a unit's posts and the people in them (单位岗位), and the command that adds a post (增加岗位)."""

from handlers.ask import Ask
from handlers.inputs import DutyWord, Id, Page, Version
from handlers.messages import CHANGED, UP_TO_DATE, keyboard
from handlers.people.pick_unit import get_unit
from handlers.registry import CLERK, command
from plan.reply import Button, Reply, Row, paged, pairs
from plan.values import Duty
from storage import events, post_holders, posts, units
from storage.units import Unit

PAGE_SIZE = 6


@command("posts", "单位岗位", "一个单位的岗位和人员", who=CLERK)
async def posts_(ask: Ask, unit: Id, page: Page = 0) -> Reply:
    return await unit_page(ask, await get_unit(ask, unit), page)


@command("newpost", "增加岗位", "为一个单位增加岗位", who=CLERK, writes=True, example="/newpost 12 联络员")
async def newpost(ask: Ask, unit: Id, seen: Version | None = None, duty: DutyWord | None = None) -> Reply:
    """Add a post; `seen` is the number of the unit's posts on the tapped button."""
    chosen = await get_unit(ask, unit)
    seats = await post_holders.of_units(ask.db, [unit], ask.now)
    if duty is None:
        buttons = pairs(Button(offered.label, f"/newpost {unit} v{len(seats)} {offered.value}") for offered in Duty)
        return Reply(f"为{chosen.name}增加哪个岗位？", (*buttons, (Button("返回", f"/posts {chosen.id}"),)))
    done_note = f"已增加岗位：{chosen.name}{duty.label}，目前空缺。请点该岗位选人或邀请。"
    if seen not in (None, len(seats)):
        is_repeated = len(seats) == seen + 1 and seats[-1].duty is duty
        return await unit_page(ask, chosen, note=done_note if is_repeated else CHANGED, toast=UP_TO_DATE)
    post_id = await posts.add(ask.db, chosen.id, duty)
    await events.happened(ask.db, "new_post", ask.now, ask.me, {"post": post_id, "title": chosen.name + duty.label})
    return await unit_page(ask, chosen, note=done_note, toast="已增加")


async def unit_page(ask: Ask, unit: Unit, page: int = 0, *, note: str = "", toast: str = "") -> Reply:
    seats = await post_holders.of_units(ask.db, [unit.id], ask.now)
    page_items, page_row, page_label = paged(seats, page, f"/posts {unit.id}", PAGE_SIZE)
    all_units = await units.every(ask.db)
    text = ask.render(
        "unit_posts", unit=unit, seats=page_items, pages=page_label, note=note,
        parent=next((other.name for other in all_units if other.id == unit.parent_id), ""),
    )  # fmt: skip
    buttons = pairs(Button(f"{n}.{seat.duty.label}", f"/post {seat.id}") for n, seat in enumerate(page_items, 1))
    has_subunits = any(other.parent_id == unit.id for other in all_units)
    return Reply(text, keyboard(*buttons, page_row, *_foot(unit, has_subunits=has_subunits)), toast=toast)


def _foot(unit: Unit, *, has_subunits: bool) -> tuple[Row, ...]:
    line = f"{unit.id} v{unit.version}"
    actions = [
        Button("增加岗位", f"/newpost {unit.id}"), Button("新增下级", f"/newunit {line}"),
        Button("单位改名", f"/unitname {line}"), Button("简称", f"/shortname {line}"),
        Button("移动单位", f"/moveunit {line}"),
    ]  # fmt: skip
    parent_line = f"/roster {unit.kind.value}" if unit.top else f"/subunits {unit.parent_id}"
    subunits = [Button("下级单位", f"/subunits {unit.id}")] if has_subunits else []
    return (*pairs(actions), (Button("返回", parent_line), *subunits))
