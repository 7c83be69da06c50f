"""A nudge goes out once, exactly as previewed, and only from those who have the right."""

from pathlib import Path

from plan.nudge import Level, stamp
from tests.handlers.nudges.desk import CITY_HEAD, PAPERS, PLAN, at, nudged, share_id
from tests.handlers.scene import change, remembered, scalar
from tests.town import CLERK, HEAD, LEADER, LIAISON, OBSERVER, OTHER, Town, quick


async def test_later_words_replace_the_earlier_ones(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.until(at("3-2"))
    preview = await bureau.say(clerk, "催 2.2.3 请于周五前报送")
    assert preview.startswith("将向 2 个单位发出提醒")
    assert "附言：请于周五前报送\n" in preview
    preview = await bureau.say(clerk, "请于周四前报送，并附名单")
    assert "附言：请于周四前报送，并附名单\n" in preview
    assert "周五" not in preview
    await bureau.say(clerk, "总览")  # another command in between
    sent = await bureau.tap(clerk, "确认发送")
    assert "提〔2020〕1号　运用促进处" in sent
    assert bureau.last(liaison).text.endswith("省知识产权局督办员：请于周四前报送，并附名单")
    assert "提〔2020〕1号：请于周四前报送，并附名单" in await bureau.say(clerk, "轨迹 2.2.3")


async def test_the_button_sends_the_words_that_its_preview_shows(bureau: Town) -> None:
    """Also after other words were typed, and after a change has closed the open question."""
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await bureau.until(at("3-2"))
    await bureau.say(clerk, "催 2.2.3 请于周五前报送")
    first = bureau.last(clerk)
    await bureau.say(clerk, "请抓紧")
    await bureau.say(clerk, "/progress 2.2.4 10% 代报")
    await bureau.tap(clerk, "运用处")
    bureau.world.tap(clerk, clerk, first.id, list(first.taps())[-1])
    await bureau.settle()
    assert bureau.last(liaison).text.endswith("省知识产权局督办员：请于周五前报送")
    assert await scalar(bureau, "SELECT group_concat(DISTINCT words) FROM nudges") == "请于周五前报送"


async def test_one_unit_of_a_task_by_its_name(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    preview = await bureau.say(clerk, "催 1.1.3 常州市局，请抓紧")
    assert "提醒 1 件：常州市局；" in preview
    assert "附言：请抓紧\n" in preview
    city, office = [
        await scalar(bureau, f"SELECT id FROM units WHERE name = '{name}'") for name in ("常州市局", "办公室")
    ]
    assert "提醒 1 件：常州市局；" in await bureau.say(clerk, f"/nudge 1.1.3@{city} 请抓紧")
    assert "1.1.3 不由这个单位承办" in await bureau.say(clerk, f"/nudge 1.1.3@{office}")


async def test_no_words_about_a_restricted_task_by_a_forged_line(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        clerk = await bureau.person(CLERK)
        number = await share_id(bureau, "1.1.1", "运用促进处")
        await bureau.say(clerk, f"/nudge {number} 秘密附言")
        line = f"/nudge {number} {stamp([(number, Level.REMINDER)], '秘密附言')} 秘密附言"
        await change(bureau, "UPDATE tasks SET restricted = 1")
        assert "不能附言" in await bureau.tap(clerk, "确认发送")
        assert "不能附言" in await bureau.say(clerk, line)
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
    assert first.startswith("已就 2.2.3 发出 2 件，将于3月2日 08:30送达：\n")
    assert [answer.text for answer in bureau.world.answers(clerk)[-2:]] == ["已发出", "已发出"]
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
    already_sent = "省知识产权局督办员今天 10:00 已发出 提〔2020〕1号，同一天不重复催办。"
    assert await bureau.say(leader, f"/nudge {number}") == already_sent
    assert "提〔2020〕2号等2件，同一天不重复催办。" in await bureau.say(clerk, "催 2.2.3")
    assert await scalar(bureau, PAPERS) == 2


async def test_who_may_not_nudge(bureau: Town) -> None:
    number = await share_id(bureau, "2.2.3", "运用促进处")
    people = {place: await bureau.person(place) for place in (LIAISON, OTHER, OBSERVER, HEAD, CITY_HEAD)}
    before = await remembered(bureau)
    for who, person in people.items():
        for line in (f"/nudge {number}", "催 2.2.3", f"/nudge {number} x00000000", "/nudge 2.2.3 all x00000000"):
            refusal = "不在您的催办范围内" if who[1] is HEAD[1] else "“催办”由分管领导、督办员、负责人办理。"
            assert refusal in await bureau.say(person, line)
        assert "催办" not in bureau.buttons(person)
        await bureau.say(person, "2.2.3")
        assert "催办" not in bureau.buttons(person)
    assert await remembered(bureau) == before


async def test_a_head_nudges_strictly_below(tmp_path: Path) -> None:
    async with quick(tmp_path, PLAN) as bureau:
        head = await bureau.person(("南京专利代办处", HEAD[1]))
        below = await bureau.person(("苏州分理处", LIAISON[1]))
        await bureau.until(at("3-2"))
        await bureau.say(head, "1.1.3")
        preview = await bureau.tap(head, "催办")
        assert "提醒 1 件：苏州分理处；送联络员" in preview
        own_assignment = await share_id(bureau, "1.1.3", "南京专利代办处")
        assert "不在您的催办范围内" in await bureau.say(head, f"/nudge {own_assignment}")
        assert "发出 1 件" in await nudged(bureau, head, "催 1.1.3")
        assert bureau.last(below).text.endswith("南京专利代办处负责人")
