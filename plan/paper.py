"""A plan as it comes in, before it is remembered: sections → items → tasks, with units by name."""

from dataclasses import dataclass
from datetime import date

from plan.targets import Target
from plan.values import Basis, UnitKind


@dataclass(frozen=True)
class PaperUnit:
    name: str
    kind: UnitKind
    parent: str | None = None


@dataclass(frozen=True)
class PaperTask:
    """`code` is section.item.task. `lead` and `support` are names of units; `local` sends the task to every city."""

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
    title: str
    issuer: str
    year: int
    sections: tuple[PaperSection, ...]
    units: tuple[PaperUnit, ...] = ()

    @property
    def tasks(self) -> tuple[PaperTask, ...]:
        return tuple(task for section in self.sections for item in section.items for task in item.tasks)
