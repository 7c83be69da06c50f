"""A unit answers a nudge in words or by a report; those who may read the assignment see the whole chain."""

from tests.handlers.nudges.desk import CITY_HEAD, SUZHOU, at, nudged, share_id
from tests.handlers.scene import scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Town


async def test_answered_by_the_unit_once(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.until(at("3-2"))
    await nudged(bureau, clerk, f"/nudge {await share_id(bureau, '2.2.3', '运用促进处')}")
    await bureau.until(at("3-2", 11))
    assert "请回复 提〔2020〕1号" in await bureau.say(HEAD, "/answer 1")
    assert "没有发给您单位的这份催办" in await bureau.say(OTHER, "/answer 1 代答")
    await bureau.tap(liaison, "回复")
    assert await bureau.say(liaison, "初稿周五报送") == "已回复 提〔2020〕1号。"
    assert await bureau.say(liaison, "/answer 1 初稿周五报送") == "已回复 提〔2020〕1号。"
    assert await bureau.say(HEAD, "/answer 1 还没写") == (
        "提〔2020〕1号 已由运用促进处联络员于3月2日 11:00回复：初稿周五报送。如有新进展，请直接汇报。\n"
        "您这次的回复未记录：还没写"
    )
    assert await scalar(bureau, "SELECT answer FROM nudges") == "初稿周五报送"
    assert "没有发给您单位的这份催办" in await bureau.say(liaison, "/answer 99 你好")
    assert not any("初稿" in text for text in bureau.letters(clerk, MONDAY))
    assert (await bureau.say(clerk, "催办记录 2.2.3")).splitlines() == [
        "2.2.3 催办记录 · 共 2 条",
        "新建高价值专利示范中心",
        "",
        "3月2日 10:00　运用促进处 · 提〔2020〕1号",
        "　省知识产权局督办员",
        "3月2日 11:00　运用促进处 · 回复提〔2020〕1号",
        "　运用促进处联络员：初稿周五报送",
    ]
    await bureau.say(clerk, "轨迹 2.2.3")
    assert "催办记录 · 共 2 条" in await bureau.tap(clerk, "催办记录")


async def test_a_report_is_an_answer_until_it_is_taken_back(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    number = await share_id(bureau, "2.2.3", "运用促进处")
    await bureau.until(at("3-2"))
    await nudged(bureau, clerk, f"/nudge {number}")
    await bureau.until(at("3-3"))
    await nudged(bureau, clerk, f"/nudge {number}")
    assert "（最近：催〔2020〕1号，3月3日，未回复）" in await bureau.say(liaison, "2.2.3")
    await bureau.say(liaison, "2.2.3 30% 已开题")
    chain = await bureau.say(liaison, f"/chain {number}")
    assert chain.startswith("2.2.3 催办记录 · 共 4 条\n新建高价值专利示范中心\n运用促进处\n")
    assert "3月3日 10:00　催〔2020〕1号，抄送负责人\n" in chain
    assert "3月3日 10:00　回复提〔2020〕1号\n　运用促进处联络员：按序时 30%：已开题" in chain
    assert "已回复）" in await bureau.say(liaison, "2.2.3")
    await bureau.say(liaison, "/undo")
    assert "催〔2020〕1号，抄送负责人，未回复" in await bureau.say(liaison, f"/chain {number}")


async def test_the_chain_is_read_by_those_who_read_the_share(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await nudged(bureau, clerk, f"/nudge {await share_id(bureau, '1.1.3', '常州市局')}")
    number = await share_id(bureau, "1.1.3", "常州市局")
    for place in (CHANGZHOU, CITY_HEAD, LEADER, CLERK):
        assert "共 1 条" in await bureau.say(place, f"/chain {number}")
    assert "由其他单位承办，您不能查看催办记录" in await bureau.say(SUZHOU, f"/chain {number}")
    assert "共 0 条" in await bureau.say(SUZHOU, "/chain 1.1.3")
    assert "还没有催办过。" in await bureau.say(SUZHOU, "/chain 1.1.3")
