"""Labels of buttons for people, groups and sections, whose names may be too long for a button."""

from collections.abc import Sequence

LONGEST = 6


def numbered(names: Sequence[str]) -> list[str]:
    """Return a label for each name of a numbered list. A name that is too long for a button, or looks like another one
    on it, begins with its number in the list."""
    labels = [_longest_part(name) for name in names]
    return [
        label if len(label) <= LONGEST and labels.count(label) == 1 else f"{number}.{label}"[:LONGEST]
        for number, label in enumerate(labels, 1)
    ]


def of_shares(codes: Sequence[str], units: Sequence[str]) -> list[str]:
    """Return a label for each assignment of a list: the number of its task, or the short name of its unit where several
    have that task. Where two labels are the same nevertheless, all names of units are numbered."""
    labels = [code if codes.count(code) == 1 else unit for code, unit in zip(codes, units, strict=True)]
    if len(set(labels)) == len(labels):
        return labels
    return [
        f"{number}.{label}"[:LONGEST] if codes.count(code) > 1 else label
        for number, (label, code) in enumerate(zip(labels, codes, strict=True), 1)
    ]


def of_section(no: str, title: str) -> str:
    """Return a section's title, or `第三部分` where the title is too long for a button."""
    number = no.strip("（）()、.． ").removeprefix("第").removesuffix("部分")
    return title if len(title) <= LONGEST or not number else f"第{number}部分"


def _longest_part(name: str) -> str:
    """Return 运用处联络员 for 演示·运用处联络员, and a short name as it is."""
    return name if len(name) <= LONGEST else max(name.split("·"), key=len)
