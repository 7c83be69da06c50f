"""A task of thirteen cities, grouped by state; a city sees its own row and the counts."""

from datetime import datetime
from pathlib import Path

import pytest

from plan import cities
from plan.cities import CityStage
from plan.values import Role, State, UnitKind
from tests.handlers.scene import UNITS, scalar, small, task
from tests.plan.build import day, noon, share
from tests.town import CHANGZHOU, CLERK, LIAISON, OTHER, SHANGHAI, Town, quick

SUZHOU = ("苏州市局", LIAISON[1])
NANJING = ("南京市局", LIAISON[1])


@pytest.mark.parametrize(
    ("values", "today", "stage"),
    [
        ({"state": State.PENDING}, "6-30", CityStage.SILENT),
        ({"state": State.PENDING}, "7-1", CityStage.OVERDUE),
        ({"state": State.ACTIVE}, "6-30", CityStage.SILENT),  # signed without a report
        ({"state": State.ACTIVE, "reported_at": noon("3-3")}, "6-30", CityStage.WORKING),
        ({"state": State.ACTIVE, "reported_at": noon("3-3")}, "7-1", CityStage.OVERDUE),
        ({"state": State.SUBMITTED, "reported_at": noon("3-3")}, "7-1", CityStage.REVIEW),
        ({"state": State.CLOSED}, "7-1", CityStage.OVER),
        ({"state": State.WAIVED}, "7-1", CityStage.OVER),
        ({"state": State.ACTIVE, "deadline": None}, "7-1", CityStage.SILENT),
    ],
)
def test_how_a_city_stands(values: dict[str, object], today: str, stage: CityStage) -> None:
    assert cities.stage(share(**values), day(today)) is stage


def test_who_is_in_the_way_of_closing() -> None:
    lead, support = share(role=Role.LEAD), share(role=Role.SUPPORT)
    done, late = share(role=Role.CITY, state=State.CLOSED), share(role=Role.CITY)
    assert cities.open_cities(lead, [lead, support, done, late]) == [late]
    assert cities.open_cities(support, [lead, support, done, late]) == []
    assert cities.open_cities(late, [lead, support, done, late]) == []


async def test_the_matrix(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(CHANGZHOU, "1.1.3 60% 已印发")
    await bureau.say(SUZHOU, "/submit 1.1.3 yes 已印发")
    await bureau.say(CLERK, "/close 1.1.3")
    await bureau.say(clerk, "1.1.3")
    text = await bureau.tap(clerk, "各市")
    assert "共 13 个市：逾期 0 · 未反馈 11 · 办理中 1 · 待审核 0 · 已办结 1" in text
    assert "办理中（1）\n常州市局 60%" in text
    assert "已办结（1）\n苏州市局" in text
    assert text.index("未反馈（11）") < text.index("办理中（1）")
    bureau.clock.set(datetime(2020, 10, 9, 10, 0, tzinfo=SHANGHAI))
    assert "逾期（12）" in await bureau.say(clerk, "/cities 1.1.3")


async def test_a_city_sees_itself_and_the_counts(bureau: Town) -> None:
    await bureau.say(CHANGZHOU, "1.1.3 60% 已印发")
    for place in (NANJING, CHANGZHOU):
        text = await bureau.say(place, "/cities 1.1.3")
        assert "未反馈 12 · 办理中 1" in text
        assert f"本单位：{place[0]}" in text
        others = {"常州市局", "苏州市局", "南京市局"} - {place[0]}
        assert not [name for name in others if name in text]
    supporting = await bureau.say(OTHER, "/cities 1.1.3")
    assert "未反馈 12 · 办理中 1" in supporting
    assert "市局" not in supporting
    assert "没有下达各市" in await bureau.say(CLERK, "/cities 2.2.3")


async def test_the_lead_is_closed_when_all_cities_are(tmp_path: Path) -> None:
    """The lead unit's assignment closes the task only after all cities are closed, or waived with a reason."""
    async with quick(tmp_path, small(task("1.1.1", "各市落实", local=True))) as bureau:
        clerk = await bureau.person(CLERK)
        await bureau.say(LIAISON, "/submit 1.1.1 yes")
        lead = await share_of(bureau, "运用促进处")
        refused = await bureau.say(clerk, f"/close {lead}")
        assert refused == "还有 13 个市未办结（南京市局、无锡市局、徐州市局等），不能销号。"
        assert "未反馈（13）" in await bureau.tap(clerk, "各市")
        for unit in CITIES:
            await bureau.confirm(clerk, f"/waive {await share_of(bureau, unit)} 已并入省级平台")
        assert "还有 1 个市未办结（苏州市局）" in await bureau.say(clerk, f"/close {lead}")
        await bureau.say(SUZHOU, "/submit 1.1.1 yes")
        await bureau.say(clerk, f"/close {await share_of(bureau, '苏州市局')}")
        assert await scalar(bureau, "SELECT state FROM tasks WHERE code = '1.1.1'") == State.SUBMITTED
        assert "已销号：1.1.1 运用促进处。" in await bureau.say(clerk, f"/close {lead}")
        assert await scalar(bureau, "SELECT state FROM tasks WHERE code = '1.1.1'") == State.CLOSED


CITIES = [unit.name for unit in UNITS if unit.kind is UnitKind.CITY and unit.name != "苏州市局"]


async def share_of(bureau: Town, unit: str) -> int:
    query = f"SELECT a.id FROM assignments a JOIN units u ON u.id = a.unit_id WHERE u.name = '{unit}'"
    return int(await scalar(bureau, query))
