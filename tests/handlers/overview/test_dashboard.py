"""The board: the whole plan for those who may read it, and one's own unit and below for the others."""

from tests.handlers.scene import scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, OBSERVER, OTHER, Town


async def test_whose_board_shows_what(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    await bureau.say(OTHER, "1.3.6 有困难 缺师资")
    for place in (CLERK, LEADER, OBSERVER):
        board = await bureau.say(place, "总览")
        assert "3月2日 周一，共 109 项任务" in board
        assert "60%：已完成初稿" in board
        assert "有困难：缺师资" in board
        assert board.index("1.3.6 知识产权保护处") < board.index("2.2.3 运用促进处")  # newest first
    board = await bureau.say(HEAD, "总览")
    assert "本单位共 38 项任务" in board
    assert "60%：已完成初稿" in board
    assert "缺师资" not in board
    city = await bureau.say(CHANGZHOU, "总览")
    assert "本单位共 27 项任务" in city
    assert "尚无单位汇报进展。" in city
    assert (await bureau.say(CHANGZHOU, "/units")).splitlines()[1:] == [
        "常州市局　27 项",
        "　待签收 27 · 红灯 0 · 黄灯 0 · 办结 0",
    ]


async def test_the_views(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "总览")
    views = ["红黄灯", "待签收", "待审核", "按单位", "按领导", "按板块", "逾期", "未反馈"]
    assert bureau.buttons(clerk) == [*views]
    assert "目前没有此类任务。" in await bureau.tap(clerk, "红黄灯")
    assert "共 109 项任务" in await bureau.tap(clerk, "返回")
    assert "待签收任务 · 共 109 项（第1页，共14页）" in await bureau.tap(clerk, "待签收")
    assert "第2页，共14页" in await bureau.tap(clerk, "下一页")
    assert "用法：/board [内容]，例如：/board 红黄灯" in await bureau.say(clerk, "/board 全部")


async def test_by_section_by_unit_by_leader(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "总览")
    sections = await bureau.tap(clerk, "按板块")
    assert "0 总体目标　3 项" in sections or "　3 项" in sections
    await bureau.tap(clerk, bureau.buttons(clerk)[1])
    assert "按序时 · 0% ·" in bureau.last(clerk).text
    assert "各板块进度" in await bureau.tap(clerk, "返回")
    await bureau.say(clerk, "/units")
    assert "（第1页，共" in bureau.last(clerk).text
    page = await bureau.say(clerk, "/unit 运用促进处")
    assert page.startswith("运用促进处（处室）\n共 38 项：待签收 38 · 办理中 0 · 待审核 0 · 已办结 0\n🔴 红灯 0")
    assert "承办任务 · 共 38 项，待签收 38 项（第1页，共5页）" in page
    assert "第2页" in await bureau.tap(clerk, "下一页")
    assert "没有名称含“月球”的单位" in await bureau.say(clerk, "/unit 月球")
    assert "有多个单位，请选择" in await bureau.say(clerk, "/unit 市局")


async def test_a_unit_counts_for_the_nearest_leader(bureau: Town) -> None:
    await bureau.person(LEADER)
    division_leader = ("运用促进处", LEADER[1])
    await bureau.person(division_leader)
    text = await bureau.say(CLERK, "/leaders")
    assert "运用促进处分管领导　38 项" in text
    total = sum(int(line.split("　")[1].split(" ")[0]) for line in text.splitlines()[1::2])
    inside = "SELECT count(*) FROM assignments a JOIN units u ON u.id = a.unit_id WHERE u.path LIKE '/1/%'"
    assert total == int(await scalar(bureau, inside))  # no leader is in charge of an outside body
    assert "运用促进处　38 项" in await bureau.tap(CLERK, "运用处领导")


async def test_what_others_have_is_not_shown(bureau: Town) -> None:
    for line in ("/unit 知识产权保护处", "/unit 常州市局", "/unit 省知识产权局"):
        answer = await bureau.say(LIAISON, line)
        assert answer.startswith("您只能查看本单位及下属单位的承办情况。")
        assert "待签收" not in answer
    assert "由" in await bureau.say(LIAISON, "/sections")
    assert "未反馈任务 · 共 38 项" in await bureau.say(LIAISON, "没报")
    await bureau.say(LIAISON, "2.2.3 60%")
    assert "未反馈任务 · 共 37 项" in await bureau.say(LIAISON, "/missing")
    assert "逾期任务" in await bureau.say(LIAISON, "逾期")


async def test_the_units_of_a_kind_by_their_pace(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert (await bureau.say(clerk, "/units 处室 快")).startswith("各处室承办情况 · 目前快慢相同\n")
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    await bureau.say(CHANGZHOU, "/sign 1.1.3")
    answer = await bureau.say(clerk, "/units 处室 快")
    assert answer.splitlines()[:3] == [
        "各处室承办情况 · 由快到慢", "运用促进处　38 项", "　逾期 0 · 滞后 0 · 办结 0 · 待签 37",
    ]  # fmt: skip
    assert "市局" not in answer
    assert (await bureau.tap(clerk, "由慢到快")).splitlines()[-2].startswith("运用促进处　")
    slowest = await bureau.say(clerk, "/units 各市 慢")
    assert slowest.startswith("各设区市局承办情况 · 由慢到快（第1页，共2页）")
    assert "处　" not in slowest
    assert "常州市局" not in slowest
    assert "常州市局" in await bureau.tap(clerk, "下一页")
    assert (await bureau.say(CHANGZHOU, "/units 各市 慢")).splitlines()[1].startswith("常州市局　")


async def test_what_a_unit_leads_and_supports(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    page = await bureau.say(clerk, "/unit 运用促进处 牵头")
    leads = await scalar(
        bureau,
        "SELECT count(*) FROM assignments a JOIN units u ON u.id = a.unit_id "
        "WHERE u.name = '运用促进处' AND a.role = 'lead'",
    )
    assert f"牵头任务 · 共 {leads} 项" in page
    assert f"共 {leads} 项：待签收 {leads}" in page
    assert bureau.buttons(clerk)[-4:] == ["返回", "全部", "轨迹", "联系人"]
    assert f"共 {leads} 项" in await bureau.tap(clerk, "下一页")
    assert "共 38 项" in await bureau.tap(clerk, "全部")
    assert f"配合任务 · 共 {38 - leads} 项" in await bureau.tap(clerk, "配合")
