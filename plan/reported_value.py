"""The value that a report says has been reached, for a target that is a number: `完成650家`."""

import re
from collections.abc import Iterable

from plan.targets import Target
from plan.values import TargetKind

SCALE = {"": 1.0, "万": 1e4, "亿": 1e8}
NOT_YET = re.compile(r"差|剩|余|未|缺|计划|目标|拟|争取|预计|力争|新增|本月|本季|本周|同比|环比|增加|减少|第$")
IN_ALL = re.compile(r"累计|合计|共|总")
OTHER_UNIT = {
    "个": r"月|工作日|百分点|星期|小时|季度|环节|方面",
    "项": "目",
    "部": "门|委",
    "人": "次",
    "次": "年",
    "期": "间",
}
"""What makes another unit of it: `3个月` counts no 个."""


def measure(targets: Iterable[Target]) -> Target | None:
    """The one that a report's number is about; a percentage would be taken for the progress itself."""
    return next(
        (target for target in targets if target.kind is TargetKind.NUMBER and target.value and target.unit != "%"), None
    )


def value(words: str, target: Target | None) -> float | None:
    """None where the words name no number of the target's unit, or several and none of them as the whole (累计)."""
    if target is None:
        return None
    scale, unit = target.unit[:-1], target.unit[-1]
    number = rf"(?P<lead>[^\d,，。；;、\n]{{0,8}})(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<scale>[万亿]?){unit}(?!尚?未"
    pattern = number + (f"|{OTHER_UNIT[unit]})" if unit in OTHER_UNIT else ")")
    found = [match for match in re.finditer(pattern, words) if not NOT_YET.search(match["lead"])]
    if len({match["number"] + match["scale"] for match in found}) > 1:
        found = [match for match in found if IN_ALL.search(match["lead"])]
    if len({match["number"] + match["scale"] for match in found}) != 1:
        return None
    digits = re.sub(r"[,，]", "", found[0]["number"])
    return round(float(digits) * SCALE[found[0]["scale"]] / SCALE[scale], 6)


def plain(number: float) -> str:
    """`650`, `32.5`."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def worded(reached: float, target: Target | None, *, whole: bool = True) -> str:
    """`650/1000家`; `650家` of a share that has no part of the target for its own."""
    if target is None or target.value is None:
        return plain(reached)
    return f"{plain(reached)}{f'/{plain(target.value)}' if whole else ''}{target.unit}"
