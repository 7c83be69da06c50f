"""Rules of putting a plan into force: which units it names, who gets a share of a task, and from which day on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from plan.diff import Diff, KnownTask
from plan.paper import PaperTask, PaperUnit, PlanPaper
from plan.values import OVER, Role, State, UnitKind


def without_reordered_units(diff: Diff) -> Diff:
    """Return the diff in which a task whose units are only in another order is not changed."""
    return replace(diff, kept=tuple((_in_new_order(known, new), new) for known, new in diff.kept))


def _in_new_order(known: KnownTask, new: PaperTask) -> KnownTask:
    fields = known.fields
    lead = new.lead if set(new.lead) == set(fields.lead) else fields.lead
    support = new.support if set(new.support) == set(fields.support) else fields.support
    return replace(known, fields=replace(fields, lead=lead, support=support))


def units_of(paper: PlanPaper) -> list[PaperUnit]:
    """Return the paper's own units, then those that only a task names: outside bodies, until the clerk changes that."""
    own = {unit.name for unit in paper.units}
    named = dict.fromkeys(name for task in paper.tasks for name in (*task.lead, *task.support))
    return [*paper.units, *(PaperUnit(name, UnitKind.OUTSIDE) for name in named if name not in own)]


def first_day_of_plan(year: int, today: date) -> date:
    """Return the day on which the plan of this year starts: the day of its import, January 1st for another year."""
    return today if today.year == year else date(year, 1, 1)


def first_day_of_share(deadline: date | None, today: date) -> date:
    """Return the day on which a new share starts: the day of its import, or January 1st of a later year's deadline."""
    return today if deadline is None else max(today, date(deadline.year, 1, 1))


def roles(task: PaperTask, unit_ids: Mapping[str, int], city_ids: Iterable[int]) -> dict[int, Role]:
    """Return the role of each unit that has a share of the task, by the unit's id.

    A unit that is named as lead and as support leads. A city's office that is not named takes part in a local task.
    """
    by_id = dict.fromkeys(city_ids, Role.CITY) if task.local else {}
    by_id |= {unit_ids[name]: Role.LEAD for name in task.lead}
    return by_id | {unit_ids[name]: Role.SUPPORT for name in task.support if unit_ids[name] not in by_id}


def state_when_dropped(state: State) -> State:
    """Return the state of a share whose unit a new version of the plan no longer names."""
    return state if state in OVER else State.WAIVED
