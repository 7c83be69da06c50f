"""Importing a plan repeatedly loses nothing that a unit has done."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from plan import builtin
from plan.values import Role, State
from storage import assignments, events, importing, plans, schema, units
from storage.database import Connection, Database
from tests.storage.small_plan import CENTRE, LAW, NOW, bring, paper, report, shares

TABLES = ("plans", "sections", "items", "tasks", "targets", "assignments", "units")


async def contents(db: Database) -> dict[str, int]:
    counts = {}
    for table in TABLES:
        counts[table] = await db.read(lambda db, table=table: db.scalar(sa.text(f"SELECT count(*) FROM {table}")))  # type: ignore[misc]
    return counts


async def test_the_built_in_plan_twice(db: Database) -> None:
    document = builtin.load()
    first = await db.write(lambda db: importing.apply(db, document, NOW.date(), NOW))
    assert (len(first.added), first.kept, first.gone) == (109, (), ())
    before, counts = await shares(db), await contents(db)
    again = await db.write(lambda db: importing.apply(db, document, NOW.date(), NOW))
    assert (again.added, again.changed, again.gone) == ((), (), ())
    assert await shares(db) == before
    assert await contents(db) == counts


async def test_changes_keep_what_was_reported(db: Database) -> None:
    await bring(db, CENTRE, LAW)
    before = await report(db, (await shares(db))["1.1.1", "甲处"], 40)
    changed = replace(CENTRE, title="建设省级示范中心", deadline=date(2020, 9, 30))
    for papers in ((changed, LAW), (replace(LAW, code="1.1.1"), replace(changed, code="1.1.2"))):
        diff = await bring(db, *papers)
        assert (diff.added, diff.gone, bool(diff.changed)) == ((), (), True)
    after = (await shares(db))["1.1.2", "甲处"]
    assert after == replace(before, code="1.1.2", title="建设省级示范中心", deadline=date(2020, 9, 30))
    assert (await shares(db))["1.1.1", "乙处"].title == LAW.title


async def test_an_extension_survives(db: Database) -> None:
    await bring(db, CENTRE)
    assignment = (await shares(db))["1.1.1", "甲处"]
    own = date(2020, 11, 27)
    await db.write(lambda db: assignments.save(db, replace(assignment, deadline=own)))
    for deadline in (CENTRE.deadline, date(2020, 8, 31), None):
        await bring(db, replace(CENTRE, deadline=deadline))
        after = await shares(db)
        assert (after["1.1.1", "甲处"].deadline, after["1.1.1", "乙处"].deadline) == (own, deadline)


e = schema.events.c
CHANGES = sa.select(e.action, e.before, e.after).where(e.assignment_id.is_not(None)).order_by(e.id)


async def test_a_unit_goes_and_comes_back(db: Database) -> None:
    await bring(db, CENTRE)
    before = await report(db, (await shares(db))["1.1.1", "甲处"], 40)
    changed = replace(CENTRE, lead=("乙处",), support=())
    assert len((await bring(db, changed)).changed) == 1
    after = await shares(db)
    assert after["1.1.1", "甲处"] == replace(before, state=State.WAIVED, version=before.version + 1)
    assert (after["1.1.1", "乙处"].role, after["1.1.1", "乙处"].state) == (Role.LEAD, State.PENDING)
    assert (await bring(db, changed)).changed == ()
    assert len((await bring(db, CENTRE)).changed) == 1
    assert (await shares(db))["1.1.1", "甲处"] == replace(before, version=before.version + 2)
    changes = await db.read(lambda db: db.execute(CHANGES))
    states = ({"state": "active"}, {"state": "waived"})
    assert changes.all() == [("let_off", *states), ("named_again", *reversed(states))]


async def test_what_is_closed_or_waived_by_hand_stays_so(db: Database) -> None:
    await bring(db, CENTRE)
    for unit, state in (("甲处", State.CLOSED), ("乙处", State.WAIVED)):
        assignment = (await shares(db))["1.1.1", unit]
        changed = replace(assignment, state=state)
        await db.write(lambda db, changed=changed: assignments.save(db, changed))  # type: ignore[misc]
    for lead in (("省局",), CENTRE.lead):
        await bring(db, replace(CENTRE, lead=lead, support=CENTRE.support))
        after = await shares(db)
        assert (after["1.1.1", "甲处"].state, after["1.1.1", "乙处"].state) == (State.CLOSED, State.WAIVED)
    assert (await bring(db, CENTRE)).changed == ()


async def test_units_in_another_order_are_no_change(db: Database) -> None:
    both = replace(CENTRE, lead=("甲处", "乙处"), support=())
    await bring(db, both)
    assert (await bring(db, replace(both, lead=("乙处", "甲处")))).changed == ()


async def test_a_task_goes_and_comes_back(db: Database) -> None:
    await bring(db, CENTRE, LAW)
    before = await report(db, (await shares(db))["1.1.2", "乙处"], 30)
    diff = await bring(db, CENTRE)
    assert [known.code for known in diff.gone] == ["1.1.2"]
    assert [code for code, _ in await shares(db)] == ["1.1.1", "1.1.1"]
    assert await db.read(lambda db: assignments.get(db, before.id)) is None
    assert (await contents(db))["tasks"] == 2
    other = replace(LAW, title="开展执法检查", text="在全省开展专项执法检查行动。")
    assert [task.title for task in (await bring(db, CENTRE, other)).added] == ["开展执法检查"]
    diff = await bring(db, CENTRE, other, replace(LAW, code="1.1.3"))
    assert [task.code for task in diff.added] == ["1.1.3"]
    assert (await shares(db))["1.1.3", "乙处"] == replace(before, code="1.1.3")


async def test_another_year_beside_it(db: Database) -> None:
    await bring(db, CENTRE)
    old = await report(db, (await shares(db))["1.1.1", "甲处"], 40)
    next_year = replace(CENTRE, deadline=date(2021, 6, 30))
    assert len((await bring(db, next_year, year=2021)).added) == 1
    plan = await db.read(plans.current)
    assert plan is not None
    assert (plan.year, plan.starts) == (2021, date(2021, 1, 1))
    new = (await shares(db))["1.1.1", "甲处"]
    assert (new.percent, new.starts, new.state) == (0, date(2021, 1, 1), State.PENDING)
    assert await db.read(lambda db: assignments.get(db, old.id)) is None, "the old year can be acted upon"
    await bring(db, CENTRE)
    assert (await shares(db))["1.1.1", "甲处"] == old


async def test_the_preview_changes_nothing(db: Database) -> None:
    await bring(db, CENTRE)
    before, counts = await shares(db), await contents(db)
    diff = await db.read(lambda db: importing.preview(db, paper(LAW)))
    assert ([task.code for task in diff.added], [known.code for known in diff.gone]) == (["1.1.2"], ["1.1.1"])
    assert (await shares(db), await contents(db)) == (before, counts)


async def test_a_renamed_unit_is_known_by_its_old_name(db: Database) -> None:
    """After the clerk renames a unit, importing a plan with the old name neither drops its shares nor adds a unit."""
    await bring(db, CENTRE)

    async def rename(db: Connection) -> None:
        unit = await units.named(db, "甲处")
        assert unit is not None
        await units.change(db, unit, name="演示处")
        before, after = {"unit": unit.id, "name": "甲处"}, {"unit": unit.id, "name": "演示处"}
        await events.happened(db, units.RENAMED, NOW, None, after, before)

    await db.write(rename)
    await bring(db, CENTRE)
    assert {(unit, assignment.open) for (_, unit), assignment in (await shares(db)).items()} == {
        ("演示处", True),
        ("乙处", True),
    }
    assert len(await db.read(units.every)) == 3
