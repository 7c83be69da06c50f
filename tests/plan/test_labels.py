"""Labels of buttons for people, groups, sections and assignments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan import labels


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["张三", "李四"], ["张三", "李四"]),
        (["张三", "李四", "张三"], ["1.张三", "李四", "3.张三"]),
        (["演示·运用处联络员", "演示·督办员"], ["运用处联络员", "演示·督办员"]),
        (["演示·督办员", "演示·计分员"], ["演示·督办员", "演示·计分员"]),
        (["演示·运用处联络员", "其他·运用处联络员"], ["1.运用处联", "2.运用处联"]),
        (["演示知识产权保护处联络员", "演示知识产权保护处负责人"], ["1.演示知识", "2.演示知识"]),
        (["演示·重点工作督办群"], ["1.重点工作"]),
    ],
)
def test_names(names: list[str], expected: list[str]) -> None:
    assert labels.numbered(names) == expected


@given(st.lists(st.text("张三李四·演示", min_size=1, max_size=12), max_size=8))
def test_names_fit_and_differ(names: list[str]) -> None:
    shown = labels.numbered(names)
    assert all(1 <= len(label) <= 6 for label in shown)
    assert len(set(shown)) == len(names)


@pytest.mark.parametrize(
    ("no", "title", "label"),
    [
        ("一、", "创造与运用", "创造与运用"),
        ("二、", "强化知识产权全链条保护", "第二部分"),
        ("第三部分", "强化知识产权全链条保护", "第三部分"),
        ("（十二）", "强化知识产权全链条保护", "第十二部分"),
        ("4", "国际交流合作", "国际交流合作"),
    ],
)
def test_sections(no: str, title: str, label: str) -> None:
    assert labels.of_section(no, title) == label


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([("1.1.3", "常州"), ("2.2.4", "常州")], ["1.1.3", "2.2.4"]),
        ([("1.1.3", "常州"), ("2.2.4", "常州"), ("1.1.3", "南京")], ["常州", "2.2.4", "南京"]),
        (
            [("1.1.3", "常州"), ("1.1.3", "南京"), ("2.2.4", "常州"), ("2.2.4", "南京"), ("6.1", "省局")],
            ["1.常州", "2.南京", "3.常州", "4.南京", "6.1"],
        ),
    ],
)
def test_assignments(shares: list[tuple[str, str]], expected: list[str]) -> None:
    codes, units = zip(*shares, strict=True)
    assert labels.of_shares(codes, units) == expected
