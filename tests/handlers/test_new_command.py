"""A command in a new file: declared once, it is in the menu, in the help, and found by its word."""

import importlib
from pathlib import Path

import pytest

from handlers import REGISTRY, load
from tests.town import CLERK, LIAISON, town

SOURCE = """
from handlers.ask import Ask
from handlers.inputs import Words
from handlers.registry import CLERK, command
from plan.reply import Reply


@command("phonelist", "打电话", "今天要打的电话", who=CLERK, words=("电话清单",), menu=11)
async def phonelist(ask: Ask, words: Words = "") -> Reply:
    return Reply(f"今天要打 {len(words)} 个电话。")
"""


async def test_one_file_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    monkeypatch.setattr(REGISTRY, "commands", dict(REGISTRY.commands))
    monkeypatch.setattr(REGISTRY, "_words", dict(REGISTRY._words))
    (tmp_path / "phone_list.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("phone_list")
    async with town(tmp_path) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        menu = {one["command"]: one["description"] for one in bureau.world.commands(clerk, clerk)}
        assert menu["phonelist"] == "打电话：今天要打的电话"
        assert "phonelist" not in {one["command"] for one in bureau.world.commands(liaison, liaison)}
        assert "/phonelist　打电话：今天要打的电话" in await bureau.say(clerk, "/help")
        assert "phonelist" not in await bureau.say(liaison, "/help")
        assert await bureau.say(clerk, "电话清单 甲乙") == "今天要打 2 个电话。"
        assert await bureau.say(liaison, "打电话") == "“打电话”由督办员办理。"


def test_a_name_or_word_is_declared_once() -> None:
    load()
    for name, words in (("sign", ()), ("sign2", ("看板",))):
        taken = REGISTRY.commands["sign"]
        with pytest.raises(ValueError, match="declared twice"):
            REGISTRY.add(type(taken)(**{**vars(taken), "name": name, "words": words}))
