"""Targets (指标), and how they are read from the shorthand of a ledger's cells."""

import re
from dataclasses import dataclass
from typing import Literal

from plan.values import TargetKind

Op = Literal["≈", ">=", "<=", "="]


@dataclass(frozen=True)
class Target:
    """A target of a task; `text` is what people read.

    `value` is None for a rank and for a result that is not a number. It is in units of `unit`, which may contain 万.
    """

    text: str
    kind: TargetKind
    op: Op = "="
    value: float | None = None
    unit: str = ""


NUMBER = re.compile(
    r"(?P<op>>=|<=|≈|=)?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|[万亿]?[件家个项部套场届次期份户人元])(?P<note>[^\d+]*)"
)
COVERAGE = re.compile(r"(?:覆盖率)?(?P<value>\d+)(?:/\d+)?(?P<unit>%|个设区市)")
RANK = re.compile(r"前列|领先|名次")
SIGNS = {">=": "≥", "<=": "≤", "=": "", "≈": "约"}


def parse(text: str) -> tuple[Target, ...]:
    """Read the targets of a cell, separated by semicolons: `>=1000家`, `13/13个设区市`, `窗口1个;走在全国前列`."""
    return tuple(_target(part.strip()) for part in re.split(r"[;；]", text) if part.strip())


def _target(text: str) -> Target:
    if match := COVERAGE.fullmatch(text):
        return Target(text, TargetKind.COVERAGE, "=", float(match["value"]), match["unit"])
    if RANK.search(text):  # Before numbers are tried, because the 4 in `4项指标排名前列` is no target.
        return Target(text, TargetKind.RANK, ">=")
    if match := NUMBER.fullmatch(text):
        op: Op = match["op"] or "="  # type: ignore[assignment]
        words = f"{SIGNS[op]}{match['value']}{match['unit']}{match['note']}"
        return Target(words, TargetKind.NUMBER, op, float(match["value"]), match["unit"])
    return Target(text, TargetKind.RESULT)
