"""The parts of a long text are accepted by Telegram, and joined they equal the text."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.parts import parts
from bot.telegram.split import split, units
from plan.reply import Button, Reply
from sandbox.markup import parse_html
from tests.town import CLERK, Town

TAGS = ("b", "i", "u", "code", 'a href="https://t.me/duban?start=task-2_2_4&amp;x=1"', "blockquote", "tg-spoiler")
WORDS = st.text(st.sampled_from("督办 a<>&\"'🔴\n👨\u200d👩\t;#0"), max_size=40)


def marked(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tagged = st.tuples(st.sampled_from(TAGS), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")
    return st.lists(tagged | WORDS.map(escape), max_size=6).map("".join)


HTML = st.recursive(WORDS.map(escape), marked, max_leaves=12)


def seen(html: str) -> str:
    """Return the text that people read. Raises if the markup is not balanced or not supported by Telegram."""
    return parse_html(html)[0]


def characters_with_tags(*parts: str) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Return every visible character with the tags around it."""
    characters = []
    for text, entities in map(parse_html, parts):
        marks: list[set[tuple[str, str]]] = [set() for _ in range(units(text))]
        for entity in entities:
            for at in range(entity["offset"], entity["offset"] + entity["length"]):
                marks[at].add((entity["type"], entity.get("url", "")))
        at = 0
        for char in text:
            if not char.isspace():
                characters.append((char, frozenset(marks[at])))
            at += units(char)
    return characters


@given(HTML, st.integers(min_value=8, max_value=60))
def test_any_text_with_any_markup(html: str, most: int) -> None:
    parts = split(html, most)
    assert characters_with_tags(*parts) == characters_with_tags(html), (
        "nothing but blanks is missing, and all of it in its markup"
    )
    if seen(html).strip():
        assert max(units(seen(part)) for part in parts) <= most
        assert all(seen(part).strip() for part in parts), "Telegram takes none in which nothing is to be seen"
    else:
        assert parts == [html]  # Telegram says so itself
    assert len(parts) == 1 or units(html) > most


@pytest.mark.parametrize(
    ("html", "count"),
    [
        pytest.param("好" * 4096, 1, id="exactly one message"),
        pytest.param("好" * 4097, 2, id="one too many"),
        pytest.param("<b>" + "字" * 10_000 + "</b>", 3, id="a line of 10,000 characters"),
        pytest.param("a" + "🔴" * 4096, 3, id="an emoji on the border"),
        pytest.param("&lt;" * 5000, 2, id="a sign on the border"),
        pytest.param("<i>" + "第一行\n" * 2000 + "</i>", 2, id="lines"),
        pytest.param("开头" + "\n" * 9000 + "结尾", 2, id="a desert of blank lines"),
        pytest.param("<b><i><u>" + "深" * 9000 + "</u></i></b>", 3, id="nested"),
    ],
)
def test_on_the_border(html: str, count: int) -> None:
    parts = split(html)
    assert len(parts) == count
    assert characters_with_tags(*parts) == characters_with_tags(html)
    assert max(units(seen(part)) for part in parts) <= 4096


def test_a_line_is_kept_whole_where_it_fits() -> None:
    lines = [f"2.2.{n} {'建设高价值专利示范中心' * 10}" for n in range(90)]
    parts = split("<b>" + "\n".join(lines) + "</b>")
    assert [line for part in parts for line in seen(part).splitlines()] == lines
    assert all(part.startswith("<b>") and part.endswith("</b>") for part in parts)


def test_nothing_to_be_seen() -> None:
    assert split(" " * 5000) == [" " * 5000]
    assert split("") == [""]


async def test_as_telegram_takes_it(bureau: Town) -> None:
    """The bot sends a text of three messages; the buttons are under its end."""
    person = await bureau.person(CLERK)
    before = len(bureau.world.transcript(person))
    for part in parts(Reply("<督办>&🔴" * 1500, ((Button("总览", "/board"),),))):
        await bureau.bot.client.send(person, part)
    messages = bureau.world.transcript(person)[before:]
    assert "".join(message.text for message in messages) == "<督办>&🔴" * 1500
    assert [len(message.buttons) for message in messages] == [0, 0, 1]
