"""Any text gives a document that quotes it exactly, or a refusal, in time proportional to its length."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan.reading import NotAPlan, as_json, decode, read
from plan.reading.html import text_of
from plan.reading.paragraphs import paragraphs
from tests.reading import papers

WHOLE = [v for k, v in vars(papers).items() if k.isupper()]
WORDS = """
一、 二、 （一） (二) 1. 2、 11.121 第一部分 附件 附件：表 推进 各地 要 甲局 负责 牵头 责任单位： 由 会同
6月底前 2020年 每季 10家 以上 全覆盖 發(fā) 万 13月45日 99999999年 百分之 工作任务 完成时限 完成 以上工作
总体要求 2020年3月1日 现将《表》印发给你们
"""
SIGNS = "（）()《》“”〔〕【】[]。；;：:，,、.\n\n\u3000 |·•①"
BITS = st.sampled_from([*SIGNS, *WORDS.split()])
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def discrepancies(text: str) -> list[str]:
    """Return what the document contains and its paper does not, or a refusal without a reason."""
    try:
        document = read(text)
    except NotAPlan as refused:
        return [] if len(str(refused)) > 5 else [f"refused without a reason: {refused!r}"]
    sources = [p.source for p in paragraphs(text)]
    source_text = _bare("".join(sources))
    problems = [] if read(text) == document else ["read again, it is another"]
    for task in [task for section in document.sections for item in section.items for task in item.tasks]:
        problems += (
            [] if task.text and any(task.text in source for source in sources) else [f"no such sentence: {task.text!r}"]
        )
        problems += [f"leads without a share: {unit}" for unit in task.lead if unit not in task.units]
        quoted = (*task.units, *(hint.text for hint in task.time_hints), *(target.text for target in task.targets))
        problems += [f"not in the paper: {quote!r}" for quote in quoted if _bare(quote) not in source_text]
    as_json(document)
    return problems


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@CALM
@given(st.lists(BITS, max_size=60).map("".join))
def test_bits_of_plans(text: str) -> None:
    assert discrepancies(text) == []


@CALM
@given(st.text(max_size=200))
def test_any_characters(text: str) -> None:
    assert discrepancies(text) == []


@CALM
@given(st.sampled_from(WHOLE), st.integers(0, 400), st.integers(0, 400), st.sampled_from(WHOLE), BITS)
def test_papers_cut_and_joined(first: str, start: int, end: int, second: str, bit: str) -> None:
    assert discrepancies(first[start:] + bit + second[:end]) == []


@pytest.mark.parametrize(("first", "second"), list(pairwise(WHOLE)))
def test_what_is_cut_and_joined_is_mostly_read(first: str, second: str) -> None:
    """Most cut and joined papers are accepted; otherwise the tests above would check nothing."""
    cuts = [first[start:] + "\n" + second[:end] for start in range(0, 120, 40) for end in range(0, 120, 40)]
    assert sum(_tasks(text) > 0 for text in cuts) >= len(cuts) * 2 // 3


def _tasks(text: str) -> int:
    try:
        return sum(len(item.tasks) for section in read(text).sections for item in section.items)
    except NotAPlan:
        return 0


@CALM
@given(st.binary(max_size=300) | st.lists(BITS, max_size=60).map(lambda bits: "".join(bits).encode("gb18030")))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are decoded in some encoding, or refused with a reason."""
    assert _decoded(data) == []


def _decoded(data: bytes) -> list[str]:
    try:
        text = decode(data)
    except NotAPlan as refused:
        return [] if len(str(refused)) > 5 else ["refused without a reason"]
    return discrepancies(text)


PIECES = ["<td>", "<tr>", "</table>", "<table>", "<p>", "<br>", "&amp;", "推进", "</td>", "</tr>", "</p>"]


@CALM
@given(st.lists(st.sampled_from([*PIECES, "<br", "&#x", "<!--", "<script>"]), max_size=40).map("".join))
def test_any_markup(html: str) -> None:
    """However tags are left open or cut off, none is read as text, except inside a comment that never ends."""
    assert not re.search(r"</?(?:td|tr|table|p|script)>", text_of(html)) or "<!--" in html


@CALM
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_word_is_lost_in_a_table(html: str) -> None:
    assert text_of(html).count("推进") == html.count("推进")


HOSTILE = {
    "open brackets": "一、" + "（" * 1000,
    "closed brackets": "一、" + "（）" * 500,
    "names": "一、推进（" + "甲局、" * 400 + "负责）",
    "no stop": "一、" + "推进建设" * 300,
    "digits": "一、" + "1" * 1000,
    "dates": "一、" + "2020年6月" * 200,
    "blanks": "一、推进" + " " * 1000,
    "commas": "一、" + "要，" * 500,
    "semicolons": "一、" + "甲；" * 500,
    "marks": "一、二、三、" * 200,
    "lines": "一、推进\n" * 200,
    "nested": "".join(f"（{'一' * (n % 5 + 1)}）" for n in range(300)),
    "bars": "任务 | 单位\n" + "推进 | 甲局\n" * 100,
    "quotes": "一、" + "“《" * 500,
    "pinyin": "發(fā" * 300,
    "of": "由" * 1000,
    "and": "一、推进。（" + "和甲局" * 150 + "负责）",
    "short lines": "推进\n" * 400,
    "notes behind": "（甲局负责）" * 300,
    "numbers": "提升3." * 300,
    "points": "“3·15”日、" * 200,
    "labels": "一、推进。" + "责任单位：" * 200,
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_time_grows_with_the_length(kind: str) -> None:
    """The longest text that is accepted, over a third of a megabyte, is read quickly on a busy machine too."""
    text = HOSTILE[kind]
    times = min(40_000 // len(text), 2_600 // (text.count("\n") + 1))
    start = time.perf_counter()
    ends(text * times)
    assert time.perf_counter() - start < 3.0


def test_a_megabyte_is_refused_at_once() -> None:
    start = time.perf_counter()
    with pytest.raises(NotAPlan, match="太长"):
        read("一、推进建设。\n" * 60_000)
    assert time.perf_counter() - start < 0.5


def ends(text: str) -> None:
    try:
        read(text)
    except NotAPlan:
        return
