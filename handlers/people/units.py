"""The clerk changes the tree of units: adds a unit, renames it, or moves it below another."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Id, Input, KindWord, Page, Version
from handlers.messages import CHANGED, UP_TO_DATE
from handlers.people.pick_unit import get_unit, unit_choice
from handlers.people.posts import unit_page
from handlers.registry import CLERK, command
from plan import input_checks, short_names
from plan.initials import initials
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply, pairs
from plan.values import UnitKind
from plan.words.open_question import Wants
from storage import events, units
from storage.units import RENAMED, Unit

Name = Annotated[str, Input("名称", "演示单位", r"[\s\S]+", after="")]


@command(
    "newunit",
    "新增单位",
    "在一个单位下新增下级单位",
    who=CLERK,
    writes=True,
    example="/newunit 12 县区局 演示单位",
    asks=Wants.UNIT,
)
async def newunit(
    ask: Ask, above: Id, seen: Version | None = None, kind: KindWord | None = None, words: Name = ""
) -> Reply:
    parent = await get_unit(ask, above)
    line, back = f"/newunit {parent.id} v{parent.version}", (Button("返回", f"/posts {parent.id}"),)
    if kind is None:
        buttons = pairs(Button(unit_kind.label, f"{line} {unit_kind.value}") for unit_kind in UnitKind)
        return Reply(f"在{parent.name}下新增哪类单位？", (*buttons, back))
    if not words:
        return Reply(f"请回复新增{kind.label}的名称。", (back,), question=f"{line} {kind.value}")
    name = _valid_name(words, f"{line} {kind.value}")
    done_note = f"已新增：{name}，上级为{parent.name}。请增加岗位。"
    existing = await units.named(ask.db, name, or_short=True)
    if seen not in (None, parent.version):
        if existing and existing.parent_id == parent.id and parent.version == seen + 1:
            return await unit_page(ask, existing, note=done_note, toast=UP_TO_DATE)
        return await unit_page(ask, parent, note=CHANGED, toast=UP_TO_DATE)
    if existing:
        raise _name_taken(name, f"{line} {kind.value}")
    added = await units.add(ask.db, parent, kind, name)
    await units.change(ask.db, parent)
    await events.happened(ask.db, "new_unit", ask.now, ask.me, {"unit": added.id, "name": name, "parent": parent.id})
    return await unit_page(ask, added, note=done_note, toast="已新增")


@command(
    "unitname",
    "单位改名",
    "更改单位名称，任务和岗位不变",
    who=CLERK,
    writes=True,
    example="/unitname 12 演示单位",
    asks=Wants.UNIT,
)
async def unitname(ask: Ask, id: Id, seen: Version | None = None, words: Name = "") -> Reply:
    unit = await get_unit(ask, id)
    line = f"/unitname {unit.id} v{unit.version}"
    if not words:
        return Reply(f"请回复{unit.name}的新名称。", ((Button("返回", f"/posts {unit.id}"),),), question=line)
    name = _valid_name(words, line)
    done_note = f"已改名：单位名称为{name}。"
    if unit.name == name:
        return await unit_page(ask, unit, note=done_note)
    if seen not in (None, unit.version):
        return await unit_page(ask, unit, note=CHANGED, toast=UP_TO_DATE)
    other = await units.named(ask.db, name, or_short=True)
    if other and other.id != unit.id:
        raise _name_taken(name, line)
    short_name = unit.short_name
    if short_name in short_names.candidates(unit.name, unit.kind):  # Proposed for the former name.
        short_name = await units.proposed_short_name(ask.db, name, unit.kind, unit.id)
    await units.change(ask.db, unit, name=name, initials=initials(name), short_name=short_name)
    before, after = {"unit": unit.id, "name": unit.name}, {"unit": unit.id, "name": name}
    await events.happened(ask.db, RENAMED, ask.now, ask.me, after, before)
    return await unit_page(ask, await get_unit(ask, id), note=done_note, toast="已改名")


@command(
    "moveunit",
    "移动单位",
    "更换上级单位，下级单位随同移动",
    who=CLERK,
    writes=True,
    example="/moveunit 12",
    asks=Wants.UNIT,
)
async def moveunit(
    ask: Ask, id: Id, seen: Version | None = None, page: Page = 0, above: Id | None = None
) -> Reply:  # fmt: skip
    unit = await get_unit(ask, id)
    if above is None:
        return await _choose_parent(ask, unit, page)
    parent = await get_unit(ask, above)
    done_note = f"已移动：{unit.name}的上级为{parent.name}。"
    if unit.parent_id == parent.id:
        return await unit_page(ask, unit, note=done_note)
    if seen not in (None, unit.version):
        return await unit_page(ask, unit, note=CHANGED, toast=UP_TO_DATE)
    await units.move(ask.db, unit, parent)
    before, after = {"unit": unit.id, "parent": unit.parent_id}, {"unit": unit.id, "parent": parent.id}
    await events.happened(ask.db, "move_unit", ask.now, ask.me, after, before)
    return await unit_page(ask, await get_unit(ask, id), note=done_note, toast="已移动")


async def _choose_parent(ask: Ask, unit: Unit, page: int) -> Reply:
    others = [other for other in await units.every(ask.db) if not other.path.startswith(unit.path)]
    back = (Button("返回", f"/posts {unit.id}"),)
    return unit_choice(f"请选择{unit.name}的上级单位", others, page, f"/moveunit {unit.id} v{unit.version}", back)


def _valid_name(words: str, line: str) -> str:
    """Return the typed name. Raises Refusal if it is not valid; the next words are then taken for the name."""
    with asked_again(line):
        return input_checks.check_name(words)


def _name_taken(name: str, line: str) -> Refusal:
    return Refusal(f"已有名称或简称为“{name}”的单位，请换一个名称重新回复。", question=line)
