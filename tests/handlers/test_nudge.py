"""催办: chosen, previewed, confirmed; numbered, answered and on record; and only by those who may."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.handlers.scene import change, remembered, scalar, small, task
from tests.plan.build import SHANGHAI, day
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Town, town

CITY_HEAD = (CHANGZHOU[0], HEAD[1])
SUZHOU = ("苏州市局", LIAISON[1])
PAPERS = "SELECT count(*) FROM nudges"
PLAN = small(
    task("1.1.1", "推动企业贯标", support=("办公室",)), task("1.1.2", "各市落实", lead=(), local=True),
    task("1.1.3", "分理处整改", lead=("苏州分理处",), support=("南京专利代办处",)),
)  # fmt: skip


def at(words: str, hour: int = 10) -> datetime:
    return datetime.combine(day(words), datetime.min.time().replace(hour=hour), SHANGHAI)


async def nudged(bureau: Town, who: int, line: str) -> str:
    await bureau.say(who, line)
    return await bureau.tap(who, "确认发送")


async def share_id(bureau: Town, code: str, unit: str) -> int:
    return int(
        await scalar(
            bureau,
            "SELECT a.id FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN units u ON u.id = a.unit_id "
            f"WHERE t.code = '{code}' AND u.name = '{unit}'",
        )
    )


async def test_all_who_are_missing_in_three_taps(bureau: Town) -> None:
    """1.1.3 goes to all 13 cities and one that supports them: who has reported is left in peace."""
    clerk = await bureau.person(CLERK)
    await bureau.say(SUZHOU, "1.1.3 20% 已起草")
    await bureau.say(CHANGZHOU, "签收 1.1.3")
    await bureau.say(("无锡市局", LIAISON[1]), "1.1.3 已完成 已印发")
    await bureau.say(clerk, "1.1.3")
    chosen = await bureau.tap(clerk, "催办")
    assert chosen.startswith("1.1.3 各市出台本地保护落实举措 · 12 个单位未反馈\n南京市局　未签收 · 将发提醒")
    assert "常州市局　未汇报 · 将发提醒" in chosen
    assert bureau.buttons(clerk)[-2:] == ["返回", "全部未反馈"]
    preview = await bureau.tap(clerk, "全部未反馈")
    assert preview.startswith("将向 12 个单位发出提醒\n1.1.3 各市出台本地保护落实举措\n提醒 12 件：南京市局、")
    assert not any(unit in chosen + preview for unit in ("苏州市局", "无锡市局"))
    assert "情况：未签收11、未汇报1" in preview
    assert "没有可送达的联络员，请另行电话联系：南京市局、徐州市局、南通市局、" in preview
    assert await scalar(bureau, PAPERS) == 0
    sent = await bureau.tap(clerk, "确认发送")
    assert sent.startswith("已就 1.1.3 发出 12 件：\n提〔2020〕1号　南京市局\n提〔2020〕2号　徐州市局\n")
    assert await scalar(bureau, PAPERS) == 12


async def test_the_letter_and_the_card(bureau: Town) -> None:
    clerk, city, suzhou = [await bureau.person(one) for one in (CLERK, CHANGZHOU, SUZHOU)]
    await bureau.until(at("3-3"))
    await bureau.say(suzhou, "1.1.3 20% 已起草")
    await nudged(bureau, clerk, "/nudge 1.1.3 all")
    assert bureau.last(city).text.splitlines() == [
        "请反馈进展　提〔2020〕4号",
        "1.1.3 各市出台本地保护落实举措",
        "常州市局 · 未签收",
        "时限：9月30日 周三，还有149个工作日",
        "省知识产权局督办员",
    ]
    assert bureau.buttons(city) == ["汇报", "回复", "查看任务", "催办记录", "为什么收到"]
    assert not any("提〔2020〕" in text for text in bureau.letters(suzhou, MONDAY))
    assert "已催办 13 次，涉及13个单位（最近：提〔2020〕13号，3月3日，未回复）" in await bureau.say(clerk, "1.1.3")
    assert "已催办 1 次（最近：提〔2020〕4号，3月3日，未回复）" in await bureau.say(city, "1.1.3")
    assert "已催办" not in await bureau.say(suzhou, "1.1.3")


async def test_graver_each_time_and_to_more_people(tmp_path: Path) -> None:
    async with town(tmp_path, PLAN) as bureau:
        clerk, liaison, head, leader = [await bureau.person(one) for one in (CLERK, LIAISON, HEAD, LEADER)]
        number = await share_id(bureau, "1.1.1", "运用促进处")
        told = []
        for morning in ("3-3", "3-4", "3-5", "3-6"):
            await bureau.until(at(morning))
            preview = await bureau.say(clerk, f"/nudge {number}")
            await bureau.tap(clerk, "确认发送")
            told.append([sum("1.1.1 推动" in one and "〔" in one for one in bureau.letters(person, at(morning, 9)))
                         for person in (liaison, head, leader)])  # fmt: skip
        assert told == [[1, 0, 0], [1, 1, 0], [1, 1, 1], [1, 1, 1]]
        assert "督办通知 1 件：运用促进处；送联络员，抄送负责人、分管领导" in preview
        assert bureau.last(head).text.startswith("请立即反馈进展并说明原因　督〔2020〕2号")
        assert bureau.last(leader).text.startswith("请关注（抄送）　督〔2020〕2号")
        assert bureau.buttons(leader) == ["查看任务", "催办记录", "为什么收到"]
        numbers = "SELECT group_concat(one) FROM (SELECT level || year || number AS one FROM nudges ORDER BY id)"
        assert await scalar(bureau, numbers) == "reminder20201,nudge20201,notice20201,notice20202"


async def test_numbers_of_two_clerks_at_once_and_across_years(tmp_path: Path) -> None:
    async with town(tmp_path, PLAN) as bureau:
        one = await bureau.person(CLERK)
        other = bureau.world.add_person("演示第二督办员").id
        await bureau.say(other, f"/start {await bureau.code(CLERK)}")
        await bureau.until(at("12-31"))
        shares = [await share_id(bureau, "1.1.1", unit) for unit in ("运用促进处", "办公室")]
        for clerk, number in zip((one, other), shares, strict=True):
            await bureau.say(clerk, f"/nudge {number}")
        for clerk in (one, other):
            message = bureau.last(clerk)
            bureau.world.tap(clerk, clerk, message.id, list(message.taps())[-1])
        await bureau.settle()
        assert await scalar(bureau, "SELECT group_concat(number) FROM (SELECT number FROM nudges ORDER BY 1)") == "1,2"
        bureau.clock.set(at("2021-1-4"))
        assert "催〔2021〕1号　运用促进处" in await nudged(bureau, one, f"/nudge {shares[0]}")
        assert "提〔2021〕1号　南京市局" in await nudged(bureau, one, "/nudge 1.1.2 all")


async def test_words_are_quoted_and_kept_until_it_is_sent(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.until(at("3-2"))
    preview = await bureau.say(clerk, "催 2.2.3 请于周五前报送")
    assert preview.startswith("将向 2 个单位发出提醒")
    assert "附言：请于周五前报送\n" in preview
    assert "附言：请于周五前报送 并附名单" in await bureau.say(clerk, "并附名单")
    await bureau.say(clerk, "总览")  # something in between
    sent = await bureau.tap(clerk, "确认发送")
    assert "提〔2020〕1号　运用促进处" in sent
    assert bureau.last(liaison).text.endswith("省知识产权局督办员：请于周五前报送 并附名单")
    assert "提〔2020〕1号：请于周五前报送 并附名单" in await bureau.say(clerk, "轨迹 2.2.3")


async def test_words_that_were_forgotten_are_not_left_out_in_silence(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "催 2.2.3 请于周五前报送")
    confirm = list(bureau.last(clerk).taps())[-1]
    await bureau.say(clerk, "汇报 2.2.4 10% 代报")  # a change settles what was asked
    await bureau.tap(clerk, "运用促进处")
    assert "尚未发出，请重新确认" in await bureau.say(clerk, confirm)
    assert await scalar(bureau, PAPERS) == 0


async def test_what_changed_meanwhile_is_shown_before_it_is_sent(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.until(at("3-2"))
    await bureau.say(clerk, "催 2.2.3 请抓紧")
    await bureau.say(liaison, "2.2.3 10% 已启动")
    again = await bureau.tap(clerk, "确认发送")
    assert again.startswith("情况已有变化，尚未发出，请重新确认。\n\n将向 1 个单位发出提醒")
    assert "附言：请抓紧" in again
    assert await scalar(bureau, PAPERS) == 0
    assert "已就 2.2.3 发出 1 件：\n提〔2020〕1号　省专利信息服务中心" in await bureau.tap(clerk, "确认发送")
    number = await share_id(bureau, "2.2.3", "运用促进处")
    assert "情况已有变化，请重新确认。" in await bureau.say(clerk, f"/nudge {number} v1")
    assert "情况已有变化" not in await bureau.say(clerk, f"/nudge {number} v2")


async def test_the_same_confirmation_twice_is_one_paper_each(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "催 2.2.3 请抓紧")
    message = bureau.last(clerk)
    confirm = list(message.taps())[-1]
    for _ in range(2):
        bureau.world.tap(clerk, clerk, message.id, confirm)
    await bureau.settle()
    first = message.text
    assert first.startswith("已就 2.2.3 发出 2 件：")
    assert [one.text for one in bureau.world.answers(clerk)[-2:]] == ["已发出", "已发出"]
    assert await bureau.say(clerk, confirm) == first
    assert await scalar(bureau, PAPERS) == 2
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'nudge'") == 2


async def test_the_second_clerk_is_told_who_was_first(bureau: Town) -> None:
    clerk, leader = await bureau.person(CLERK), await bureau.person(LEADER)
    await bureau.until(at("3-2"))
    await bureau.say(leader, "/nudge 2.2.3 all")
    number = await share_id(bureau, "2.2.3", "运用促进处")
    await nudged(bureau, clerk, f"/nudge {number}")
    preview = await bureau.tap(leader, "确认发送")
    assert preview.startswith("情况已有变化，尚未发出，请重新确认。")
    assert "今天已催办 1 个单位，不再重复。" in preview
    await bureau.tap(leader, "确认发送")
    told = "省知识产权局督办员今天 10:00 已发出 提〔2020〕1号，同一天不重复催办。"
    assert await bureau.say(leader, f"/nudge {number}") == told
    assert "提〔2020〕2号等2件，同一天不重复催办。" in await bureau.say(clerk, "催 2.2.3")
    assert await scalar(bureau, PAPERS) == 2


async def test_who_may_not_nudge(bureau: Town) -> None:
    number = await share_id(bureau, "2.2.3", "运用促进处")
    people = {one: await bureau.person(one) for one in (LIAISON, OTHER, OBSERVER, HEAD, CITY_HEAD)}
    before = await remembered(bureau)
    for who, person in people.items():
        for line in (f"/nudge {number}", "催 2.2.3", f"/nudge {number} x00000000", "/nudge 2.2.3 all x00000000"):
            refused = "不在您的催办范围内" if who[1] is HEAD[1] else "“催办”由分管领导、督办员、负责人办理。"
            assert refused in await bureau.say(person, line)
        assert "催办" not in bureau.buttons(person)
        await bureau.say(person, "2.2.3")
        assert "催办" not in bureau.buttons(person)
    assert await remembered(bureau) == before


async def test_a_head_nudges_strictly_below(tmp_path: Path) -> None:
    async with town(tmp_path, PLAN) as bureau:
        head = await bureau.person(("南京专利代办处", HEAD[1]))
        below = await bureau.person(("苏州分理处", LIAISON[1]))
        await bureau.until(at("3-2"))
        await bureau.say(head, "1.1.3")
        preview = await bureau.tap(head, "催办")
        assert "提醒 1 件：苏州分理处；送联络员" in preview
        own = await share_id(bureau, "1.1.3", "南京专利代办处")
        assert "不在您的催办范围内" in await bureau.say(head, f"/nudge {own}")
        assert "发出 1 件" in await nudged(bureau, head, "催 1.1.3")
        assert bureau.last(below).text.endswith("南京专利代办处负责人")


async def test_what_is_done_is_not_nudged(tmp_path: Path) -> None:
    async with town(tmp_path, PLAN) as bureau:
        clerk, office = await bureau.person(CLERK), await bureau.person(("办公室", LIAISON[1]))
        number = await share_id(bureau, "1.1.1", "办公室")
        for who in (LIAISON, office):
            await bureau.say(who, "1.1.1 10% 已启动")
        assert await bureau.say(clerk, "催 1.1.1") == "1.1.1 没有需要催办的单位，各单位均已反馈。"
        assert "将向 1 个单位发出提醒" in await bureau.say(clerk, f"/nudge {number}")  # one may be asked at any time
        await bureau.say(office, "1.1.1 已完成 已办")
        assert "1.1.1 办公室待审核，不必催办。" in await bureau.say(clerk, f"/nudge {number}")
        assert await scalar(bureau, PAPERS) == 0


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
        "提〔2020〕1号 已由运用促进处联络员于3月2日 11:00回复：初稿周五报送。如有新进展，请直接汇报。"
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
    for who in (CHANGZHOU, CITY_HEAD, LEADER, CLERK):
        assert "共 1 条" in await bureau.say(who, f"/chain {number}")
    assert "由其他单位承办，您不能查看催办记录" in await bureau.say(SUZHOU, f"/chain {number}")
    assert "共 0 条" in await bureau.say(SUZHOU, "/chain 1.1.3")
    assert "还没有催办过。" in await bureau.say(SUZHOU, "/chain 1.1.3")


async def test_a_restricted_task_is_its_number_and_unit(tmp_path: Path) -> None:
    async with town(tmp_path, PLAN) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1")
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        await bureau.until(at("3-2"))
        said = [await bureau.say(clerk, "催 1.1.1")]
        assert "不上机，信中只写编号和单位，不能附言" in await bureau.say(clerk, "催 1.1.1 秘密附言")
        said.append(await bureau.say(clerk, "/nudge 1.1.1 all"))
        await bureau.tap(clerk, "确认发送")
        assert bureau.last(liaison).text == "请反馈进展　提〔2020〕1号\n1.1.1 （不上机）\n运用促进处"
        await bureau.say(liaison, "/answer 1 秘密回答")
        said += [
            await bureau.say(liaison, line) for line in ("/answer 1 别的", "/chain 1.1.1", "/history 1.1.1", "1.1.1")
        ]
        said.append(await bureau.say(clerk, "/chain 1.1.1"))
        for text in said:
            assert not any(words in text for words in ("推动", "秘密", "未签收", "时限", "未回复")), text
        assert "运用促进处 · 提〔2020〕1号" in said[-1]


async def test_outside_the_hours_it_comes_in_the_morning(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    bureau.clock.set(at("3-2", 20))
    await nudged(bureau, clerk, "催 2.2.3 请抓紧")
    assert bureau.letters(liaison, at("3-2", 19)) == []
    await bureau.until(at("3-3", 9))
    letters = [text for text in bureau.letters(liaison, at("3-2", 19)) if "请抓紧" in text]
    assert len(letters) == 1
    assert MONDAY + timedelta(hours=12) == at("3-2", 20)
