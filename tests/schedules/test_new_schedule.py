"""The README's example of a schedule, in a new file: its letters are sent, and appear wherever letters are listed."""

from pathlib import Path

import schedules
from plan.letter_kinds import KINDS, RULES, kinds
from schedules import SCHEDULES, load
from schedules.registry import REBUILDS
from tests.readme import example, new_file
from tests.schedules.test_digest import at
from tests.town import CLERK, quick

REGISTRIES = (KINDS, RULES, SCHEDULES, REBUILDS)


async def test_one_file_is_enough(tmp_path: Path) -> None:
    load()
    before = set(SCHEDULES)
    with new_file(schedules, tmp_path, "hello", example("Adding a schedule"), load.__wrapped__, *REGISTRIES):
        async with quick(tmp_path) as bureau:
            clerk = await bureau.person(CLERK)
            group = bureau.world.add_group("演示群", [clerk]).id
            await bureau.say(clerk, "/bind", chat=group)
            assert "问候　每周一9:00\n　发给：督办员；已绑定的群" in await bureau.say(clerk, "提醒规则")
            week = (await bureau.say(clerk, "预演")).splitlines()
            assert [line[:5] for line in week if "问候2" in line] == ["3月2日 ", "3月9日 "]
            await bureau.until(at("3-2", 9, 5))
            for chat in (clerk, group):
                texts = [message.text for message in bureau.world.transcript(chat) if message.out]
                assert texts.count("本周工作已开始。") == 1
            assert "问候　已送达2" in await bureau.say(clerk, "送达")
            letter = next(m for m in bureau.world.transcript(clerk) if m.out and m.text == "本周工作已开始。")
            why = next(button.data for row in letter.buttons for button in row if button.text == "为什么收到")
            assert "问候" in await bureau.say(clerk, str(why).lstrip("+"))
            await bureau.until(at("3-8"))
            assert bureau.letters(group, at("3-2", 9, 5)) == []
            await bureau.until(at("3-9", 9, 5))
            assert "本周工作已开始。" in bureau.letters(group, at("3-8"))
    kinds.cache_clear()
    assert set(SCHEDULES) == before
