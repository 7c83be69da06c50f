"""Every command × every role × private and group: done, or refused in one polite line that changes nothing."""

import pytest

from bot import menu
from bot.inbox.update_handler import BROKEN
from handlers import REGISTRY, load
from handlers.messages import IN_PRIVATE, STRANGER
from handlers.registry import ANYONE, Command
from plan.values import Duty
from tests.handlers.scene import ROLES, remembered, scalar
from tests.strides import STRIDES
from tests.town import CHANGZHOU, LIAISON, OTHER, Town

load()
ROWS: dict[str, frozenset[Duty]] = {
    "read the plan, the tasks, the board; one's own affairs": frozenset(Duty),
    "read the whole plan by section and by leader": frozenset({Duty.CLERK, Duty.LEADER, Duty.OBSERVER}),
    "sign, report, submit, ask for an extension": frozenset({Duty.CLERK, Duty.HEAD, Duty.LIAISON}),
    "answer what was asked of one's own unit": frozenset({Duty.HEAD, Duty.LIAISON}),
    "read the directives of one's own unit, or one's own": frozenset({Duty.LEADER, Duty.HEAD, Duty.LIAISON}),
    "take back what one has just done": frozenset({Duty.CLERK, Duty.LEADER, Duty.HEAD, Duty.LIAISON}),
    "approve extensions, see what waits for a decision": frozenset({Duty.CLERK, Duty.LEADER}),
    "nudge": frozenset({Duty.CLERK, Duty.LEADER, Duty.HEAD}),
    "write a directive, sign off a bulletin": frozenset({Duty.LEADER}),
    "review, close, return, invite, bind a group; everything of the office": frozenset({Duty.CLERK}),
}
"""The product's table "Who may do what", by kind of act. `matrix/rights.py` holds what each act changes against it."""
STRANGERS_TOO = {"start", "join", "decline"}
"""Strangers join by an invitation, and can do nothing else."""


def test_every_command_is_for_the_roles_of_a_row() -> None:
    for command in REGISTRY:
        strangers_too = command.who is ANYONE
        assert strangers_too == (command.name in STRANGERS_TOO), command.name
        assert strangers_too or command.who in ROWS.values(), f"/{command.name}: no row is for these roles"


def test_who_changes_something_has_a_right_to() -> None:
    """Observers change only their own affairs, so a command for them may write only where everybody may."""
    for command in REGISTRY:
        if command.writes and Duty.OBSERVER in command.who:
            assert command.who == frozenset(Duty), command.name


def allowed(command: Command, role: str) -> bool:
    return command.who is ANYONE or (role != "stranger" and Duty(role) in command.who)


def expected(command: Command, role: str, place: str) -> str:
    """Return how the refusal begins; empty if the command is carried out."""
    if not allowed(command, role):
        return f"“{command.label}”由"
    if command.where == "private" and place == "group":
        return IN_PRIVATE
    if command.where == "group" and place == "private":
        return f"“{command.label}”请在"
    return ""


@STRIDES
@pytest.mark.parametrize("place", ["private", "group"])
async def test_who_may_do_what(bureau: Town, place: str, stride: int) -> None:
    people = {role: await bureau.person(post) for role, post in ROLES.items()} | {"stranger": bureau.stranger()}
    group = bureau.world.add_group("工作群", list(people.values())).id if place == "group" else None
    before = await remembered(bureau)
    answers: list[str] = []
    for turn, command in enumerate(REGISTRY):
        for role, person in [*people.items()][turn % stride :: stride]:
            line = command.usage.rpartition("：")[2]
            answer = await bureau.say(person, line, chat=group)
            after = await remembered(bureau)
            context = f"{role} {place} {line}: {answer}"
            if role == "stranger":
                assert after == before, context
                answers.append(answer)
                continue
            assert answer, context
            assert answer != BROKEN, context
            if sentence := expected(command, role, place):
                assert answer.startswith(sentence), context
                assert "\n" not in answer, context
                assert after == before, context
            else:
                assert not any(refusal in answer for refusal in (STRANGER, IN_PRIVATE, "用法：")), context
            before = after
    assert [text for text in answers if text] == ([STRANGER] if place == "private" else [])


async def test_a_forged_button_is_refused_where_the_change_is_decided(
    bureau: Town, caplog: pytest.LogCaptureFixture
) -> None:
    number = await scalar(
        bureau,
        "SELECT a.id FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN units u ON u.id = a.unit_id "
        "WHERE t.code = '2.2.3' AND u.name = '运用促进处'",
    )
    people = [
        await bureau.person(post) for post in (OTHER, CHANGZHOU, ("办公室", Duty.HEAD), ("省知识产权局", Duty.HEAD))
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


async def test_everybody_has_the_menu_of_their_role(bureau: Town) -> None:
    for role, post in ROLES.items():
        person = await bureau.person(post)
        listed = [entry["command"] for entry in bureau.world.commands(person, person)]
        expected_commands = [
            command for command in REGISTRY if command.menu and command.where != "group" and allowed(command, role)
        ]
        assert listed == [
            command.name for command in sorted(expected_commands, key=lambda command: (command.menu, command.name))
        ]
    await menu.set_for_all(bureau.bot.client)
    stranger = bureau.stranger()
    assert [entry["command"] for entry in bureau.world.commands(stranger, stranger)] == ["start"]


async def test_the_doer_never_decides(bureau: Town) -> None:
    """A liaison who is also a clerk closes what other units have done, and nothing of their own unit."""
    liaison = await bureau.person(LIAISON)
    await bureau.join(liaison, await bureau.code(("办公室", Duty.CLERK)))
    await bureau.say(liaison, "/submit 2.2.3 yes 名单已公布")
    await bureau.say(OTHER, "/submit 1.3.6 yes 名单已公布")
    before = await remembered(bureau)
    for line in ("/close 2.2.3", "/return 2.2.3 缺成果材料", "/waive 2.2.3 已并入其他任务"):
        assert await bureau.say(liaison, line) == "这项任务由您所在单位承办，请由其他督办员办理。"
        assert await remembered(bureau) == before
    assert "已销号：1.3.6 知识产权保护处。" in await bureau.say(liaison, "/close 1.3.6")
