"""The lines that anybody might type or forge: every command with every number that means something in the scene."""

from collections.abc import Iterator

from handlers import REGISTRY
from handlers.registry import Command
from plan.values import UnitKind
from tests.handlers.matrix.scene import BELOW, CITY, CITY_2, KINDS, OWN, SIGNS, THEIRS, Scene, code
from tests.notices import IN_2027, notice

IDS = 14
"""The ids below this cover every extension, nudge, receipt, suggestion and post of the scene, and most units."""
NUMBERS = ("1.1", "2.1", "3.1", "5.1", "6.1")
ALSO = {
    "find": (
        "常州 没报", "逾期", "滞后", "红灯", "不上机", "运用促进处 没报", "知识产权保护处 滞后", "事项", "题目",
        "9月到期", "我牵头", "我的 没报", "有困难", "二季度", "时限待定", "南京、常州 没报",
    ),
    "due": ("2020-01-01 2020-12-31", "2020-12-31 all", "2020-12-31 没报", "2020-12-31 知识产权保护处"),
    "units": ("各市 慢", "处室 快"),
    "unit": (f"{OWN} 牵头", f"{THEIRS} 配合"),
    "who": NUMBERS,
    "askclerk": NUMBERS,
    "help": ("延期", "催办", "这个怎么用"),
    "forecast": ("按人", "按人 p1"),
    "board": ("lights", "pending", "review", "s1"),
    "nudgeall": ("未签收", "未反馈", "逾期"),
    "extend": ("1.1 预览 2020-10-31 缓办", "2.1 预览 2020-10-31 缓办", "5.1 预览 +1月"),
    "roster": tuple(kind.value for kind in UnitKind),
    "history": (OWN, THEIRS, BELOW, CITY),
    "notice": (notice(2027, *IN_2027),),
    "start": ("AAAAAAAAAAAAAAAAAAAAAA",),
}  # fmt: skip


def typed(scene: Scene) -> Iterator[str]:
    for command in REGISTRY:
        yield from _lines(command, scene)
    yield from _links()


def _lines(command: Command, scene: Scene) -> Iterator[str]:
    """Yield the command alone, with each target, and with each target followed by the rest of its example."""
    name, example = f"/{command.name}", command.usage.rpartition("：")[2].partition(" ")[2]
    yield name
    yield from (f"{name} {argument}" for argument in ALSO.get(command.name, ()))
    targets, rest = _targets(command, scene), example
    if not any(param.input.label == "人员" for param in command.params) or example.startswith("#"):
        rest = example.partition(" ")[2]
    for target in targets:
        yield f"{name} {target}"
        if rest:
            yield f"{name} {target} {rest}"
    if [param.input.label for param in command.params[:2]] == ["编号", "序号"]:
        yield from (f"{name} {number} {id}" for number in NUMBERS for id in range(1, IDS // 2))
    if any(param.input.label == "版本" for param in command.params):
        yield from (f"{name} {id} v1" for id in _reported(scene))
    if not targets and example:
        yield f"{name} {example}"
    yield from (f"{word} {code('甲', 'main')}" for word in (command.label, *command.words))


def _links() -> Iterator[str]:
    """Yield deep links from a group, also to commands to which no link may lead."""
    for command in REGISTRY:
        yield f"/start {command.name}-2_1"


def _targets(command: Command, scene: Scene) -> list[str]:
    """Return the values of the first input that names something in the scene."""
    values_by_input = {
        "编号": _shares(scene), "编号或单位": [*_shares(scene), *(f"u{id}" for id in _units(scene))],
        "序号": [*map(str, range(1, IDS)), *map(str, _units(scene))],
        "人员": [f"#{id}" for id in scene.people.values()],
        "名称": [OWN, THEIRS, BELOW, CITY, CITY_2, str(scene.units[THEIRS])],
        "单位": [OWN, THEIRS, BELOW, CITY, CITY_2, *map(str, _units(scene)), " ".join(map(str, _units(scene)))],
    }  # fmt: skip
    return next(
        (values_by_input[param.input.label] for param in command.params if param.input.label in values_by_input), []
    )


def _units(scene: Scene) -> list[int]:
    return [scene.units[name] for name in (OWN, THEIRS, BELOW, CITY, CITY_2)]


def _reported(scene: Scene) -> list[int]:
    """Return assignments whose version is above the first."""
    return [scene.shares[key] for key in (("1.1", OWN), ("2.1", THEIRS), ("6.1", OWN))]


def _shares(scene: Scene) -> list[str]:
    """Return task numbers, which mean the assignment of one's own unit, and ids, which may mean any unit's."""
    unit_shares = [(code(sign, kind), SIGNS[sign]) for sign in "甲乙" for kind in KINDS]
    below, cities = [(code("下", kind), BELOW) for kind in ("main", "pending")], [("5.1", CITY), ("5.1", CITY_2)]
    hidden = [("6.1", THEIRS), *((f"6.{n}", OWN) for n in (1, 2, 3, 4))]
    ids = [str(scene.shares[key]) for key in (*unit_shares, *below, *cities, *hidden)]
    return [*ids, *NUMBERS]
