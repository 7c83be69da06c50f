"""Random words and taps in any order change only the tasks that they are about, and only as was written or tapped."""

from datetime import timedelta

import pytest

from tests.handlers.random_talk import Step, Talk, described
from tests.handlers.scene import rows
from tests.town import CLERK, LEADER, LIAISON, MONDAY, Town

PASSING = {"button_lines", "misunderstood"}
"""Tables that answers alone write to."""
ALL_AT_ONCE = ("signall", "全部签收")


def is_of_all(step: Step) -> bool:
    return any(words in step.done for words in ALL_AT_ONCE)


async def talk(bureau: Town, seed: int, steps: int) -> int:
    """Let them talk, check each step, and return how many changes there were."""
    for place in (LIAISON, CLERK, LEADER):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    conversation, done, changes = Talk(bureau, seed), list[Step](), 0
    for _ in range(steps):
        bureau.clock.set(bureau.clock.now() + timedelta(seconds=20))
        before, last, recorded = conversation.assignments(), conversation.last_event(), rows(bureau)
        step = await conversation.step()
        done.append(step)
        events, after = conversation.events_since(last), conversation.assignments()
        context = f"{events} after {described(done)}"
        changed = {conversation.tasks[after[id][1]][0] for id in before if before[id] != after[id]}
        assert changed <= {task for _, task, _ in events}, context
        assert {kind for kind, _, _ in events} <= step.kinds, f"{context}: {sorted(step.kinds)}"
        assert {doer for _, _, doer in events} <= {step.person}, context
        assert is_of_all(step) or {task for _, task, _ in events} <= step.tasks, f"{context}: {sorted(step.tasks)}"
        if step.is_harmless:
            now = rows(bureau)
            assert {name for name in now if now[name] != recorded[name]} <= PASSING, context
        changes += len(events)
    return changes


@pytest.mark.parametrize("seed", range(2))
async def test_random_words_and_taps(bureau: Town, seed: int) -> None:
    assert await talk(bureau, seed, 80) > 0


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 110))
async def test_many_random_words_and_taps(bureau: Town, seed: int) -> None:
    assert await talk(bureau, seed, 1000) > 0
