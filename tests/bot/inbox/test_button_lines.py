"""Buttons whose command lines are longer than Telegram's 64 bytes."""

from tests.handlers.scene import scalar
from tests.town import LIAISON, OTHER, Town


async def test_only_who_got_the_button_can_use_it(bureau: Town) -> None:
    await bureau.say(LIAISON, "知识产权 " * 5)
    assert await scalar(bureau, "SELECT count(*) FROM button_lines") == 1
    assert "第2页" in await bureau.tap(LIAISON, "下一页")
    for number in ("1", "2", "x", "9" * 30):
        assert "按钮已失效" in await bureau.say(OTHER, f"/do {number}")


async def test_lines_are_removed_with_the_words_of_handled_messages(bureau: Town) -> None:
    await bureau.say(LIAISON, "知识产权 " * 5)
    for day, lines in ((8, 1), (10, 0)):
        await bureau.until(bureau.clock.now().replace(day=day))
        await bureau.bot.tidy()
        assert await scalar(bureau, "SELECT count(*) FROM button_lines") == lines
    assert "按钮已失效" in await bureau.tap(LIAISON, "下一页")
