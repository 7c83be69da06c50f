"""Choosing a unit: by taps from a list, or by its name."""

from collections.abc import Sequence

from handlers.ask import Ask
from handlers.messages import keyboard
from plan.format import shortened
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from storage import units
from storage.units import Unit


async def unit_of(ask: Ask, id: int) -> Unit:
    unit = await units.get(ask.db, id)
    if unit is None:
        raise Refusal("没有这个单位，请重新选择。", Button("岗位", "/roster"))
    return unit


def choice(opening: str, every: Sequence[Unit], page: int, line: str, *rows: tuple[Button, ...]) -> Reply:
    """A page of units, each with its number: two long names may look the same on buttons. `line` is what goes on."""
    page_items, page_row, page_label = paged(every, page, line)
    lines = "\n".join(f"{n}. {unit.name}" for n, unit in enumerate(page_items, 1))
    buttons = pairs(Button(label(n, unit.name), f"{line} {unit.id}") for n, unit in enumerate(page_items, 1))
    text = f"{opening}{f'（{page_label}）' if page_label else ''}：\n{lines}"
    return Reply(text, keyboard(*buttons, page_row, *rows))


def label(number: int, name: str) -> str:
    return name if len(name) <= 6 else f"{number}.{shortened(name, 4)}"
