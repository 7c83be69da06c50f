"""A command in a new file appears in the menu, in the help, and under its Chinese words."""

import importlib
from pathlib import Path

import pytest

from handlers import REGISTRY, load
from tests.town import CLERK, LIAISON, quick

SOURCE = """
from handlers.ask import Ask
from handlers.inputs import Words
from handlers.registry import CLERK, command
from plan.reply import Reply


@command("rota", "值班表", "今天谁值班", who=CLERK, words=("查值班",), menu=11)
async def rota(ask: Ask, words: Words = "") -> Reply:
    return Reply(f"今天 {len(words)} 人值班。")
"""


async def test_one_file_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    monkeypatch.setattr(REGISTRY, "commands", dict(REGISTRY.commands))
    monkeypatch.setattr(REGISTRY, "_words", dict(REGISTRY._words))
    (tmp_path / "duty_list.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("duty_list")
    async with quick(tmp_path) as bureau:
        clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
        menu = {one["command"]: one["description"] for one in bureau.world.commands(clerk, clerk)}
        assert menu["rota"] == "值班表：今天谁值班"
        assert "rota" not in {one["command"] for one in bureau.world.commands(liaison, liaison)}
        assert "/rota　值班表：今天谁值班" in await bureau.say(clerk, "/help")
        assert "rota" not in await bureau.say(liaison, "/help")
        assert await bureau.say(clerk, "查值班 甲乙") == "今天 2 人值班。"
        assert await bureau.say(liaison, "值班表") == "“值班表”由督办员办理。"


def test_a_name_or_word_is_declared_once() -> None:
    load()
    for name, words in (("sign", ()), ("sign2", ("看板",))):
        taken = REGISTRY.commands["sign"]
        with pytest.raises(ValueError, match="declared twice"):
            REGISTRY.add(type(taken)(**{**vars(taken), "name": name, "words": words}))
