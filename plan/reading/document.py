"""The values that the reader makes of a work plan."""

from dataclasses import dataclass, replace
from datetime import date

from plan.refusal import Refusal


class NotAPlan(Refusal):
    """Raised for a paper that holds no tasks to carry out; the sentence says what it is instead."""


@dataclass(frozen=True, slots=True)
class TargetText:
    """A target as a task states it; `op` is one of ≈ >= <= =.

    `value` is None for ranks, and for coverage that is not counted. 万 and 亿 are multiplied out.
    """

    text: str
    value: int | float | None
    op: str
    unit: str

    def quoted(self, text: str) -> "TargetText":
        """Return the target with its piece of the document."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class TimeHint:
    """A time that a task states; `due` is its last day, None for rhythms, starts and what has no date.

    `impossible` says in Chinese that there is no such day (31 June); it is empty for all others.
    """

    text: str
    due: date | None
    impossible: str = ""


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task as the document states it.

    `text` is an exact piece of the document. `lead` is a part of `units`. `local` is true where a lower level acts
    (docs/reading.md, rule 6).
    """

    text: str
    targets: tuple[TargetText, ...] = ()
    time_hints: tuple[TimeHint, ...] = ()
    local: bool = False
    units: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered part of a section; `no` and `title` are empty where the section is not divided."""

    no: str
    title: str
    tasks: tuple[TaskText, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the first level; `no` is empty for closing paragraphs, and for a plan without sections."""

    no: str
    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A work plan; `overall` are the goals of the whole plan, `year` is None where the paper names none."""

    title: str
    issuer: str
    year: int | None
    recipients: tuple[str, ...] = ()
    overall: tuple[TaskText, ...] = ()
    sections: tuple[Section, ...] = ()
