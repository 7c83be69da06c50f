"""Which command people mean by what they type, and when they mean none."""

import pytest

from handlers import REGISTRY, load

load()


@pytest.mark.parametrize(
    ("text", "whole", "name", "rest"),
    [
        ("我的任务", False, "my", ""),
        ("总览", True, "board", ""),
        ("进展", False, "board", ""),
        ("汇报 2.2.4 80%", False, "progress", "2.2.4 80%"),
        ("签收2.2.4", False, "sign", "2.2.4"),
        ("签收　2.2.4", False, "sign", "2.2.4"),
        ("汇报 2.2.4 80%", True, "progress", "2.2.4 80%"),  # even while an answer is awaited
        ("进展 顺利", True, None, ""),
        ("进展 顺利", False, None, ""),  # 总览 takes no such words, so the text is searched for
        ("逾期 常州", False, None, ""),
        ("待审核 常州", False, None, ""),
        ("签收 专利导航", False, "sign", "专利导航"),  # a change is meant, so its usage is answered
        ("任务 2.2.4 相关材料已报", True, None, ""),
        ("进度 60 家企业", True, None, ""),
        ("专利导航", False, None, ""),
        ("2.2.4", False, None, ""),
        ("", False, None, ""),
    ],
)
def test_what_is_a_command_word(text: str, whole: bool, name: str | None, rest: str) -> None:
    match = REGISTRY.by_word(text, whole=whole)
    assert (match and (match[0].name, match[1])) == ((name, rest) if name else None)


@pytest.mark.parametrize(("text", "name"), [("2.2.4", "task"), ("2.2.4 已完成初稿", None), ("2", None)])
def test_what_has_the_form_of_a_command(text: str, name: str | None) -> None:
    match = REGISTRY.by_phrase(text)
    assert (match and match[0].name) == name
