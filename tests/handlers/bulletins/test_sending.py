"""Groups get a bulletin once, whatever happens between the sign-off and the sending."""

from datetime import timedelta

from tests.handlers.bulletins.desk import TEN, cards, group, handed_in, handled, heads, restarted, signed
from tests.handlers.scene import change, scalar
from tests.schedules.test_digest import at
from tests.town import CLERK, LEADER, Town


async def test_after_the_days_summary_it_waits(bureau: Town) -> None:
    chat = await group(bureau)
    await bureau.until(at("3-16") + timedelta(hours=1))
    assert "一周进展" in bureau.last(chat).text
    answer = await signed(bureau)
    assert "工作群：该群今天已发一条，将于3月17日 08:30发送" in answer
    assert answer.partition("\n")[2] in bureau.last(await bureau.person(CLERK)).text
    assert cards(bureau, chat) == []
    await bureau.until(at("3-17"))
    assert len(cards(bureau, chat)) == 1


async def test_a_long_one_is_split(bureau: Town) -> None:
    """The group reads what the preview showed, within the length limit; its correction is a new card."""
    chat = await group(bureau)
    await bureau.say(CLERK, "/bulletin")
    await bureau.say(CLERK, f"/remarks 1 {'请' * 999}")
    await change(bureau, "UPDATE bulletins SET text = text || :more", more="说明\n" * 1500)
    await bureau.say(CLERK, "/tosign 1")
    await bureau.tap(LEADER, "审签")
    leader = await bureau.person(LEADER)
    preview_messages = [(message.text, message.entities) for message in bureau.world.transcript(leader) if message.out][
        -2:
    ]
    await bureau.tap(LEADER, "签发")
    group_messages = [(message.text, message.entities) for message in bureau.world.transcript(chat) if message.out][-2:]
    assert group_messages == preview_messages
    await signed(bureau, "/correct 1")
    assert cards(bureau, chat)[-1].startswith("督办通报〔2020〕1号（更正）")
    assert len(cards(bureau, chat)) == 2


async def test_killed_between_the_signature_and_the_sending(bureau: Town) -> None:
    """A second bot on the same database sends what was signed; the first one sends nothing more."""
    chat = await group(bureau)
    preview = await handed_in(bureau)
    leader = await bureau.person(LEADER)
    message = bureau.last(leader)
    (sign,) = [button.data for row in message.buttons for button in row if button.text == "签发"]
    bureau.world.tap(leader, leader, message.id, str(sign))
    await handled(bureau)
    assert cards(bureau, chat) == []
    await restarted(bureau)
    assert cards(bureau, chat) == [preview]
    await bureau.bot.delivery.drain()
    assert cards(bureau, chat) == [preview]


async def test_unbound_between_the_signature_and_the_sending(bureau: Town) -> None:
    """Signed in the evening; a group unbound before the morning gets nothing, even when bound again."""
    first_group, second_group = await group(bureau), await group(bureau, "另一群")
    await handed_in(bureau)
    bureau.clock.set(TEN.replace(hour=19))
    assert "另一群：不在工作时间，将于3月12日 08:30发送" in await bureau.tap(LEADER, "签发")
    await bureau.say(CLERK, "/unbind", chat=second_group)
    await bureau.until(TEN + timedelta(days=1))
    assert (heads(bureau, first_group), cards(bureau, second_group)) == (["督办通报〔2020〕1号"], [])
    await bureau.say(CLERK, "/bind", chat=second_group)
    await bureau.until(TEN + timedelta(days=2))
    assert cards(bureau, second_group) == []


async def test_unbound_before_the_signature(bureau: Town) -> None:
    """The leader is told of a group that gets nothing; if none is left, the bulletin can only be sent back."""
    first_group, second_group = await group(bureau), await group(bureau, "另一群")
    await handed_in(bureau)
    await bureau.say(CLERK, "/unbind", chat=second_group)
    assert await bureau.tap(LEADER, "签发") == (
        "已签发督办通报〔2020〕1号。\n工作群：即时发送\n另有1个群已解除绑定，未发送"
    )
    await handed_in(bureau)
    await bureau.say(CLERK, "/unbind", chat=first_group)
    assert "所选的群均已解除绑定，这份通报无处发送，未签发。" in await bureau.tap(LEADER, "签发")
    assert await bureau.tap(LEADER, "退回修改") == "已退回督办员修改。"
    assert await scalar(bureau, "SELECT stage FROM bulletins WHERE id = 2") == "draft"
    await bureau.say(CLERK, "/correct 1")
    assert await bureau.tap(CLERK, "送领导审签") == "原通报发送的群均已解除绑定，更正件无处发送，未送审。"
