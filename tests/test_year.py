"""One task over a year, from the invitation to its closing: what each person sees, and what is recorded."""

from pathlib import Path

from handlers import REGISTRY
from handlers.messages import STRANGER
from plan.values import State
from tests.handlers.reviews.test_reviews import state_of
from tests.handlers.scene import remembered
from tests.schedules.test_digest import at
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, OBSERVER, OTHER, quick
from tests.year import CITY_HEAD, NANJING, RECORD, SOCIETY, Year, plan
from tests.year_dealings import answered, chased, more_time, no_more_time, ordered


async def invited(year: Year) -> None:
    """24 February: the clerk invites the liaison, and people join and look at their tasks."""
    link = await year.says(CLERK, "/invite 运用促进处 联络员 演示甲")
    assert "7日内有效，只能使用一次" in link
    assert await year.says(year.bureau.stranger(), "2.2.4") == STRANGER
    year.liaison = await year.opens(link, "演示甲")
    for place in (LEADER, OBSERVER, HEAD, OTHER, CHANGZHOU, CITY_HEAD, NANJING):
        await year.bureau.person(place)
    assert "本单位承办 1 项任务，其中 1 项待签收。" in await year.says(year.liaison, "/start")
    assert "共 2 项任务，请选择板块" in await year.says(year.liaison, "计划")
    assert "2.2.4 推动企业贯标 · 12月31日" in await year.taps(year.liaison, "创造与运用")
    assert "1.1.3 各市出台本地保护落实举措\n　按序时 · 待签收 · 9月30日" in await year.says(CHANGZHOU, "我的任务")


async def signed(year: Year) -> None:
    """25 to 28 February: reminders for unsigned assignments, later to the head too; the clerk signs one on behalf."""
    assert "2.2.4 推动企业贯标\n　已下达1个工作日，尚未签收" in await year.morning(year.liaison, "2-25")
    assert "已签收，由运用促进处承办。" in await year.taps(year.liaison, "2.2.4", "签收")
    assert "已下达3个工作日，尚未签收" in await year.morning(CITY_HEAD, "2-27")
    assert await year.morning(HEAD, "2-27") == ""
    for who in (CHANGZHOU, NANJING):
        assert "已签收" in await year.says(who, "签收 1.1.3", "签收 2.2.4")
    await year.says(OTHER, "签收 1.1.3")
    await year.says(CLERK, "签收 2.2.4")
    assert f"已签收，由{SOCIETY}承办。" in await year.taps(CLERK, "保护协会")
    assert await year.morning(CITY_HEAD, "3-2") == ""


async def milestones_set(year: Year) -> None:
    await year.says(CLERK, "/milestones 2.2.4 6月30日 40% 完成中期评审", "/milestones 2.2.4 9月30日 60% 贯标六百家")
    assert "2. 9月30日 周三前达到 60%：贯标六百家" in await year.last_message(CLERK)
    assert "🟢 按序时" in await year.says(year.liaison, "2.2.4")


async def on_pace(year: Year) -> None:
    """March to May: a report with a value, the same report again, and 无变化."""
    await year.until("3-25")
    card = await year.says(year.liaison, "2.2.4 15% 已印发通知，贯标150家")
    assert "已记录：15%，完成 150/1000家。" in card
    await year.until("4-24")
    assert "上次汇报：按序时 15%，已印发通知，贯标150家" in await year.taps(year.liaison, "汇报")
    assert "已记录：按序时 15%" in await year.taps(year.liaison, "沿用上次")
    assert "贯标150家（与上次内容相同）" in await year.says(CLERK, "2.2.4")
    await year.until("5-25")
    assert "按序时 15%：无变化" in await year.taps(year.liaison, "汇报", "无变化")
    assert "5月25日 10:00　2.2.4 运用促进处\n　按序时 15%：无变化" in await year.says(LEADER, "总览")


