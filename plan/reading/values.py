"""What a reader understood of a work plan: plain frozen values."""

from dataclasses import dataclass
from datetime import date

from plan.refusal import Refusal


class NotAPlan(Refusal):
    """The paper holds no tasks to carry out; the text says what it is instead, and where."""


@dataclass(frozen=True, slots=True)
class Target:
    """`op` is one of ≈ >= <= =; `value` is None for ranks, and for coverage that is not counted."""

    text: str
    value: int | float | None
    op: str
    unit: str


@dataclass(frozen=True, slots=True)
class TimeHint:
    """`due` is the last day of what is named; None for rhythms, starts and what has no date."""

    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class TaskText:
    """`text` is an exact piece of the document, `lead` a part of `units`; `local`: a lower level acts."""

    text: str
    targets: tuple[Target, ...] = ()
    time_hints: tuple[TimeHint, ...] = ()
    local: bool = False
    units: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """Empty `no` and `title` where a section has no items of its own."""

    no: str
    title: str
    tasks: tuple[TaskText, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Empty `no` for closing paragraphs, and for a plan without sections."""

    no: str
    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`overall` are the goals of the whole plan; `year` is None where the paper names none."""

    title: str
    issuer: str
    year: int | None
    recipients: tuple[str, ...] = ()
    overall: tuple[TaskText, ...] = ()
    sections: tuple[Section, ...] = ()
