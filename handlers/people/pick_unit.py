"""Choose a unit: by a tap in a list, or by its name."""

from collections.abc import Sequence

from handlers.ask import Ask
from handlers.messages import keyboard
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from storage import search_index
from storage import units as unit_tree
from storage.units import Unit


async def get_unit(ask: Ask, id: int) -> Unit:
    """Return the unit. Raises Refusal if there is none."""
    unit = await unit_tree.get(ask.db, id)
    if unit is None:
        raise Refusal("没有这个单位，请重新选择。", Button("岗位", "/roster"))
    return unit


async def named_unit(ask: Ask, word: str, line: str) -> Unit:
    """Return the unit with this id or name, or that of which it is the short name or a usual abbreviation (运用处).

    Raises Refusal as `find_unit` does.
    """
    ids = (await search_index.load(ask.db)).units_named(word)
    return find_unit(await unit_tree.every(ask.db), str(ids[0]) if len(ids) == 1 else word, line)


def find_unit(units: Sequence[Unit], word: str, line: str, rest: str = "") -> Unit:
    """Return the unit with this id (from a button), name or short name, or the only one whose name contains `word`.

    Raises Refusal: with a button for each if several match, which puts the unit's id between `line` and `rest`.
    """
    exact = [unit for unit in units if word in (str(unit.id), unit.name)]
    matches = exact or [unit for unit in units if word == unit.short_name] or containing(units, word)
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise Refusal(f"没有名称含“{word}”的单位。", Button("各单位", "/units"))
    raise Refusal("有多个单位，请选择：", *(Button(unit.short, f"{line}{unit.id}{rest}") for unit in matches[:8]))


def containing(units: Sequence[Unit], word: str) -> list[Unit]:
    """Return the units whose name or short name contains `word`."""
    return [unit for unit in units if word in unit.name or word in unit.short_name]


def unit_choice(opening: str, units: Sequence[Unit], page: int, line: str, *extra_rows: tuple[Button, ...]) -> Reply:
    """Return a page of units to choose from; the button of a unit puts its id behind `line`."""
    page_items, page_row, page_label = paged(units, page, line)
    lines = "\n".join(unit.name for unit in page_items)
    buttons = pairs(Button(unit.short, f"{line} {unit.id}") for unit in page_items)
    text = f"{opening}{f'（{page_label}）' if page_label else ''}：\n{lines}"
    return Reply(text, keyboard(*buttons, page_row, *extra_rows))
