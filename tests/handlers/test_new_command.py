"""The README's example of a command, in a new file: it is in the menu and the help, and is found by its name."""

from pathlib import Path

import pytest

import handlers
from handlers import REGISTRY, load
from tests.handlers.scene import change
from tests.readme import example, new_file
from tests.town import CLERK, LIAISON, quick


async def test_one_file_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    monkeypatch.setattr(REGISTRY, "commands", dict(REGISTRY.commands))
    monkeypatch.setattr(REGISTRY, "_words", dict(REGISTRY._words))
    with new_file(handlers, tmp_path, "closed", example("Adding a command"), load.__wrapped__):
        async with quick(tmp_path) as bureau:
            clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
            await change(bureau, "UPDATE assignments SET state = 'closed' WHERE id IN (1, 2)")
            await change(bureau, "UPDATE assignments SET state = 'waived' WHERE id = 3")
            menu = {entry["command"]: entry["description"] for entry in bureau.world.commands(clerk, clerk)}
            assert menu["closed"] == "办结数：已办结的承办任务数"
            assert "closed" not in {entry["command"] for entry in bureau.world.commands(liaison, liaison)}
            assert "/closed　办结数：已办结的承办任务数" in await bureau.say(clerk, "/help")
            assert "closed" not in await bureau.say(liaison, "/help")
            assert await bureau.say(clerk, "办结数") == "已办结 2 项。"
            assert await bureau.say(clerk, "/closed") == "已办结 2 项。"
            assert await bureau.say(liaison, "办结数") == "“办结数”由督办员办理。"


def test_a_name_or_word_is_declared_once() -> None:
    load()
    for name, words in (("sign", ()), ("sign2", ("看板",))):
        taken = REGISTRY.commands["sign"]
        with pytest.raises(ValueError, match="declared twice"):
            REGISTRY.add(type(taken)(**{**vars(taken), "name": name, "words": words}))
