"""The board: the whole plan for those who read it all, for the others what their unit and those below it carry out."""

from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, OBSERVER, OTHER, Town


async def test_whose_board_shows_what(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    await bureau.say(OTHER, "1.3.6 有困难 缺师资")
    for who in (CLERK, LEADER, OBSERVER):
        board = await bureau.say(who, "总览")
        assert "3月2日 周一，共 109 项任务" in board
        assert "60%：已完成初稿" in board
        assert "有困难 0%：缺师资" in board
        assert board.index("1.3.6 知识产权保护处") < board.index("2.2.3 运用促进处")  # the latest first
    board = await bureau.say(HEAD, "总览")
    assert "本单位共 38 项任务" in board
    assert "60%：已完成初稿" in board
    assert "缺师资" not in board
    city = await bureau.say(CHANGZHOU, "总览")
    assert "本单位共 27 项任务" in city
    assert "尚无单位汇报进展。" in city
    assert (await bureau.say(CHANGZHOU, "/board units")).splitlines()[1:] == [
        "常州市局　27 项",
        "　待签收 27 · 红灯 0 · 黄灯 0 · 办结 0",
    ]


async def test_the_views(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "总览")
    assert bureau.buttons(clerk) == ["红黄灯", "按单位", "待签收", "待审核"]
    assert "目前没有此类任务。" in await bureau.tap(clerk, "红黄灯")
    assert "共 109 项任务" in await bureau.tap(clerk, "返回")
    assert "待签收任务 · 共 109 项（第1页，共14页）" in await bureau.tap(clerk, "待签收")
    assert "第2页，共14页" in await bureau.tap(clerk, "下一页")
    assert "用法：/board [内容]，例如：/board 红黄灯" in await bureau.say(clerk, "/board 全部")
