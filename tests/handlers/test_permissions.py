"""Every command × everybody × private and group: done, or refused in one polite line that changes nothing."""

import pytest

from bot import menu
from bot.inbox.update_handler import BROKEN
from handlers import REGISTRY, load
from handlers.messages import IN_PRIVATE, STRANGER
from handlers.registry import Command
from plan.values import Duty
from tests.handlers.scene import ROLES, remembered, scalar
from tests.town import CHANGZHOU, LIAISON, OTHER, Town

load()
EVERYBODY = {"clerk", "leader", "head", "liaison", "observer"}
UNIT = {"head", "liaison"}
ON_BEHALF, OVERSEERS, CLERK = UNIT | {"clerk"}, {"clerk", "leader", "observer"}, {"clerk"}
WHO = (
    # read: one's own unit and those below it, or all; the handlers say which
    (EVERYBODY, "help my plan task find board units unit overdue missing cities history chain evidence bulletins"),
    (OVERSEERS, "sections leaders"),
    # one's own affairs
    (EVERYBODY | {"stranger"}, "start"),
    (EVERYBODY, "settings contact leave back feedback rules why monthly"),
    (EVERYBODY, "calendar"), (CLERK, "notice holiday hours"),
    (EVERYBODY, "remind reminders snooze unremind"),
    # sign, report, submit, ask for extension
    (ON_BEHALF, "sign progress submit attach discard extend withdraw"),
    (ON_BEHALF | {"leader"}, "undo"),
    (UNIT, "ack answer"), (UNIT | {"leader"}, "directives"),
    # approve: whom the bureau has set; `review` lists for a leader what waits for him, he reviews nothing
    ({"clerk", "leader"}, "approve refuse extensions review"),
    ({"clerk", "leader", "head"}, "nudge"), ({"leader"}, "directive issue sendback"),
    # review, close, return, assign, invite, bind a group
    (CLERK, "close return reopen waive restrict release milestones unmilestone"),
    (CLERK, "opinion deliveries forecast phone called reply lights approver bind weekly unbind cycle"),
    (CLERK, "bulletin period audience remarks tosign recall scrap correct"),
    (CLERK, "roster subunits posts post newpost newunit unitname moveunit"),
    (CLERK, "invite newcomer enroll handover vacate deputy name"),
)  # fmt: skip
TABLE = {name: who for who, names in WHO for name in names.split()}
"""product.md, "Who may do what", for each command: not what its declaration says, which is held against it."""


def test_every_command_is_in_the_table() -> None:
    named = {command.name for command in REGISTRY}
    assert not named - TABLE.keys(), f"write into WHO, from product.md, who may use {sorted(named - TABLE.keys())}"
    assert not TABLE.keys() - named, f"no such command any more: {sorted(TABLE.keys() - named)}"


def allowed(command: Command, role: str) -> bool:
    return role in TABLE[command.name]


def expected(command: Command, role: str, place: str) -> str:
    """The sentence of the refusal, or nothing where it is done."""
    if not allowed(command, role):
        return f"“{command.label}”由"
    if command.where == "private" and place == "group":
        return IN_PRIVATE
    if command.where == "group" and place == "private":
        return f"“{command.label}”请在"
    return ""


@pytest.mark.parametrize("place", ["private", "group"])
async def test_who_may_do_what(bureau: Town, place: str) -> None:
    people = {role: await bureau.person(post) for role, post in ROLES.items()} | {"stranger": bureau.stranger()}
    group = bureau.world.add_group("工作群", list(people.values())).id if place == "group" else None
    before = await remembered(bureau)
    told: list[str] = []
    for command in REGISTRY:
        for role, person in people.items():
            line = command.usage.rpartition("：")[2]
            answer = await bureau.say(person, line, chat=group)
            after = await remembered(bureau)
            where = f"{role} {place} {line}: {answer}"
            if role == "stranger":
                assert after == before, where
                told.append(answer)
                continue
            assert answer, where
            assert answer != BROKEN, where
            if sentence := expected(command, role, place):
                assert answer.startswith(sentence), where
                assert "\n" not in answer, where
                assert after == before, where
            else:
                assert not any(said in answer for said in (STRANGER, IN_PRIVATE, "用法：")), where
            before = after
    assert [text for text in told if text] == ([STRANGER] if place == "private" else [])


async def test_a_forged_button_is_refused_where_the_change_is_decided(
    bureau: Town, caplog: pytest.LogCaptureFixture
) -> None:
    number = await scalar(
        bureau,
        "SELECT a.id FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN units u ON u.id = a.unit_id "
        "WHERE t.code = '2.2.3' AND u.name = '运用促进处'",
    )
    people = [
        await bureau.person(one) for one in (OTHER, CHANGZHOU, ("办公室", Duty.HEAD), ("省知识产权局", Duty.HEAD))
    ]
    before = await remembered(bureau)
    for person in people:
        for line in (
            f"/sign {number} v1",
            f"/progress {number} v1 done",
            f"/progress {number} 60% 代填",
            f"/sign {number}",
        ):
            caplog.clear()
            assert await bureau.say(person, line) == "这项任务由其他单位承办，您不能代为办理。"
            assert f" of {person} was refused: 这项任务由其他单位承办" in caplog.text
            assert "代填" not in caplog.text
            assert await bureau.say(person, line.replace(f" {number}", " 2.2.3")) != ""
            assert await remembered(bureau) == before, line
    assert "已签收" in await bureau.say(LIAISON, f"/sign {number} v1")


async def test_everybody_has_the_menu_of_his_duty(bureau: Town) -> None:
    for role, post in ROLES.items():
        person = await bureau.person(post)
        shown = [one["command"] for one in bureau.world.commands(person, person)]
        mine = [command for command in REGISTRY if command.menu and command.where != "group" and allowed(command, role)]
        assert shown == [command.name for command in sorted(mine, key=lambda command: (command.menu, command.name))]
    await menu.set_for_all(bureau.bot.client)
    stranger = bureau.stranger()
    assert [one["command"] for one in bureau.world.commands(stranger, stranger)] == ["start"]


async def test_who_does_the_work_never_decides_about_it(bureau: Town) -> None:
    """A liaison who is a clerk too closes what others have done, and nothing of his own unit's."""
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, f"/start {await bureau.code(('办公室', Duty.CLERK))}")
    await bureau.say(liaison, "2.2.3 已完成 名单已公布")
    await bureau.say(OTHER, "1.3.6 已完成 名单已公布")
    before = await remembered(bureau)
    for line in ("/close 2.2.3", "/return 2.2.3 缺成果材料", "/waive 2.2.3 已并入其他任务"):
        assert await bureau.say(liaison, line) == "这项任务由您所在单位承办，请由其他督办员办理。"
        assert await remembered(bureau) == before
    assert "已销号：1.3.6 知识产权保护处。" in await bureau.say(liaison, "/close 1.3.6")