async def slipping(year: Year) -> None:
    """July: the milestone of the half-year is missed."""
    await year.until("6-30")
    assert "🟢 超序时" in await year.says(year.liaison, "2.2.4")
    await year.until("7-1")
    assert "🟡 落后序时 25 个百分点" in await year.says(LEADER, "2.2.4")
    assert "请回复 2.2.4 的进度和原因" in await year.taps(year.liaison, "汇报", "滞后")
    assert "已记录：滞后 25%" in await year.says(year.liaison, "25% 申报集中在下半年")
    await year.until("7-3")
    assert "已记录：有困难 30%" in await year.says(year.liaison, "2.2.4 有困难 30% 缺评审专家")
    assert "🟡 落后序时 10 个百分点" in await year.says(CLERK, "2.2.4")


async def on_leave(year: Year) -> None:
    """August: the liaison is on leave; the deputy from 知识产权保护处 acts on these days only."""
    assert "8月3日至8月14日请假" in await year.says(year.liaison, "/leave 8-3 8-14")
    await year.says(CLERK, "岗位 运用促进处")
    await year.taps(CLERK, "1.联络员", "B岗")
    await year.says(CLERK, "演示知识产权保护处")
    assert "运用促进处联络员的B岗为演示知识产权保护处联络员" in await year.taps(CLERK, "1.演示知识")
    assert "由其他单位承办" in await year.says(OTHER, "2.2.4 45%")
    await year.until("8-5")
    assert "2.2.4 推动企业贯标\n　落后序时 10 个百分点 · 12月31日 · 运用促进处" in await year.says(OTHER, "我的任务")
    assert "已记录：45%，完成 450/1000家。" in await year.says(OTHER, "2.2.4 45% 已贯标450家")
    await year.until("8-17")
    assert "由其他单位承办" in await year.says(OTHER, "2.2.4 46%")
    assert "按序时 45%：已贯标450家" in await year.says(year.liaison, "2.2.4")


async def handed_over(year: Year) -> None:
    """September: a new person takes over the liaison's post with all its assignments."""
    await year.until("9-1")
    await year.says(CLERK, "岗位 运用促进处")
    await year.taps(CLERK, "1.联络员", "移交", "邀请新人")
    link = await year.says(CLERK, "演示乙")
    assert "对方确认之前，仍由演示甲担任。" in link
    before, year.liaison = year.liaison, await year.opens(link, "演示乙")
    assert await year.last_message(before) == "请知悉：您不再担任运用促进处联络员，由演示乙接任。如有疑问请联系督办员。"
    assert await year.says(before, "2.2.4 99%") == STRANGER
    assert "按序时 45%：已贯标450家" in await year.says(year.liaison, "2.2.4")
    assert "已记录：65%，完成 650/1000家。" in await year.says(year.liaison, "2.2.4 65% 已贯标650家")


async def cities_done(year: Year) -> None:
    """October: each city's assignment is closed separately, and the task with the last of them."""
    await year.until("9-30", 11)
    assert "已记录：已完成 100%，材料 1 份。" in await year.send(NANJING, "1.1.3 已完成 文件已印发")
    assert (await year.last_message(CLERK)).startswith(
        "请审核：1.1.3 各市出台本地保护落实举措\n南京市局已报完成，附成果材料 1 份。"
    )
    assert "已销号：1.1.3 南京市局。" in await year.taps(CLERK, "审核", "通过销号")
    assert "各市　办理中 1，已办结 1" in await year.says(LEADER, "1.1.3")
    await year.until("10-29")
    await year.says(CHANGZHOU, "报结 1.1.3 文件已印发")
    assert "已记录：已完成 100%。" in await year.taps(CHANGZHOU, "提交")
    assert "已销号：1.1.3 常州市局。" in await year.taps(CLERK, "审核", "通过销号")
    await year.until("11-2")
    card = await year.says(LEADER, "1.1.3")
    assert "✅ 已办结\n时限：9月30日 周三（建议时限）\n" in card
    assert await year.morning(CHANGZHOU, "11-2") == ""


async def let_off(year: Year) -> None:
    """November: a supporting unit is waived, with a reason."""
    await year.says(CLERK, "2.2.4")
    await year.taps(CLERK, "审核", "保护协会", "免办")
    await year.says(CLERK, "职能已划转")
    assert f"已免办：2.2.4 {SOCIETY}。" in await year.taps(CLERK, "确认免办")
    assert f"配合　{SOCIETY} · 免办" in await year.says(LEADER, "2.2.4")


