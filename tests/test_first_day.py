"""The first day of a plan: people open tasks, sign and report; the clerk, the digest and the group see it."""

from datetime import timedelta

from tests.town import CLERK, LIAISON, MONDAY, Town


async def test_a_task_is_signed_reported_and_seen(bureau: Town) -> None:
    assert "109" in await bureau.say(LIAISON, "/plan")
    card = await bureau.say(LIAISON, "2.2.3")
    assert "新建高价值专利示范中心" in card
    assert "请签收" in card
    assert "已签收" in await bureau.tap(LIAISON, "签收")
    card = await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    assert "已记录：60%" in card
    board = await bureau.say(CLERK, "总览")
    assert "2.2.3" in board
    assert "60%：已完成初稿" in board


async def test_the_next_morning_and_monday(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [liaison, clerk])
    assert "本群已绑定" in await bureau.say(CLERK, "/bind", chat=group.id)
    await bureau.until(MONDAY + timedelta(days=1, hours=1))
    (digest,) = bureau.letters(liaison, MONDAY + timedelta(hours=1))
    assert "3月3日 周二" in digest
    assert "尚未签收" in digest
    await bureau.until(MONDAY + timedelta(days=7, hours=2))
    words = bureau.letters(group.id, MONDAY + timedelta(days=1))
    assert sum("一周进展" in text for text in words) == 1
