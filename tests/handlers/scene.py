"""The people of a scene, and everything that a refused command must leave unchanged."""

from typing import Any

import sqlalchemy as sa

from plan import builtin
from plan.paper import PaperItem, PaperSection, PaperTask, PlanPaper
from plan.values import Basis
from storage.database import Connection
from storage.schema import metadata
from tests.plan.build import day
from tests.town import CLERK, HEAD, LEADER, LIAISON, OBSERVER, Place, Town
from tests.watched import look, watch

ROLES: dict[str, Place] = {
    "clerk": CLERK, "leader": LEADER, "head": HEAD, "liaison": LIAISON, "observer": OBSERVER,
}  # fmt: skip
PASSING = {"counters", "inbox", "strangers", "outbox", "owed", "questions", "runs", "versions"}
KEPT = tuple(name for name in metadata.tables if name not in PASSING)


async def remembered(town: Town) -> dict[str, list[Any]]:
    """Return every row of the tables that record what people have done."""
    return rows(town)


def rows(town: Town) -> dict[str, list[Any]]:
    if town.seen is None:
        watch(town.beside, KEPT)
    town.seen = look(town.beside, town.seen)
    return town.seen.rows


async def scalar(town: Town, query: str) -> Any:
    async def look(db: Connection) -> Any:
        return (await db.execute(sa.text(query))).scalar()

    return await town.db.read(look)


async def change(town: Town, statement: str, **values: object) -> None:
    """Execute a statement, for changes that no command can make."""

    async def work(db: Connection) -> None:
        await db.execute(sa.text(statement), values)

    await town.db.write(work)


def small(*tasks: PaperTask) -> PlanPaper:
    """Return a plan of these tasks with the units of the built-in plan."""
    return PlanPaper(
        "小计划", "省知识产权局", 2020, (PaperSection("一、", "板块", (PaperItem("", "", tasks),)),), UNITS
    )


def task(code: str, title: str, text: str = "", until: str = "12-31", **values: Any) -> PaperTask:
    return PaperTask(code, title, text, day(until), Basis.YEAR, **({"lead": ("运用促进处",)} | values))


UNITS = builtin.load().units
