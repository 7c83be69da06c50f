"""送达: letters sent by rule and day, whom they did not reach and why, and the link to the phone list."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from plan.letter_kinds import BOARD_TROUBLE, BULLETIN_REVIEW, EXTENSION_ADVICE, EXTENSION_ASKED, NUDGE
from plan.reply import Reply
from storage import outbox
from storage.database import Connection
from tests.bot.letters import TEST, later, put, write
from tests.handlers.scene import change, scalar
from tests.town import CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Place, Town, quick

MOVED: Place = ("办公室", LIAISON[1])


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Town]:
    """A bureau on the next morning, within its hours."""
    async with quick(tmp_path, start=MONDAY + timedelta(hours=1)) as built:
        yield built


async def test_who_was_not_reached_and_why(bureau: Town) -> None:
    """Each reason is named in words: blocked, never joined, Telegram away. A tap leads to names and phone list."""
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    for place in (OTHER, MOVED):
        await bureau.person(place)
    await write(bureau, OTHER, "信一", kind=TEST)
    await write(bureau, LIAISON, "信二", kind=TEST)
    bureau.world.add_fault(403, chat=liaison, method="sendMessage")
    await bureau.bot.delivery.drain()
    await write(bureau, MOVED, "信三", kind=TEST)
    bureau.world.add_fault(502, method="sendMessage")
    await bureau.bot.delivery.drain()
    answer = await bureau.say(clerk, "送达")
    assert answer.splitlines() == [
        "送达 · 3月2日 周一",
        "",
        "其他通知　已送达1 · 待发1 · 失败1",
        "　停用或屏蔽了机器人 1",
        "　Telegram 暂时无法连接 1",
        "",
        "请点名称查看未送达的对象。",
    ]
    answer = await bureau.tap(clerk, "其他通知")
    assert answer.splitlines() == [
        "其他通知 · 3月2日 周一 · 未送达 2 件",
        "运用促进处联络员　演示运用促进处联络员",
        "　停用或屏蔽了机器人",
        "办公室联络员　演示办公室联络员",
        "　待发，Telegram 暂时无法连接",
        "",
        "送不到的请电话联系，任务仍需办理。",
    ]
    assert "请打电话" in await bureau.tap(clerk, "电话清单")
    assert "运用促进处　联络员 演示运用促进处联络员 电话未登记\n　消息送不到" in await _phone(bureau, clerk)
    await later(bureau, 11)
    assert "已送达2 · 失败1" in await bureau.say(clerk, "/deliveries")


async def _phone(bureau: Town, clerk: int) -> str:
    """Return all pages of the phone list."""
    return "\n".join([await bureau.say(clerk, f"/phone p{page}") for page in range(8)])


async def test_seven_days(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await write(bureau, CLERK, "信一", kind=TEST)
    await bureau.bot.delivery.drain()
    bureau.clock.set(bureau.clock.now() + timedelta(days=6))
    assert await bureau.say(clerk, "送达") == "送达 · 3月8日 周日\n\n这一天没有消息。"
    assert bureau.buttons(clerk) == ["前一天"]
    for _ in range(6):
        answer = await bureau.tap(clerk, "前一天")
    assert "送达 · 3月2日 周一\n\n其他通知　已送达1" in answer
    assert bureau.buttons(clerk) == ["后一天"]
    assert "3月2日" in await bureau.say(clerk, "/deliveries p99")


async def test_a_leader_and_a_head_whom_no_letter_reaches_are_called(bureau: Town) -> None:
    """The leader has blocked the bot and the head has not joined: both are on the list and keep their duties."""
    clerk, leader = await bureau.person(CLERK), await bureau.person(LEADER)
    for place in (LIAISON, HEAD):
        await bureau.person(place)
    await change(bureau, "UPDATE people SET telegram_id = NULL WHERE name = '演示运用促进处负责人'")
    await write(bureau, LEADER, "信一", kind=TEST)
    head = await scalar(bureau, "SELECT id FROM people WHERE name = '演示运用促进处负责人'")
    await put(bureau, "信二", kind=TEST, person_id=head)
    bureau.world.add_fault(403, chat=leader, method="sendMessage")
    await bureau.bot.delivery.drain()
    phone_list = await _phone(bureau, clerk)
    assert "省知识产权局　分管领导 演示省知识产权局分管领导 电话未登记\n　消息送不到" in phone_list
    assert "运用促进处　负责人 演示运用促进处负责人（未绑定） 电话未登记\n　消息送不到" in phone_list
    answer = await bureau.say(clerk, "/deliveries p0 test")
    assert "运用促进处负责人　演示运用促进处负责人\n　尚未绑定" in answer
    post_count = await scalar(bureau, f"SELECT count(*) FROM posts WHERE person_id = {head}")
    assert post_count == 1


async def test_letters_of_a_task_that_is_not_online_show_nothing_of_it(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '2.2.3'")
    title = await scalar(bureau, "SELECT title FROM tasks WHERE code = '2.2.3'")

    async def owe(db: Connection) -> None:
        person = 2
        await outbox.put(db, "nudge:9:9", NUDGE, f'{{"text": "{title}"}}', bureau.clock.now(), person_id=person)

    await bureau.db.write(owe)
    bureau.world.add_fault(403, chat=liaison, method="sendMessage")
    await bureau.bot.delivery.drain()
    for line in ("/deliveries", "/deliveries p0 nudge"):
        answer = await bureau.say(clerk, line)
        assert "催办" in answer
        assert title not in answer
        assert "2.2.3" not in answer


async def test_rules_have_their_own_names(bureau: Town) -> None:
    """Letters of a rule are counted together, and all of them are shown by its button, which is short."""
    clerk = await bureau.person(CLERK)
    for place in (LIAISON, HEAD):
        await bureau.person(place)

    async def owe(db: Connection) -> None:
        for id, kind in ((2, EXTENSION_ASKED), (3, EXTENSION_ADVICE), (2, BOARD_TROUBLE), (2, BULLETIN_REVIEW)):
            await outbox.put(db, f"{kind.name}:{id}", kind, Reply("信").dump(), bureau.clock.now(), person_id=id)

    await bureau.db.write(owe)
    bureau.world.add_fault(403, method="sendMessage", times=4)
    await bureau.bot.delivery.drain()
    answer = await bureau.say(clerk, "送达")
    rules = await bureau.say(clerk, "提醒规则")
    for label, count in (("延期审批", 2), ("运行提示", 1), ("通报", 1)):
        assert f"{label}　已送达0 · 失败{count}" in answer
        assert f"\n{label}　" in rules
        await bureau.say(clerk, "/deliveries")
        assert f"{label} · 3月2日 周一 · 未送达 {count} 件" in await bureau.tap(clerk, label)
    assert "运用促进处联络员" in await bureau.say(clerk, "/deliveries p0 extension_advice")


async def test_what_merely_waits_names_its_hour(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.person(LIAISON)
    bureau.clock.set(bureau.clock.now() + timedelta(days=5))  # a Saturday
    await bureau.say(clerk, "催 2.2.3")
    await bureau.tap(clerk, "全部未反馈")
    await bureau.tap(clerk, "确认发送")
    await bureau.say(clerk, "送达")
    answer = await bureau.tap(clerk, "催办")
    assert "运用促进处联络员　演示运用促进处联络员\n　待发，将于3月9日 08:30发送" in answer
    assert "送不到的" not in answer
