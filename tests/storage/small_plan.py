"""A small plan for tests: two tasks, three units."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from plan.assignment import Assignment
from plan.diff import Diff
from plan.light import Thresholds
from plan.paper import PaperItem, PaperSection, PaperTask, PaperUnit, PlanPaper
from plan.values import Basis, UnitKind
from storage import assignments, importing
from storage.database import Database

NOW = datetime(2020, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNITS = (
    PaperUnit("省局", UnitKind.BUREAU),
    PaperUnit("甲处", UnitKind.DIVISION, "省局"),
    PaperUnit("乙处", UnitKind.DIVISION, "省局"),
)
CENTRE = PaperTask(
    "1.1.1",
    "建设示范中心",
    "建设十家示范中心，完善管理办法。",
    date(2020, 6, 30),
    Basis.EXPLICIT,
    (),
    ("甲处",),
    ("乙处",),
)
LAW = PaperTask("1.1.2", "修订促进条例", "配合人大修订促进条例。", date(2020, 12, 31), Basis.YEAR, (), ("乙处",))


def paper(*tasks: PaperTask, year: int = 2020) -> PlanPaper:
    section = PaperSection("一", "保护", (PaperItem("（一）", "法制", tasks),))
    return PlanPaper(f"{year}年要点", "省局", year, (section,), UNITS)


async def bring(db: Database, *tasks: PaperTask, year: int = 2020) -> Diff:
    return await db.write(lambda db: importing.apply(db, paper(*tasks, year=year), NOW.date(), NOW))


async def shares(db: Database) -> dict[tuple[str, str], Assignment]:
    """Return the shares of the current plan, by the task's number and the unit's name."""
    return {(assignment.code, assignment.unit): assignment for assignment in await db.read(assignments.of_plan)}


async def report(db: Database, assignment: Assignment, percent: int) -> Assignment:
    changed = assignment.report(None, percent, f"完成{percent}%", NOW, Thresholds())
    saved, _ = await db.write(lambda db: assignments.save(db, changed))
    return saved
