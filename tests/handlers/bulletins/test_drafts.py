"""The clerk drafts a bulletin from the present data, chooses period and groups, and drops it."""

from datetime import datetime
from pathlib import Path

from tests.handlers.bulletins.desk import cards, group, handed_in, heads, signed
from tests.handlers.scene import change, small, task
from tests.town import CLERK, LEADER, LIAISON, OBSERVER, OTHER, SHANGHAI, Town, quick


async def test_from_the_draft_to_the_group(bureau: Town) -> None:
    first_group, second_group = await group(bureau), await group(bureau, "另一群")
    await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '1.1.4'")
    await bureau.say(LIAISON, "/submit 1.1.1 yes 已公布")
    await bureau.say(CLERK, "/close 1.1.1")
    draft = await bureau.say(CLERK, "起草通报")
    assert draft.startswith("草稿 · 发送至：工作群、另一群\n────────\n督办通报〔2020〕　号\n小计划推进情况\n")
    assert bureau.buttons(await bureau.person(CLERK)) == ["改时段", "选群", "写说明", "送领导审签", "返回", "放弃"]
    await bureau.tap(CLERK, "写说明")
    assert "说明已保存。" in await bureau.say(CLERK, "请各单位抓紧办理 <b>1.1.2</b>。")
    sent = await bureau.tap(CLERK, "送领导审签")
    assert sent.startswith("已送局领导审签。\n待审签 · ")
    assert bureau.last(await bureau.person(LEADER)).text == (
        "请审签督办通报：3月2日至3月11日\n省知识产权局督办员起草，签发后发至：工作群、另一群\n"
        "点“审签”查看全文，所见即群内所发。"
    )
    preview = await bureau.tap(LEADER, "审签")
    assert preview == (
        "督办通报〔2020〕1号\n小计划推进情况\n（3月2日至3月11日）\n\n"
        "一、总体情况\n截至3月11日，共 4 项任务。\n"
        "超序时　0 项（0%）\n按序时　1 项（25%）\n滞后　0 项（0%）\n逾期　2 项（50%）\n已办结　1 项（25%）\n\n"
        "二、本期办结\n1.1.1 贯标（运用促进处）\n\n"
        "三、逾期任务\n运用促进处\n　1.1.2　时限3月6日，逾期3个工作日\n　1.1.4（不上机）\n\n"
        "四、滞后任务\n没有滞后的任务。\n\n五、应报未报\n没有应报未报的单位。\n\n"
        "六、有关说明\n请各单位抓紧办理 <b>1.1.2</b>。\n\n省知识产权局\n2020年3月11日"
    )
    assert "演示" not in preview, "nobody is named"
    assert cards(bureau, first_group) == []
    assert await bureau.tap(LEADER, "签发") == "已签发督办通报〔2020〕1号。\n工作群：即时发送\n另一群：即时发送"
    assert cards(bureau, first_group) == cards(bureau, second_group) == [preview]
    assert [button.text for row in bureau.last(first_group).buttons for button in row] == ["查看总览", "我的任务"]
    assert "签发督办通报〔2020〕1号。\n工作群：即时发送" in bureau.last(await bureau.person(CLERK)).text
    for place in (LIAISON, OBSERVER, OTHER):
        assert "督办通报〔2020〕1号　3月11日\n　3月2日至3月11日" in await bureau.say(place, "通报")
        assert await bureau.tap(place, "1号") == preview


async def test_period_and_groups_by_taps(bureau: Town) -> None:
    first_group, second_group = await group(bureau), await group(bureau, "另一群")
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "改时段")
    assert "（3月2日至3月8日）" in await bureau.tap(CLERK, "上周")
    await bureau.tap(CLERK, "改时段")
    assert await bureau.say(CLERK, "3月9日 至 3月20日") == "通报时段不能晚于今天，请重新回复。"
    assert await bureau.say(CLERK, "3月9日 至 3月4日") == "开始日期不能晚于结束日期，请重新回复。"
    assert "（3月4日至3月9日）" in await bureau.say(CLERK, "3月4日 至 3月9日")
    await bureau.tap(CLERK, "选群")
    assert await bureau.tap(CLERK, "工作群") == "请点选发送的群，✓ 为已选：\n1. 　 工作群\n2. ✓ 另一群"
    await bureau.tap(CLERK, "另一群")
    await bureau.tap(CLERK, "返回")
    assert await bureau.tap(CLERK, "送领导审签") == "尚未选定发送的群，未送审。请先选群。"
    await bureau.tap(CLERK, "选群")
    await bureau.tap(CLERK, "另一群")
    await bureau.tap(CLERK, "返回")
    await bureau.tap(CLERK, "送领导审签")
    await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert (len(cards(bureau, first_group)), len(cards(bureau, second_group))) == (0, 1)


