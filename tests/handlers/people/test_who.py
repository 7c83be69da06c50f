"""联系人: everybody may know who is responsible; only the clerk, or oneself, reads a phone number."""

from datetime import timedelta

from tests.handlers.scene import change, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Town


async def test_who_is_responsible_for_a_task(bureau: Town) -> None:
    clerk, liaison, other = [await bureau.person(place) for place in (CLERK, LIAISON, OTHER)]
    await bureau.say(liaison, "/contact 13800000000")
    answer = await bureau.say(clerk, "/who 2.2.4")
    assert answer.splitlines() == [
        "2.2.4 推动企业贯标 · 联系人",
        "牵头　运用促进处", "　负责人　未登记", "　联络员　演示运用促进处联络员　13800000000",
    ]  # fmt: skip
    assert bureau.buttons(clerk) == ["返回"]
    for reader in (other, await bureau.person(LEADER)):
        answer = await bureau.say(reader, "/who 2.2.4")
        assert "联络员　演示运用促进处联络员" in answer
        assert "138" not in answer
        assert bureau.buttons(reader) == ["返回", "请督办员联系"]
    assert "　13800000000" in await bureau.say(liaison, "联系人 2.2.4")  # their own


async def test_a_unit_by_any_of_its_names(bureau: Town) -> None:
    await bureau.person(HEAD)
    clerk = await bureau.person(CLERK)
    for name in ("运用促进处", "运用处"):
        answer = await bureau.say(clerk, f"/who {name}")
        assert answer.splitlines() == [
            "运用促进处 · 联系人", "运用促进处", "　负责人　演示运用促进处负责人　电话未登记", "　联络员　未登记",
        ]  # fmt: skip
    assert "常州市局 · 联系人" in await bureau.say(clerk, "/who 常州")
    assert "没有名称含“月球”的单位" in await bureau.say(clerk, "/who 月球")
    assert "常州市局（设区市局）" in await bureau.say(clerk, "/unit 常州")
    assert "运用促进处 轨迹" in await bureau.say(clerk, "/history 运用处")


async def test_a_task_of_all_cities_has_pages(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    answer = await bureau.say(clerk, "/who 5.1.2")
    assert "联系人（第1页，共" in answer
    assert "联系人（第2页，共" in await bureau.tap(clerk, "下一页")


async def test_the_deputy_answers_while_the_holder_is_away(bureau: Town) -> None:
    await bureau.person(LIAISON)
    await bureau.person(OTHER)
    await change(
        bureau,
        "UPDATE posts SET deputy_id = (SELECT id FROM people WHERE name = '演示知识产权保护处联络员') "
        "WHERE person_id = (SELECT id FROM people WHERE name = '演示运用促进处联络员')",
    )
    await bureau.say(LIAISON, "/leave 3-02 3-04")
    assert "　联络员（代）　演示知识产权保护处联络员" in await bureau.say(CLERK, "/who 运用处")


async def test_the_clerk_is_asked_once_a_day(bureau: Town) -> None:
    clerk, city = await bureau.person(CLERK), await bureau.person(CHANGZHOU)
    bureau.clock.set(MONDAY.replace(hour=9))
    await bureau.say(city, "/who 2.2.4")
    assert "已请督办员联系" in await bureau.tap(city, "请督办员联系")
    assert "请协助联系 2.2.4 的承办单位。" in bureau.last(clerk).text
    assert "今天已经请督办员联系" in await bureau.say(city, "/askclerk 2.2.4")
    assert "已请督办员联系" in await bureau.say(city, "/askclerk 运用处")
    assert await scalar(bureau, "SELECT count(*) FROM feedback") == 2
    bureau.clock.set(bureau.clock.now() + timedelta(days=1))
    assert "已请督办员联系" in await bureau.say(city, "/askclerk 2.2.4")
