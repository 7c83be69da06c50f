"""Of two people who request, or decide, the same extension, the first one succeeds."""

import pytest

from plan.extension import ExtensionStage
from plan.refusal import Refusal
from storage import extensions, people
from tests.plan.build import day
from tests.storage.small_plan import NOW
from tests.town import LIAISON, Town


async def test_requested_once_and_decided_once(bureau: Town) -> None:
    telegram_id = await bureau.person(LIAISON)
    me = await bureau.db.read(lambda db: people.by_telegram_id(db, telegram_id, NOW.date()))
    assert me is not None
    await bureau.say(LIAISON, "/extend 2.2.3 +1周 数据尚未报齐")
    ((first, assignment),) = await bureau.db.read(extensions.waiting)
    with pytest.raises(Refusal, match="刚刚已申请延期"):
        await bureau.db.write(
            lambda db: extensions.ask(db, assignment, day("2021-2-1"), "协调事项未决", me, me.posts[0], NOW)
        )
    for stage, won in (
        (ExtensionStage.APPROVED, True),
        (ExtensionStage.REFUSED, False),
        (ExtensionStage.APPROVED, False),
    ):
        settled = await bureau.db.write(
            lambda db, stage=stage: extensions.settle(db, first.id, stage, me.posts[0], NOW)  # type: ignore[misc]
        )
        assert settled is won
    assert await bureau.db.read(extensions.waiting) == []
    again = await bureau.db.write(
        lambda db: extensions.ask(db, assignment, day("2021-2-1"), "协调事项未决", me, me.posts[0], NOW)
    )
    assert (again.stage, again.wanted) == (ExtensionStage.OPEN, day("2021-2-1"))
