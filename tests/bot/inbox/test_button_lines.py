"""Buttons whose command lines are longer than Telegram's 64 bytes."""

from storage import button_lines
from tests.handlers.scene import change, scalar
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


async def test_a_flood_of_previews_is_bounded(bureau: Town) -> None:
    for person in (LIAISON, OTHER):
        await bureau.say(person, "知识产权 " * 5)
    later = (
        "INSERT INTO button_lines (id, person_id, line, at) SELECT :id, person_id, line, at FROM button_lines LIMIT 1"
    )
    await change(bureau, later, id=button_lines.MOST)
    await bureau.say(LIAISON, "知识产权 " * 5)
    assert await scalar(bureau, "SELECT min(id) FROM button_lines") == 2
    assert "第2页" in await bureau.tap(OTHER, "下一页")
