"""Messages as values: paging, escaping, and the round trip through JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plan.reply import Button, Reply, paged, pairs


@pytest.mark.parametrize(
    ("rows", "page", "expected_rows", "expected_buttons", "words"),
    [
        (0, 0, [], [], ""),
        (8, 0, range(8), [], ""),
        (9, 0, range(8), ["下一页 /my p1"], "第1页，共2页"),
        (9, 1, [8], ["上一页 /my p0"], "第2页，共2页"),
        (20, 1, range(8, 16), ["上一页 /my p0", "下一页 /my p2"], "第2页，共3页"),
        (20, 99, range(16, 20), ["上一页 /my p1"], "第3页，共3页"),  # it has become shorter meanwhile
        (20, -1, range(8), ["下一页 /my p1"], "第1页，共3页"),
    ],
)
def test_paging(rows: int, page: int, expected_rows: list[int], expected_buttons: list[str], words: str) -> None:
    sequence, buttons, page_words = paged(range(rows), page, "/my")
    assert (list(sequence), [f"{button.label} {button.line}" for button in buttons], page_words) == (
        list(expected_rows),
        expected_buttons,
        words,
    )


@given(st.integers(0, 60), st.integers(1, 9))
def test_turning_the_pages_shows_every_row_once(rows: int, size: int) -> None:
    pages = [paged(range(rows), page, "/my", size)[0] for page in range(max((rows - 1) // size, 0) + 1)]
    assert [row for page in pages for row in page] == list(range(rows))


@pytest.mark.parametrize(("line", "url"), [("", ""), ("/my", "?start=my")])
def test_what_is_no_button(line: str, url: str) -> None:
    with pytest.raises(ValueError, match="not a button"):
        Button("查看", line, url)


@pytest.mark.parametrize(("count", "rows"), [(0, []), (1, [1]), (2, [2]), (5, [2, 2, 1])])
def test_two_a_row(count: int, rows: list[int]) -> None:
    buttons = [Button(str(n), f"/task {n}") for n in range(count)]
    assert [len(row) for row in pairs(iter(buttons))] == rows
    assert [button for row in pairs(buttons) for button in row] == buttons


def test_a_text_is_escaped_unless_it_is_markup() -> None:
    assert Reply("<b>1 & 2</b>").html == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"
    assert Reply(Markup("<b>1</b>")).html == "<b>1</b>"


words = st.text(max_size=30)
buttons = st.builds(Button, words, line=st.text(min_size=1, max_size=16)) | st.builds(
    Button, words, url=st.text(min_size=1)
)
replies = st.builds(
    Reply, words | words.map(Markup.escape), st.lists(st.lists(buttons, max_size=2).map(tuple), max_size=3).map(tuple),
    words, words, st.booleans(), st.booleans(),
)  # fmt: skip


@given(replies)
def test_there_and_back(reply: Reply) -> None:
    loaded = Reply.load(reply.dump())
    assert loaded.html == reply.html
    assert (loaded.buttons, loaded.toast, loaded.question, loaded.fresh, loaded.silent) == (
        reply.buttons, reply.toast, reply.question, reply.fresh, reply.silent,
    )  # fmt: skip
    assert loaded.dump() == reply.dump()
