"""Finding by number, title, unit; and what people type instead of commands."""

import pytest

from handlers import REGISTRY, load
from tests.town import LIAISON, Town

load()


async def test_finding(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "2.2.9 重点园区专利导航 · 12月31日" in await bureau.say(liaison, "专利导航")
    assert bureau.buttons(liaison) == ["2.2.9"]
    found = await bureau.say(liaison, "徐州市局")
    assert "（第1页，共" in found
    assert bureau.buttons(liaison)[-1] == "下一页"
    assert "（第2页，共" in await bureau.tap(liaison, "下一页")
    assert "（第1页，共" in await bureau.tap(liaison, "上一页")
    assert "5.3.2 3·15主题宣传" in await bureau.say(liaison, "/find 3·15")
    assert "没有找到“太空探索”" in await bureau.say(liaison, "太空探索")
    assert "2020年全省知识产权工作要点" in await bureau.tap(liaison, "查看计划")


async def test_words_that_mean_something_to_a_database_or_to_markup(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    for words in ("%", "_", "\\", "'; DROP TABLE tasks; --", "<b>", "&amp;", "字" * 4096, "🚀"):
        assert (await bureau.say(liaison, words)).startswith(f"没有找到“{words[:50]}”。")


async def test_a_question_is_asked_back_and_answered(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    assert "请回复要查找的" in await bureau.say(liaison, "查找")
    assert "查找“质押” · 共 1 项" in await bureau.say(liaison, "质押")


async def test_a_number_that_is_not_there(bureau: Town) -> None:
    assert "没有编号为 9.9.9 的任务" in await bureau.say(LIAISON, "9.9.9")
    assert "没有编号为 99999 的任务" in await bureau.say(LIAISON, "/task 99999")
    assert "没有这个命令" in await bureau.say(LIAISON, "/nothing")
    assert "没有这个命令" in await bureau.say(LIAISON, "/2.2.4")
    assert "没有这个命令" in await bureau.say(LIAISON, "/进展")


@pytest.mark.parametrize(
    ("text", "whole", "name", "rest"),
    [
        ("我的任务", False, "my", ""),
        ("总览", True, "board", ""),
        ("进展", False, "board", ""),
        ("汇报 2.2.4 80%", False, "progress", "2.2.4 80%"),
        ("签收2.2.4", False, "sign", "2.2.4"),
        ("签收　2.2.4", False, "sign", "2.2.4"),
        ("汇报 2.2.4 80%", True, "progress", "2.2.4 80%"),  # even where an answer is waited for
        ("进展 顺利", True, None, ""),
        ("任务 2.2.4 相关材料已报", True, None, ""),
        ("进度 60 家企业", True, None, ""),
        ("专利导航", False, None, ""),
        ("2.2.4", False, None, ""),
        ("", False, None, ""),
    ],
)
def test_what_is_a_command_word(text: str, whole: bool, name: str | None, rest: str) -> None:
    found = REGISTRY.by_word(text, whole=whole)
    assert (found and (found[0].name, found[1])) == ((name, rest) if name else None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2.2.4", "task"),
        ("2.2.4 60% 已完成初稿", "progress"),
        ("2.2.4 60%已完成初稿", "progress"),
        ("2.2.4 -1%", "progress"),
        ("2.2.4 有困难：缺人手\n请协调", "progress"),
        ("2.2.4 已完成", "progress"),
        ("2.2.4 已完成初稿", None),
        ("2.2.4 专利导航", None),
        ("2", None),
    ],
)
def test_what_has_the_form_of_a_command(text: str, name: str | None) -> None:
    found = REGISTRY.by_phrase(text)
    assert (found and found[0].name) == name
