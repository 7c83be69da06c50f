"""When a group becomes a supergroup, its letters follow it, and it stays bound once."""

from datetime import timedelta

import sqlalchemy as sa

from storage import groups
from tests.bot.letters import letter, put
from tests.town import CLERK, Town


async def test_a_group_that_has_moved_is_followed(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    query = sa.text("SELECT id, chat_id FROM groups")
    (row,) = (await bureau.db.read(lambda db: db.execute(query))).all()
    await put(bureau, "信一", "信二", group_id=row.id)
    bureau.world.add_fault("migrate", chat=group.id)
    await bureau.bot.delivery.drain()
    (moved,) = (await bureau.db.read(lambda db: db.execute(query))).all()
    assert (moved.id, moved.chat_id) == (row.id, bureau.world.chat(group.id).moved_to)
    texts = [m.text for m in bureau.world.transcript(moved.chat_id) if m.out]
    assert texts == ["信一", "信二"]
    await bureau.settle()  # Telegram says it once more, in the group
    assert (await bureau.db.read(lambda db: db.execute(query))).all() == [moved]


async def test_a_group_that_was_bound_anew_before_it_was_followed(bureau: Town) -> None:
    """The clerk binds the new group before the update of the move: one binding is left, and letters arrive."""
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    await put(bureau, "信一", group_id=1)
    new = bureau.world.make_supergroup(group.id)
    bureau.world.updates.drop()
    assert "本群已绑定" in await bureau.say(CLERK, "/bind", chat=new.id)
    assert [binding.chat_id for binding in await bureau.db.read(groups.bound)] == [new.id]
    assert (await letter(bureau, "信一"))["state"] == "failed"
    await bureau.until(bureau.clock.now() + timedelta(days=7, hours=3))
    assert sum("一周进展" in message.text for message in bureau.world.transcript(new.id)) == 2


async def test_a_group_that_moves_while_a_letter_is_on_its_way(bureau: Town) -> None:
    """If the update of the move is lost, the bot learns of it by Telegram's refusal; letters arrive once."""
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    await put(bureau, "信一", "信二", group_id=1)
    new = bureau.world.make_supergroup(group.id)
    bureau.world.updates.drop()
    await bureau.bot.delivery.drain()
    await put(bureau, "信三", group_id=1)
    await bureau.bot.delivery.drain()
    assert [m.text for m in bureau.world.transcript(new.id) if m.out] == ["信一", "信二", "信三"]
    assert [binding.chat_id for binding in await bureau.db.read(groups.bound)] == [new.id]


async def test_a_group_where_the_bot_may_not_write(bureau: Town) -> None:
    """The clerk who has bound the group is told once, and again after binding it again; other groups get theirs."""
    clerk = await bureau.person(CLERK)
    first, second = (bureau.world.add_group(name, [clerk]) for name in ("演示群甲", "演示群乙"))
    for group in (first, second):
        await bureau.say(CLERK, "/bind", chat=group.id)
    before = bureau.clock.now()
    bureau.clock.set(before + timedelta(hours=1))
    bureau.world.add_fault(403, chat=first.id, method="sendMessage", times=2)
    await put(bureau, "信一", group_id=1)
    await put(bureau, "信二", group_id=2)
    await put(bureau, "信三", group_id=1)
    for _ in range(2):
        await bureau.bot.delivery.drain()
    notices = [text for text in bureau.letters(clerk, before) if text.startswith("请处理：群“演示群甲”的消息未能发出")]
    assert len(notices) == 1
    assert [m.text for m in bureau.world.transcript(second.id) if m.out][-1] == "信二"
    assert (await letter(bureau, "信三"))["state"] == "failed"
