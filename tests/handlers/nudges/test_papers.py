"""Which nudge each unit gets: all that have not reported, one level higher each time, numbered by level and year."""

from pathlib import Path

from tests.handlers.nudges.desk import PAPERS, PLAN, SUZHOU, at, nudged, share_id
from tests.handlers.scene import change, scalar
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, Town, quick


async def test_all_who_are_missing_in_three_taps(bureau: Town) -> None:
    """Task 1.1.3 belongs to 13 cities and one supporting unit; those that have reported are not nudged."""
    clerk = await bureau.person(CLERK)
    await bureau.say(SUZHOU, "1.1.3 20% 已起草")
    await bureau.say(CHANGZHOU, "签收 1.1.3")
    await bureau.say(("无锡市局", LIAISON[1]), "/submit 1.1.3 yes 已印发")
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
    assert sent.startswith(
        "已就 1.1.3 发出 12 件，将于3月2日 08:30送达：\n提〔2020〕1号　南京市局\n提〔2020〕2号　徐州市局\n"
    )
    assert await scalar(bureau, PAPERS) == 12


async def test_the_letter_and_the_card(bureau: Town) -> None:
    clerk, city, suzhou = [await bureau.person(place) for place in (CLERK, CHANGZHOU, SUZHOU)]
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
    assert "已催办 13 件，涉及13个单位（最近：提〔2020〕13号，3月3日，未回复）" in await bureau.say(clerk, "1.1.3")
    assert "已催办 1 件（最近：提〔2020〕4号，3月3日，未回复）" in await bureau.say(city, "1.1.3")
    assert "已催办" not in await bureau.say(suzhou, "1.1.3")


async def test_graver_each_time_and_to_more_people(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        clerk, liaison, head, leader = [await bureau.person(place) for place in (CLERK, LIAISON, HEAD, LEADER)]
        number = await share_id(bureau, "1.1.1", "运用促进处")
        letter_counts = []
        for morning in ("3-3", "3-4", "3-5", "3-6"):
            await bureau.until(at(morning))
            preview = await bureau.say(clerk, f"/nudge {number}")
            await bureau.tap(clerk, "确认发送")
            letters = [bureau.letters(person, at(morning, 9)) for person in (liaison, head, leader)]
            letter_counts.append([sum("1.1.1 推动" in text and "〔" in text for text in texts) for texts in letters])
        assert letter_counts == [[1, 0, 0], [1, 1, 0], [1, 1, 1], [1, 1, 1]]
        assert "督办通知 1 件：运用促进处；送联络员，抄送负责人、分管领导" in preview
        assert bureau.last(head).text.startswith("请立即反馈进展并说明原因　督〔2020〕2号")
        assert bureau.last(leader).text.startswith("请关注（抄送）　督〔2020〕2号")
        assert bureau.buttons(leader) == ["查看任务", "催办记录", "为什么收到"]
        numbers = "SELECT group_concat(one) FROM (SELECT level || year || number AS one FROM nudges ORDER BY id)"
        assert await scalar(bureau, numbers) == "reminder20201,nudge20201,notice20201,notice20202"


async def test_numbers_of_two_clerks_at_once_and_across_years(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN, at("12-31")) as bureau:
        first_clerk = await bureau.person(CLERK)
        second_clerk = bureau.world.add_person("演示第二督办员").id
        await bureau.join(second_clerk, await bureau.code(CLERK))
        shares = [await share_id(bureau, "1.1.1", unit) for unit in ("运用促进处", "办公室")]
        for clerk, number in zip((first_clerk, second_clerk), shares, strict=True):
            await bureau.say(clerk, f"/nudge {number}")
        for clerk in (first_clerk, second_clerk):
            message = bureau.last(clerk)
            bureau.world.tap(clerk, clerk, message.id, list(message.taps())[-1])
        await bureau.settle()
        assert await scalar(bureau, "SELECT group_concat(number) FROM (SELECT number FROM nudges ORDER BY 1)") == "1,2"
        bureau.clock.set(at("2021-1-4"))
        assert "催〔2021〕1号　运用促进处" in await nudged(bureau, first_clerk, f"/nudge {shares[0]}")
        assert "提〔2021〕1号　南京市局" in await nudged(bureau, first_clerk, "/nudge 1.1.2 all")


async def test_what_is_done_is_not_nudged(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        clerk, office = await bureau.person(CLERK), await bureau.person(("办公室", LIAISON[1]))
        number = await share_id(bureau, "1.1.1", "办公室")
        for place in (LIAISON, office):
            await bureau.say(place, "1.1.1 10% 已启动")
        assert await bureau.say(clerk, "催 1.1.1") == "1.1.1 没有需要催办的单位，各单位均已反馈。"
        assert "将向 1 个单位发出提醒" in await bureau.say(clerk, f"/nudge {number}")  # one unit, at any time
        await bureau.say(office, "/submit 1.1.1 yes 已办")
        assert "1.1.1 办公室待审核，不必催办。" in await bureau.say(clerk, f"/nudge {number}")
        assert await scalar(bureau, PAPERS) == 0


async def test_a_restricted_task_is_its_number_and_unit(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1")
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        await bureau.until(at("3-2"))
        texts = [await bureau.say(clerk, "催 1.1.1")]
        assert "不上机，信中只写编号和单位，不能附言" in await bureau.say(clerk, "催 1.1.1 秘密附言")
        texts.append(await bureau.say(clerk, "/nudge 1.1.1 all"))
        await bureau.tap(clerk, "确认发送")
        assert bureau.last(liaison).text == "请反馈进展　提〔2020〕1号\n1.1.1 （不上机）\n运用促进处"
        await bureau.say(liaison, "/answer 1 秘密回答")
        texts += [
            await bureau.say(liaison, line) for line in ("/answer 1 别的", "/chain 1.1.1", "/history 1.1.1", "1.1.1")
        ]
        texts.append(await bureau.say(clerk, "/chain 1.1.1"))
        for text in texts:
            assert not any(words in text for words in ("推动", "秘密", "未签收", "时限", "未回复")), text
        assert "运用促进处 · 提〔2020〕1号" in texts[-1]


async def test_outside_the_hours_it_comes_in_the_morning(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    bureau.clock.set(at("3-2", 20))
    await nudged(bureau, clerk, "催 2.2.3 请抓紧")
    assert bureau.letters(liaison, at("3-2", 19)) == []
    await bureau.until(at("3-3", 9))
    letters = [text for text in bureau.letters(liaison, at("3-2", 19)) if "请抓紧" in text]
    assert len(letters) == 1


async def test_what_became_of_it_is_said(bureau: Town) -> None:
    """On a Saturday the preview says when it will arrive and whom it does not reach."""
    clerk = await bureau.person(CLERK)
    await bureau.person(LIAISON)
    await bureau.until(at("3-7"))
    await bureau.say(clerk, "催 2.2.3")
    await bureau.tap(clerk, "全部未反馈")
    sent = await bureau.tap(clerk, "确认发送")
    assert sent.startswith("已就 2.2.3 发出 2 件，将于3月9日 08:30送达：\n提〔2020〕1号　运用促进处\n")
    assert sent.endswith("\n\n联络员收不到消息，请电话联系：省专利信息服务中心。")