async def done_and_sent_back(year: Year) -> None:
    """A submission without evidence is returned with a reason; with a file it is closed."""
    await year.until("11-27")
    await year.says(year.liaison, "2.2.4")
    assert "请发送 2.2.4 的成果材料" in await year.taps(year.liaison, "汇报", "已完成")
    assert "🔵 待审核" in await year.taps(year.liaison, "提交")
    assert "成果材料：无" in await year.taps(CLERK, "审核")
    assert "已退回：2.2.4 运用促进处。原因：缺成果材料。" in await year.taps(CLERK, "退回", "缺成果材料")
    for who in (year.liaison, HEAD):
        assert (await year.last_message(who)).endswith("运用促进处\n退回原因：缺成果材料。")
    await year.until("12-1")
    await year.taps(year.liaison, "汇报", "已完成")
    assert "已收到 1 份材料。" in await year.send(year.liaison)
    assert "已记录：已完成 100%，材料 1 份。" in await year.taps(year.liaison, "提交")
    assert "成果材料：1 份" in await year.taps(CLERK, "审核")
    assert "已销号：2.2.4 运用促进处。" in await year.taps(CLERK, "通过销号")


async def opened_by_mistake(year: Year) -> None:
    """The clerk reopens the assignment by mistake and undoes it within ten minutes; the unit is told of both."""
    await year.until("12-2")
    assert "已重新办理：2.2.4 运用促进处。" in await year.taps(CLERK, "重新办理")
    assert await state_of(year.bureau, "2.2.4", "运用促进处") is State.ACTIVE
    assert "请继续办理：2.2.4" in await year.last_message(year.liaison)
    assert "已撤销，2.2.4 恢复为：已办结 100%。" in await year.taps(CLERK, "撤销")
    assert await state_of(year.bureau, "2.2.4", "运用促进处") is State.CLOSED
    assert "刚才的通知已撤回，请按原状态办理：2.2.4 推动企业贯标\n运用促进处 · 已办结 100%" in await year.last_message(
        year.liaison
    )
    assert await year.morning(year.liaison, "12-31") == ""
    assert "✅ 已办结 2" in await year.says(LEADER, "总览")


async def from_one_post(year: Year) -> None:
    """Events name the post from which a holder or a deputy acted."""
    rows = year.bureau.beside.execute("SELECT action, post_id, person_id FROM events ORDER BY id").fetchall()
    assert {"invite", "join", "leave", "deputy", "handover"} <= {action for action, _, _ in rows}
    signed = next(post for action, post, _ in rows if action == "sign")
    assert len({person for _, post, person in rows if post == signed}) == 3, "two holders and a deputy, from one post"


async def observed(year: Year) -> None:
    """The observer reads the plan, the board and the cards, but no papers between a unit and its superiors."""
    lines = ("总览", "计划", *RECORD, *(f"/history {code} p{page}" for code in RECORD for page in range(3)))
    seen = "\n".join([await year.says(OBSERVER, line) for line in lines])
    assert "✅ 已办结 2" in seen
    assert "时限由9月30日延至10月30日" in seen
    for words in ("抓紧组织评审", "提〔2020〕", "值班室", "常务会议", "年底前必须完成", "建议同意", "未批准"):
        assert words not in seen
    before = await remembered(year.bureau)
    for command in REGISTRY:
        answer = await year.says(OBSERVER, command.usage.rpartition("：")[2])
        assert command.allows(frozenset({OBSERVER[1]})) or answer.startswith(f"“{command.label}”由")
    after = await remembered(year.bureau)
    assert {name for name in before if before[name] != after[name]} <= {
        "events",
        "feedback",
        "misunderstood",
        "people",
        "reminders",
        "settings",
    }  # fmt: skip - their own


async def test_the_year_of_one_task(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(), at("2-24", 8)) as bureau:
        year = Year(bureau)
        for act in (
            invited, signed, milestones_set, on_pace, chased, answered, slipping, ordered, on_leave, handed_over,
            more_time, cities_done, let_off, no_more_time, done_and_sent_back, opened_by_mistake, from_one_post,
            observed,
        ):  # fmt: skip
            await act(year)
        assert {code: await year.record(code) for code in RECORD} == RECORD, "all of it, in order, and nothing else"
