"""The clerk sets the short name of a unit, which stands on buttons (简称)."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Id, Input, Version
from handlers.messages import CHANGED, UP_TO_DATE
from handlers.people.pick_unit import get_unit
from handlers.people.posts import unit_page
from handlers.registry import CLERK, command
from plan import input_checks
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply
from plan.words.open_question import Wants
from storage import events, units
from storage.units import SHORTENED, Unit

ShortName = Annotated[str, Input("简称", "运用处", r"[\s\S]+", after="")]


@command(
    "shortname",
    "简称",
    "更改单位在按钮上的简称",
    who=CLERK,
    writes=True,
    example="/shortname 12 运用处",
    asks=Wants.UNIT,
)
async def shortname(ask: Ask, id: Id, seen: Version | None = None, words: ShortName = "") -> Reply:
    unit = await get_unit(ask, id)
    line = f"/shortname {unit.id} v{unit.version}"
    if not words:
        text = f"{unit.name}的简称是“{unit.short}”，用在按钮上。请回复新的简称，不超过6字。"
        return Reply(text, ((Button("返回", f"/posts {unit.id}"),),), question=line)
    with asked_again(line):
        short_name = input_checks.check_short_name(words)
    done_note = f"已更改：简称为{short_name}。"
    if unit.short_name == short_name:
        return await unit_page(ask, unit, note=done_note)
    if seen not in (None, unit.version):
        return await unit_page(ask, unit, note=CHANGED, toast=UP_TO_DATE)
    await _check_is_free(ask, unit, short_name, line)
    await units.change(ask.db, unit, short_name=short_name)
    before, after = {"unit": unit.id, "short_name": unit.short_name}, {"unit": unit.id, "short_name": short_name}
    await events.happened(ask.db, SHORTENED, ask.now, ask.me, after, before)
    return await unit_page(ask, await get_unit(ask, id), note=done_note, toast="已更改")


async def _check_is_free(ask: Ask, unit: Unit, short_name: str, line: str) -> None:
    """Raise Refusal if another unit has this name or short name; the next words are then taken for the short name."""
    for other in await units.every(ask.db):
        if other.id != unit.id and short_name in (other.name, other.short_name):
            raise Refusal(f"“{short_name}”已是{other.name}的名称或简称，请换一个重新回复。", question=line)
