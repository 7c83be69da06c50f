"""The built-in plan of the demo: 109 tasks of a provincial bureau; its units and suggested dates are an assumption."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import groupby

from plan.paper import PaperItem, PaperSection, PaperTask, PaperUnit, PlanPaper
from plan.targets import parse
from plan.values import Basis, UnitKind

YEAR = 2020
ALL_CITIES = "13个设区市局"
ALL_DIVISIONS = "各处室"


def load(year: int = YEAR) -> PlanPaper:
    """Return the plan with its dates moved to `year`."""
    units = tuple(PaperUnit(row["name"], UnitKind(row["kind"]), row["parent"] or None) for row in _rows("units.csv"))
    titles = {row["code"]: row["title"] for row in _rows("headings.csv")}
    groups = {
        ALL_CITIES: tuple(unit.name for unit in units if unit.kind is UnitKind.CITY),
        ALL_DIVISIONS: tuple(unit.name for unit in units if unit.kind is UnitKind.DIVISION),
    }
    tasks = [_task(row, year, groups) for row in _rows("tasks.csv")]
    sections = tuple(
        PaperSection(no, titles[no], tuple(_items(list(group), titles)))
        for no, group in groupby(tasks, key=lambda task: task.code.split(".")[0])
    )
    return PlanPaper(f"{year}年全省知识产权工作要点", "省知识产权局", year, sections, units)


def _items(tasks: list[PaperTask], titles: dict[str, str]) -> Iterator[PaperItem]:
    for no, group in groupby(tasks, key=lambda task: task.code.rsplit(".", 1)[0]):
        yield PaperItem("" if no == "0" else no, "" if no == "0" else titles[no], tuple(group))


def _task(row: dict[str, str], year: int, groups: dict[str, tuple[str, ...]]) -> PaperTask:
    local = row["local"] == "yes"
    lead = _units(row["lead"], groups)
    support = tuple(unit for unit in _units(row["support"], groups) if unit not in lead)
    return PaperTask(
        code=row["code"],
        title=row["title"],
        text="",
        deadline=date.fromisoformat(row["deadline"]).replace(year=year) if row["deadline"] else None,
        basis=Basis(row["deadline_basis"].split()[0]),
        targets=parse(row["target"]),
        lead=() if local else lead,
        support=support,
        local=local,
    )


def _units(cell: str, groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the units of a cell, separated by semicolons; the name of a group stands for all its units."""
    names = [name for part in cell.split(";") if part for name in groups.get(part, (part,))]
    return tuple(dict.fromkeys(names))


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
