"""Find in the words of a report the value that has been reached for a numeric target: `完成650家`."""

import re
from collections.abc import Iterable

from plan.targets import Target
from plan.values import Role, TargetKind

SCALE = {"": 1.0, "万": 1e4, "亿": 1e8}
NOT_YET = re.compile(r"差|剩|余|未|缺|计划|目标|拟|争取|预计|力争|新增|本月|本季|本周|同比|环比|增加|减少|第$")
ONLY_VALUE = re.compile(r"[\s是为共计达到了已完成目前累总约,，.。:：]+")
"""Characters beside a value that say nothing more: `目前已完成700家了`."""
IN_ALL = re.compile(r"累计|合计|共|总")
OTHER_UNIT = {
    "个": r"月|工作日|百分点|星期|小时|季度|环节|方面",
    "项": "目",
    "部": "门|委",
    "人": "次",
    "次": "年",
    "期": "间",
}
"""Characters after a unit that make another unit of it: `3个月` does not count 个."""


def measure(targets: Iterable[Target]) -> Target | None:
    """Return the target whose value is looked for: the first number that is no percentage; None where there is none.

    A percentage in a report is taken for the progress of the task.
    """
    return next(
        (target for target in targets if target.kind is TargetKind.NUMBER and target.value and target.unit != "%"), None
    )


def value(words: str, target: Target | None) -> float | None:
    """Return the reached value in units of the target.

    None where the words name no number with the target's unit, or several of which none is the total (累计).
    """
    match = _match(words, target) if target else None
    if match is None or target is None:
        return None
    digits = re.sub(r"[,，]", "", match["number"])
    return round(float(digits) * SCALE[match["scale"]] / SCALE[target.unit[:-1]], 6)


def with_value_of(words: str, correction: str, target: Target | None) -> str | None:
    """Return `words` with the value that `correction` consists of: `完成650家，仍在推进` with `700家` is
    `完成700家，仍在推进`. None where the correction has other words, or no value."""
    match = _match(correction, target) if target else None
    if match is None or ONLY_VALUE.sub("", correction.replace(_counted(match), "", 1)):
        return None
    earlier = _match(words, target) if target else None
    if earlier is None:
        return "，".join(part for part in (words, _counted(match)) if part)
    start, end = earlier.span("counted")
    return words[:start] + _counted(match) + words[end:]


def _counted(match: re.Match[str]) -> str:
    return match["counted"]


def _match(words: str, target: Target) -> re.Match[str] | None:
    """Return the match of the number with the target's unit; None for none, or several without a total (累计)."""
    unit = target.unit[-1]
    number = rf"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<scale>[万亿]?){unit}"
    not_after = f"尚?未|{OTHER_UNIT[unit]}" if unit in OTHER_UNIT else "尚?未"
    pattern = rf"(?P<lead>[^\d,，。；;、\n]{{0,8}})(?P<counted>{number})(?!{not_after})"
    matches = [match for match in re.finditer(pattern, words) if not NOT_YET.search(match["lead"])]
    if len({match["number"] + match["scale"] for match in matches}) > 1:
        matches = [match for match in matches if IN_ALL.search(match["lead"])]
    return matches[0] if len({match["number"] + match["scale"] for match in matches}) == 1 else None


def share(value: float | None, target: Target | None, role: Role) -> int | None:
    """Return the share of the target that a value has reached, in whole percent, rounded down.

    None where the assignment is not responsible for the whole target, or where more is not better (`<=5件`).
    """
    if value is None or target is None or not target.value or role is not Role.LEAD or target.op == "<=":
        return None
    return int(value * 100 / target.value)


def plain(number: float) -> str:
    """Return a number without trailing zeros, with at most two decimal places: `650`, `32.5`."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def value_text(reached: float, target: Target | None, *, whole: bool = True) -> str:
    """Return the reached value as people read it: `650/1000家`.

    `whole` is false for an assignment that is not responsible for the whole target: `650家`.
    """
    if target is None or target.value is None:
        return plain(reached)
    return f"{plain(reached)}{f'/{plain(target.value)}' if whole else ''}{target.unit}"
