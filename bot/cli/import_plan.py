"""`duban import`: put a work plan into force, after a preview and a confirmation."""

import argparse
from collections.abc import Sequence

from bot.cli.documents import load_plan
from bot.cli.fault import Fault
from bot.cli.open_database import open_database
from bot.clock import Clock
from bot.settings import Settings
from plan.diff import Diff
from plan.paper import PlanPaper
from schedules import assigned
from storage import importing, plans

SHOWN = 10
"""Tasks that the preview names under each heading."""


async def import_plan(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.year is not None and not 2000 <= arguments.year <= 2100:
        raise Fault("--year 应为2000到2100之间的年份。")
    plan = load_plan(arguments.file, arguments.year)
    now = Clock(settings.zone).now()
    async with open_database(settings) as db:
        diff = await db.read(lambda db: importing.preview(db, plan))
        print(_preview(plan, diff))
        current = await db.read(plans.current)
        if current and current.year == plan.year and not (diff.added or diff.changed or diff.gone):
            print("与现行计划一致，无需导入。")
            return 0
        if not arguments.yes and not _is_confirmed():
            print("未导入。")
            return 1
        _, told = await db.write(lambda db: assigned.put_into_force(db, plan, now))
    print(f"已导入，新任务将通知 {told} 个岗位的联络员。" if told else "已导入。")
    return 0


def _is_confirmed() -> bool:
    try:
        return input("确认导入？输入 yes 确认：").strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False


def _preview(plan: PlanPaper, diff: Diff) -> str:
    lines = [f"《{plan.title}》，{plan.year}年，共 {len(plan.tasks)} 项任务"]
    lines += _section("新增", [f"{task.code} {task.title}" for task in diff.added])
    lines += _section("变更", [f"{old.code} → {new.code} {new.title}" for old, new in diff.changed])
    lines += _section("移出", [f"{known.code} {known.fields.title}" for known in diff.gone])
    return "\n".join(lines)


def _section(label: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    rest = [f"  还有 {len(rows) - SHOWN} 项"] if len(rows) > SHOWN else []
    return [f"{label} {len(rows)} 项", *(f"  {row}" for row in rows[:SHOWN]), *rest]
