"""Open questions, and what happens to them when the person does something else."""

import pytest

from tests.handlers.scene import scalar
from tests.schedules.test_digest import at
from tests.town import CLERK, LEADER, LIAISON, Place, Town

CHANGE_COUNT = "SELECT count(*) FROM events WHERE action IN ('report', 'directive', 'call')"


@pytest.mark.parametrize(
    ("place", "asks", "words"),
    [(LEADER, "批示 2.2.3", "办公室"), (LIAISON, "汇报 2.2.3", "今天开会，下午回"), (CLERK, "/called 5", "常州市局")],
)
async def test_back_is_a_no(bureau: Town, place: Place, asks: str, words: str) -> None:
    person = await bureau.person(place)
    await bureau.say(person, asks)
    assert await scalar(bureau, "SELECT count(*) FROM questions WHERE line <> ''") == 1
    await bureau.tap(person, "返回")
    assert await scalar(bureau, "SELECT count(*) FROM questions WHERE line <> ''") == 0
    before = await scalar(bureau, CHANGE_COUNT)
    await bureau.say(person, words)
    assert await scalar(bureau, CHANGE_COUNT) == before


async def test_who_types_may_look_something_up_meanwhile(bureau: Town) -> None:
    await bureau.until(at("3-2"))
    await bureau.say(LEADER, "批示 2.2.3")
    await bureau.say(LEADER, "总览")
    assert "已批示" in await bureau.confirm(LEADER, "请抓紧办理")
