"""Build a ministry: 10,000 people in 1,000 units, 100,000 assignments of 10,000 tasks in various states."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot import menu
from handlers import load
from plan.values import Basis, Duty, Role, State, Status, UnitKind
from storage import assignments, initials, light_dates, settings
from storage.database import Connection
from storage.schema import assignments as shares
from storage.schema import events, items, people, plans, posts, reports, sections, tasks, units

UNITS, TASKS, SHARES, PEOPLE = 1000, 10_000, 10, 10_000
A_SECTION, AN_ITEM = 500, 50
CLERK = 1000
"""The Telegram id of the first person, a clerk; the following ones are liaisons, unit by unit."""
VERBS = ("推进", "完善", "开展", "建设", "落实", "培育", "发布", "组织")
THINGS = ("专利导航", "商标保护", "质押融资", "示范园区", "公共服务", "快速维权", "人才培训", "标准实施", "数据平台")
PLACES = ("高校", "园区", "企业", "县区", "产业集群", "自贸区", "科研院所")


async def fill(db: Connection, now: datetime, count: int = TASKS) -> None:
    """Return a database with so many tasks, each with SHARES assignments."""
    chance = random.Random(1)
    for table, rows in (
        (units, unit_rows()), (people, _people(now)), (posts, _posts(now)), (plans, _plan(now)),
        (sections, _sections(count)), (items, _items(count)),
        (tasks, task_rows(now, chance, count)), (shares, _shares(now, chance, count)),
    ):  # fmt: skip
        await db.execute(table.insert(), list(rows))
    for table, rows in ((reports, _reports(now, chance, count)), (events, _events(now, count))):
        await db.execute(table.insert(), list(rows))
    await light_dates.follow_rules(db, await assignments.of_plan(db))
    await initials.fill(db)
    load()  # everybody's menu is set, otherwise 10,000 menus would be sent first
    await settings.put(db, settings.BUREAU, "menu.version", menu.version())


def unit_rows() -> Iterator[dict[str, Any]]:
    """Write the ministry, 31 provinces, and cities below them."""
    yield {"id": 1, "parent_id": None, "name": "演示部机关", "kind": UnitKind.BUREAU, "path": "/1/", "position": 1}
    for id in range(2, UNITS + 1):
        parent = 1 if id <= 32 else 2 + id % 31
        path = f"/1/{id}/" if parent == 1 else f"/1/{parent}/{id}/"
        kind = UnitKind.DIVISION if parent == 1 else UnitKind.CITY
        yield {"id": id, "parent_id": parent, "name": f"演示{id:04}局", "kind": kind, "path": path, "position": id}


def _people(now: datetime) -> Iterator[dict[str, Any]]:
    for id in range(1, PEOPLE + 1):
        yield {"id": id, "telegram_id": CLERK + id - 1, "name": f"演示{id:05}", "joined_at": now}


def _posts(now: datetime) -> Iterator[dict[str, Any]]:
    yield {"id": 1, "unit_id": 1, "duty": Duty.CLERK, "person_id": 1, "since": now}
    for id in range(2, PEOPLE + 1):
        duty = Duty.LIAISON if id <= 2 * UNITS else Duty.OBSERVER if id % 500 == 0 else Duty.HEAD
        yield {"id": id, "unit_id": 1 + (id - 1) % UNITS, "duty": duty, "person_id": id, "since": now}


def _plan(now: datetime) -> Iterator[dict[str, Any]]:
    yield {
        "id": 1, "title": "演示工作要点", "issuer": "演示部", "year": now.year, "current": True,
        "starts": now.date().replace(month=1, day=1), "imported_at": now,
    }  # fmt: skip


def _sections(count: int) -> Iterator[dict[str, Any]]:
    for id in range(1, count // A_SECTION + 1):
        yield {"id": id, "plan_id": 1, "no": str(id), "title": f"板块{id}", "position": id}


def _items(count: int) -> Iterator[dict[str, Any]]:
    for id in range(1, count // AN_ITEM + 1):
        section = 1 + (id - 1) // (A_SECTION // AN_ITEM)
        yield {"id": id, "section_id": section, "no": str(id), "title": f"事项{id}", "position": id}


def _code(id: int) -> str:
    item = (id - 1) // AN_ITEM
    return f"{1 + item // 10}.{1 + item % 10}.{1 + (id - 1) % AN_ITEM}"


def task_rows(now: datetime, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for id in range(1, count + 1):
        title = chance.choice(VERBS) + chance.choice(PLACES) + chance.choice(THINGS) + f"第{id}项"
        yield {
            "id": id, "plan_id": 1, "item_id": 1 + (id - 1) // AN_ITEM, "code": _code(id), "title": title,
            "sentence": f"{title}，" * 5, "deadline": _deadline(now, chance), "basis": Basis.YEAR, "position": id,
        }  # fmt: skip


def _deadline(now: datetime, chance: random.Random) -> Any:
    return now.date() + timedelta(days=chance.randrange(-30, 300))


def _shares(now: datetime, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Write the assignments; half have reports, one in ten is late."""
    for task in range(1, count + 1):
        for place in range(SHARES):
            id = (task - 1) * SHARES + place + 1
            state = chance.choices(list(State), (20, 60, 5, 13, 2))[0]
            has_report = state in (State.SUBMITTED, State.CLOSED) or (state is not State.PENDING and id % 2)
            reported = now - timedelta(days=chance.randrange(60)) if has_report else None
            yield {
                "id": id, "task_id": task, "unit_id": 1 + (task * 37 + place * 101) % UNITS,
                "role": Role.LEAD if place == 0 else Role.SUPPORT, "state": state,
                "percent": chance.randrange(0, 100, 5),
                "status": Status.ON_PACE if reported else None, "words": "正在按计划推进" if reported else "",
                "assigned_on": now.date() - timedelta(days=60), "starts": now.date() - timedelta(days=60),
                "deadline": _deadline(now, chance), "signed_at": None if state is State.PENDING else now,
                "reported_at": reported, "version": 1,
            }  # fmt: skip


def _reports(now: datetime, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for id in range(1, count * SHARES + 1, 2):
        yield {
            "assignment_id": id, "status": Status.ON_PACE, "percent": chance.randrange(100), "words": "正在按计划推进",
            "person_id": 2, "post_id": 2, "at": now - timedelta(days=chance.randrange(60)),
        }  # fmt: skip


def _events(now: datetime, count: int) -> Iterator[dict[str, Any]]:
    """Write the import's events, and a report for every other assignment."""
    yield {"at": now, "action": "import", "after": {"tasks": count}}
    facts = {"state": "active", "status": "on_pace", "percent": 50, "words": "正在按计划推进", "version": 1}
    for id in range(1, count * SHARES + 1, 2):
        yield {
            "at": now, "person_id": 2, "post_id": 2, "action": "report", "assignment_id": id,
            "task_id": 1 + (id - 1) // SHARES, "before": facts, "after": facts,
        }  # fmt: skip
