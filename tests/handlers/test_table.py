"""Every state × action × person: what is done, and that a refusal changes nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import REGISTRY, load
from handlers.messages import CHANGED, STRANGER
from plan.values import Duty, State
from tests.handlers.scene import change
from tests.handlers.table import ACTIONS, FROM, NOW, PEOPLE, PLAN, UNTIL, WITH_VERSION, Action, Scene
from tests.strides import STRIDES
from tests.town import quick

load()
ELSEWHERE = (
    "您不能代为", "不在您的催办范围内", "没有发给您单位", "由该单位的分管领导审批", "由您所在单位承办", "由督办员办理",
)  # fmt: skip
"""The refusals for roles that may do such things, but not for this unit."""
STATE_WORDS = (*(state.label for state in State), "已报完成", "已过时限", CHANGED)
"""The refusals for those who may, when it is too early or too late."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with quick(tmp_path, PLAN) as bureau:
        bureau.clock.set(NOW)
        yield await Scene(bureau).fill()


@STRIDES
@pytest.mark.parametrize("time", UNTIL)
@pytest.mark.parametrize("state", State)
async def test_who_may_do_what_when(scene: Scene, state: State, time: str, stride: int) -> None:
    for turn, action in enumerate(ACTIONS):
        becomes = action.result(state, late=time == "late")
        may = action.who if becomes else ()
        await scene.stand(state, UNTIL[time], action.given)
        before = scene.rows()
        others = [who for who in scene.people if who not in may]
        answers = await scene.say(others[turn % stride :: stride], action.line)
        assert scene.rows() == before, (action, answers)
        assert [
            answer_of_person
            for answer_of_person in answers.items()
            if not refused(action, *answer_of_person, possible=bool(becomes))
        ] == []
        for who in may:
            await scene.stand(state, UNTIL[time], action.given)
            answer = await scene.say([who], action.line)
            assert scene.state() == becomes, (action, answer)
            assert len(scene.rows()["events"]) == len(before["events"]) + 1 + may.index(who), (action, answer)


def refused(action: Action, who: str, answer: str, *, possible: bool) -> bool:
    """Strangers and other roles read one line; the rest read whose assignment it is, or its state."""
    command = REGISTRY.commands[action.line[1:].partition(" ")[0]]
    duties = frozenset({PEOPLE[who][1]}) if who in PEOPLE else frozenset({Duty.CLERK, Duty.LIAISON})
    if who == "stranger":
        return answer in (STRANGER, "")  # one line a day
    if not command.allows(duties):
        return answer.startswith(f"“{command.label}”由")
    return any(words in answer for words in (ELSEWHERE if possible else (*ELSEWHERE, *STATE_WORDS)))


async def test_a_restricted_task_is_its_number_in_every_answer(scene: Scene) -> None:
    for state in State:
        for action in ACTIONS[:-1]:
            await scene.stand(state, UNTIL["in time"], action.given)
            await change(scene.bureau, "UPDATE tasks SET restricted = 1")
            await change(scene.bureau, "UPDATE assignments SET words = '涉密进展'")
            for who, answer in (await scene.say(scene.people, action.line)).items():
                leaked_words = [words for words in ("企业贯标", "涉密进展", "数据未报齐") if words in answer]
                assert not leaked_words, (who, action, answer)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
async def test_the_same_twice_is_once(scene: Scene, action: Action) -> None:
    await scene.stand(FROM.get(action.name, State.ACTIVE), UNTIL["in time"], action.given)
    before, chat = scene.rows(), scene.people[action.who[0]]
    for _ in range(2):
        scene.bureau.world.say(chat, action.line)
    await scene.bureau.settle()
    first, second = [message.text for message in scene.bureau.world.transcript(chat) if message.out][-2:]
    assert first[:3] == second[:3]
    assert len(scene.rows()["events"]) == len(before["events"]) + 1


@pytest.mark.parametrize("action", WITH_VERSION, ids=lambda action: action.name)
async def test_what_was_not_seen_is_not_changed(scene: Scene, action: Action) -> None:
    """Somebody else was quicker: a button of the earlier state shows the present one."""
    for state in State:
        await scene.stand(state, UNTIL["in time"])
        before = scene.rows()
        (answer,) = (await scene.say([action.who[0]], action.line.replace(" v7", " v5"))).values()
        assert answer.startswith(CHANGED)
        assert state.label in answer
        assert scene.rows() == before


@pytest.mark.parametrize("name", ["sign", "on pace", "done", "close", "return", "waive", "reopen", "approve", "refuse"])
async def test_undone_by_the_one_who_did_it(scene: Scene, name: str) -> None:
    action, state = next(candidate for candidate in ACTIONS if candidate.name == name), FROM.get(name, State.ACTIVE)
    who, undo = action.who[0], "/undo 1 v8"
    await scene.stand(state, UNTIL["in time"], action.given)
    facts = scene.facts()
    await scene.say([who], action.line)
    done = scene.rows()
    answers = await scene.say(scene.people.keys() - {who}, undo)
    assert scene.rows() == done, answers
    for _ in range(2):
        (answer,) = (await scene.say([who], undo)).values()
        assert answer.startswith("已撤销")
        assert scene.facts() == facts
        assert len(scene.rows()["events"]) == len(done["events"]) + 1
    await scene.stand(state, UNTIL["in time"], action.given)
    await scene.say([who], action.line)
    scene.bureau.clock.set(scene.bureau.clock.now() + timedelta(minutes=11))
    late = scene.rows()
    assert (await scene.say([who], undo))[who].startswith("十分钟内没有可以撤销的操作")
    assert scene.rows() == late
