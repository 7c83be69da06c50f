"""One unit's posts and the people in them; the clerk adds a post."""

from handlers.ask import Ask
from handlers.inputs import DutyWord, Id, Page, Version
from handlers.messages import CHANGED, UP_TO_DATE, keyboard
from handlers.people.pick_unit import get_unit
from handlers.registry import CLERK, command
from plan.reply import Button, Reply, Row, paged, pairs
from plan.values import Duty
from storage import events, post_holders, posts, units
from storage.units import Unit

A_PAGE = 6


@command("posts", "单位岗位", "一个单位的岗位和人员", who=CLERK)
async def posts_(ask: Ask, unit: Id, page: Page = 0) -> Reply:
    return await unit_page(ask, await get_unit(ask, unit), page)


@command("newpost", "增加岗位", "为一个单位增加岗位", who=CLERK, writes=True, example="/newpost 12 联络员")
async def newpost(ask: Ask, unit: Id, seen: Version | None = None, duty: DutyWord | None = None) -> Reply:
    """`seen` is how many posts there were."""
    found = await get_unit(ask, unit)
    there = await post_holders.of_units(ask.db, [unit], ask.now)
    if duty is None:
        buttons = pairs(Button(one.label, f"/newpost {unit} v{len(there)} {one.value}") for one in Duty)
        return Reply(f"为{found.name}增加哪个岗位？", (*buttons, (Button("返回", f"/posts {found.id}"),)))
    done = f"已增加岗位：{found.name}{duty.label}，目前空缺。请点该岗位选人或邀请。"
    if seen not in (None, len(there)):
        again = len(there) == seen + 1 and there[-1].duty is duty
        return await unit_page(ask, found, note=done if again else CHANGED, toast=UP_TO_DATE)
    id = await posts.add(ask.db, found.id, duty)
    await events.happened(ask.db, "new_post", ask.now, ask.me, {"post": id, "title": found.name + duty.label})
    return await unit_page(ask, found, note=done, toast="已增加")


async def unit_page(ask: Ask, unit: Unit, page: int = 0, *, note: str = "", toast: str = "") -> Reply:
    every_seat = await post_holders.of_units(ask.db, [unit.id], ask.now)
    page_items, page_row, page_label = paged(every_seat, page, f"/posts {unit.id}", A_PAGE)
    every = await units.every(ask.db)
    text = ask.render(
        "posts", unit=unit, seats=page_items, pages=page_label, note=note,
        parent=next((one.name for one in every if one.id == unit.parent_id), ""),
    )  # fmt: skip
    buttons = pairs(Button(f"{n}.{seat.duty.label}", f"/post {seat.id}") for n, seat in enumerate(page_items, 1))
    has_below = any(one.parent_id == unit.id for one in every)
    return Reply(text, keyboard(*buttons, page_row, *_foot(unit, has_below=has_below)), toast=toast)


def _foot(unit: Unit, *, has_below: bool) -> tuple[Row, ...]:
    line = f"{unit.id} v{unit.version}"
    does = [
        Button("增加岗位", f"/newpost {unit.id}"), Button("新增下级", f"/newunit {line}"),
        Button("单位改名", f"/unitname {line}"), Button("移动单位", f"/moveunit {line}"),
    ]  # fmt: skip
    up = f"/roster {unit.kind.value}" if unit.top else f"/subunits {unit.parent_id}"
    below = [Button("下级单位", f"/subunits {unit.id}")] if has_below else []
    return (*pairs(does), (Button("返回", up), *below))
