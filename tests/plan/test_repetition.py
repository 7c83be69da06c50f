"""A report that repeats the last one."""

import pytest

from plan.repetition import LOOKED_AT, repeats

LONG = "已召开推进会，明确了责任分工和时间节点，各项工作正在有序推进，" * 3


@pytest.mark.parametrize(
    ("words", "last", "same"),
    [
        ("已完成初稿", "已完成初稿", True),
        ("已完成初稿。", " 已完成 初稿！", True),
        ("PCT申请", "pct申请", True),
        (LONG + "本月完成3家", LONG + "本月完成4家", True),
        ("已完成初稿", "已完成终稿", False),
        ("完成650家", "完成720家", False),
        (LONG, LONG[: len(LONG) // 2], False),
        ("", "", False),
        ("。", "！", False),
        ("已完成初稿", "", False),
    ],
)
def test_repeats(words: str, last: str, same: bool) -> None:
    assert repeats(words, last) is same
    assert repeats(last, words) is same


def test_a_long_one_is_compared_in_time() -> None:
    assert repeats("一" * 4096, "一" * 4000)
    assert not repeats("一二" * LOOKED_AT, "二三" * LOOKED_AT)
