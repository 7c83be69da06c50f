"""A letter kind is declared once: a new kind works everywhere, and one of a later version does no harm."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from plan.letter_conditions import in_state
from plan.letter_kinds import KINDS, RULES, LetterKind, Rule, kinds
from plan.reply import Reply
from plan.values import State
from storage import outbox
from storage.database import Connection
from tests.bot.letters import got, letter, write
from tests.handlers.scene import change, scalar
from tests.town import CLERK, LIAISON, Town


@pytest.fixture
def greeting() -> Iterator[LetterKind]:
    yield LetterKind(
        "greeting", Rule("greeting", "问候", "每周一9:00", "联络员"), any_hour=True, condition=in_state(State.ACTIVE)
    )
    del KINDS["greeting"], RULES["greeting"]
    kinds.cache_clear()


async def test_a_new_kind_needs_no_line_elsewhere(bureau: Town, greeting: LetterKind) -> None:
    """The rule of the kind needs none either: its label is shown wherever letters are listed."""
    await write(bureau, LIAISON, "信一", kind=greeting)
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == ["信一"]
    assert "问候　已送达1" in await bureau.say(CLERK, "送达")
    assert "问候　每周一9:00" in await bureau.say(CLERK, "提醒规则")
    assert "问候" in await bureau.say(LIAISON, "/why test:信一")


@pytest.mark.parametrize(("state", "sent"), [("active", ["信一"]), ("closed", [])])
async def test_a_delayed_letter_of_a_new_kind_is_sent_if_it_still_holds(
    bureau: Town, greeting: LetterKind, state: str, sent: list[str]
) -> None:
    person_id = await scalar(bureau, f"SELECT id FROM people WHERE telegram_id = {await bureau.person(LIAISON)}")
    await change(bureau, f"UPDATE assignments SET state = '{state}' WHERE id = 1")
    now = bureau.clock.now()
    payload = Reply("信一").dump()
    await bureau.db.write(lambda db: outbox.put(db, "greeting:about1:3", greeting, payload, now, person_id=person_id))
    bureau.clock.set(now + timedelta(minutes=6))
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == sent


async def test_two_kinds_of_one_name_are_refused(greeting: LetterKind) -> None:
    with pytest.raises(ValueError, match="two kinds of letter are named greeting"):
        LetterKind("greeting", None)


async def test_a_kind_of_a_later_version(bureau: Town) -> None:
    """An unknown kind is kept, shown as 其他通知, and not sent; the letters after it are sent."""
    await write(bureau, LIAISON, "信一", "信二")

    async def rename(db: Connection) -> None:
        await db.execute(sa.text("UPDATE outbox SET rule = 'from_later' WHERE key = 'test:信一'"))

    await bureau.db.write(rename)
    await bureau.bot.delivery.drain()
    assert await got(bureau, LIAISON) == ["信二"]
    assert (await letter(bureau, "信一"))["state"] == "waiting"
    assert "其他通知　已送达0 · 待发1" in await bureau.say(CLERK, "送达")
    assert await scalar(bureau, "SELECT rule FROM outbox WHERE key = 'test:信一'") == "from_later"