async def test_dropped_before_it_is_signed(bureau: Town) -> None:
    """A dropped draft leaves no gap in the numbers."""
    chat = await group(bureau)
    await handed_in(bureau)
    assert "确定放弃吗" in await bureau.tap(CLERK, "放弃")
    assert "未发送到任何群" in await bureau.tap(CLERK, "确认放弃")
    assert await bureau.tap(LEADER, "签发") == "未签发：这份通报已由督办员放弃。"
    assert "目前没有等待审签的通报" in await bureau.say(LEADER, "/issue")
    await signed(bureau)
    assert heads(bureau, chat) == ["督办通报〔2020〕1号"]


async def test_taken_back_with_all_that_was_typed(bureau: Town) -> None:
    first_group, second_group = await group(bureau), await group(bureau, "另一群")
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "改时段")
    await bureau.tap(CLERK, "上周")
    await bureau.tap(CLERK, "写说明")
    await bureau.say(CLERK, "请各单位抓紧。")
    await bureau.tap(CLERK, "选群")
    await bureau.tap(CLERK, "另一群")
    await bureau.tap(CLERK, "返回")
    await bureau.tap(CLERK, "送领导审签")
    refused = await bureau.say(CLERK, "/remarks 1 再改")
    assert refused == "您的操作未保存：这份通报已送领导审签。如需修改，请先撤回，已填的内容都会保留。"
    answer = await bureau.tap(CLERK, "撤回")
    assert answer.startswith("已撤回送审，可以修改；改好后请重新送审。\n草稿 · 发送至：工作群\n")
    assert "（3月2日至3月8日）" in answer
    assert "六、有关说明\n请各单位抓紧。\n" in answer
    assert "送领导审签" in bureau.buttons(await bureau.person(CLERK))
    assert await bureau.tap(LEADER, "审签") == "未签发：这份通报正由督办员修改，改好后重新送审。"
    await bureau.tap(CLERK, "送领导审签")
    preview = await bureau.tap(LEADER, "审签")
    await bureau.tap(LEADER, "签发")
    assert (cards(bureau, first_group), cards(bureau, second_group)) == ([preview], [])
    assert "未撤回：省知识产权局分管领导已于" in await bureau.say(CLERK, "/recall 1")


async def test_taken_back_before_the_leader_has_heard(bureau: Town) -> None:
    """Recalled in the evening: the leader's letter waited for the morning and is not sent."""
    await group(bureau)
    bureau.clock.set(datetime(2020, 3, 11, 19, 0, tzinfo=SHANGHAI))
    await bureau.say(CLERK, "/bulletin")
    await bureau.tap(CLERK, "送领导审签")
    for _ in range(2):
        assert "草稿 · 发送至：工作群" in await bureau.say(CLERK, "/recall 1")
    for place in (LIAISON, LEADER, OBSERVER):
        assert "由督办员办理" in await bureau.say(place, "/recall 1")
    await bureau.until(datetime(2020, 3, 12, 9, 0, tzinfo=SHANGHAI))
    assert not any("请审签" in message.text for message in bureau.world.transcript(await bureau.person(LEADER)))


async def test_who_has_not_reported_is_who_is_asked(bureau: Town) -> None:
    """Reports are due on Friday the 24th, as the 25th is off; the bulletin agrees with 本期未报."""
    await group(bureau)
    await change(bureau, "INSERT INTO assignments (task_id, unit_id, role, state, percent, assigned_on, starts) "
                 "SELECT t.id, u.id, 'support', 'active', 0, '2020-03-02', '2020-03-02' FROM tasks t, units u "
                 "WHERE t.code = '1.1.1' AND u.name = '办公室'")  # fmt: skip
    await bureau.say(CLERK, "/cycle 1.1.5 不定期报送")
    bureau.clock.set(datetime(2020, 4, 20, 10, 0, tzinfo=SHANGHAI))
    await bureau.say(LIAISON, "1.1.2 60% 正在推进")
    for day, missing in ((24, "没有应报未报的单位。"), (27, "运用促进处　1.1.1、1.1.4\n办公室　1.1.1")):
        bureau.clock.set(datetime(2020, 4, day, 10, 0, tzinfo=SHANGHAI))
        draft = await bureau.say(CLERK, "/bulletin")
        assert draft.partition("五、应报未报\n")[2].partition("\n\n")[0] == missing
    assert "2 个单位 3 项" in (unreported := await bureau.say(CLERK, "本期未报"))
    assert unreported.endswith(f"\n{missing}")


async def test_what_is_behind_is_one_line_a_unit(tmp_path: Path) -> None:
    paper = small(*(task(f"1.1.{n}", f"任务{n}", until="12-31") for n in (1, 2, 3)))
    async with quick(tmp_path, paper, datetime(2020, 9, 1, 10, 0, tzinfo=SHANGHAI)) as bureau:
        await bureau.person(CLERK)
        await group(bureau)
        await change(bureau, "UPDATE assignments SET state = 'active', percent = 5, starts = '2020-01-01'")
        await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '1.1.2'")
        draft = await bureau.say(CLERK, "/bulletin")
        assert "四、滞后任务\n运用促进处　1.1.1、1.1.2（不上机）、1.1.3\n" in draft
