"""A plan that is imported, before it is stored: sections, items and tasks, with units by name."""

from dataclasses import dataclass
from datetime import date

from plan.targets import Target
from plan.values import Basis, UnitKind


@dataclass(frozen=True)
class PaperUnit:
    """A unit; `parent` is the name of the unit above it, None for the bureau."""

    name: str
    kind: UnitKind
    parent: str | None = None


@dataclass(frozen=True)
class PaperTask:
    """A task; `code` is section.item.task, `lead` and `support` are names of units.

    `local`: every city gets an assignment.
    """

    code: str
    title: str
    text: str
    deadline: date | None
    basis: Basis
    targets: tuple[Target, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    local: bool = False


@dataclass(frozen=True)
class PaperItem:
    no: str
    title: str
    tasks: tuple[PaperTask, ...]


@dataclass(frozen=True)
class PaperSection:
    no: str
    title: str
    items: tuple[PaperItem, ...]


@dataclass(frozen=True)
class PlanPaper:
    """A plan; `issuer` is the name of the bureau that issued it."""

    title: str
    issuer: str
    year: int
    sections: tuple[PaperSection, ...]
    units: tuple[PaperUnit, ...] = ()

    @property
    def tasks(self) -> tuple[PaperTask, ...]:
        return tuple(task for section in self.sections for item in section.items for task in item.tasks)
