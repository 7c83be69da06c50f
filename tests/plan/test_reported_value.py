"""The number reached, in the target's own unit: parsing it from words, and words that only seem to state it."""

import pytest

from plan.reported_value import measure, plain, share, value, value_text, with_value_of
from plan.targets import parse
from plan.values import Role


@pytest.mark.parametrize(
    ("cell", "words", "expected"),
    [
        (">=1000家", "完成650家", 650),
        (">=1000家", "650家", 650),
        (">=1000家", "650 家企业已贯标", 650),
        (">=1000家", "已贯标1,020家", 1020),
        (">=1000家", "新增50家，累计650家", 650),
        (">=1000家", "累计 650家，其中规上400家", 650),
        (">=1000家", "650家，即650家", 650),
        (">=1000家", "计划1000家，已完成650家", 650),
        (">=1000家", "还差350家", None),
        (">=1000家", "尚有350家未报", None),
        (">=1000家", "350家未完成", None),
        (">=1000家", "南京300家，苏州350家", None),  # which of them, or their sum, is not said
        (">=1000家", "已召开3次会议", None),
        (">=1000家", "已完成初稿", None),
        (">=1000家", "0家", 0),
        ("≈10个", "用时3个月", None),
        ("≈10个", "提高2个百分点", None),
        ("≈10个", "已建8个", 8),
        ("1部规程", "涉及3部门", None),
        ("1次", "第3次会议", None),
        (">=32.5件", "达到33.1件", 33.1),
        ("=15亿元", "质押融资12.5亿元", 12.5),
        ("=15亿元", "质押融资9000万元", 0.9),
        (">=32.5件", "1.2万件", 12000),
        ("<=3%", "驳回率2%", None),  # a percentage is the progress
        ("全国排名前列", "650家", None),
        ("走在全国前列;60家", "50家", 50),
        ("", "650家", None),
    ],
)
def test_what_words_say(cell: str, words: str, expected: float | None) -> None:
    assert value(words, measure(parse(cell))) == expected


def test_how_it_is_said() -> None:
    target = measure(parse(">=1000家"))
    assert value_text(650, target) == "650/1000家"
    assert value_text(650, target, whole=False) == "650家"
    assert value_text(650, None) == "650"
    assert [plain(number) for number in (650, 32.5, 1234567, 0.1 + 0.2, 0)] == ["650", "32.5", "1234567", "0.3", "0"]


@pytest.mark.parametrize(
    ("words", "correction", "expected"),
    [
        ("完成650家，仍在推进", "700家", "完成700家，仍在推进"),
        ("完成650家，仍在推进", "是 700家", "完成700家，仍在推进"),
        ("完成650家", "目前已达到700家了", "完成700家"),
        ("仍在推进", "700家", "仍在推进，700家"),
        ("", "700家", "700家"),
        ("完成650家", "700家，名单已公布", None),  # more than a value
        ("完成650家", "70%", None),
        ("完成650家", "名单已公布", None),
    ],
)
def test_a_value_alone_replaces_the_value(words: str, correction: str, expected: str | None) -> None:
    assert with_value_of(words, correction, parse(">=1000家")[0]) == expected


@pytest.mark.parametrize(
    ("target", "reached", "role", "expected"),
    [
        (">=1000家", 850, Role.LEAD, 85),
        ("≈3套", 1, Role.LEAD, 33),
        (">=1000家", 1200, Role.LEAD, 120),
        (">=1000家", 40, Role.SUPPORT, None),
        (">=1000家", 40, Role.CITY, None),
        ("<=5件", 2, Role.LEAD, None),  # fewer is better
        (">=1000家", None, Role.LEAD, None),
    ],
)
def test_the_share_of_the_target(target: str, reached: float | None, role: Role, expected: int | None) -> None:
    assert share(reached, parse(target)[0], role) == expected
