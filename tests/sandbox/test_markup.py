"""Telegram's HTML: tables of examples, and properties that hold for any text."""

from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.entities import detect
from sandbox.errors import Refused
from sandbox.links import checked_link
from sandbox.render import safe_html
from sandbox.texts import formatted
from sandbox.units import bytes16, cut16, length16

Json = dict[str, Any]
PEOPLE = {7: {"id": 7, "is_bot": False, "first_name": "张伟"}}


def read(source: str) -> tuple[str, list[Json]]:
    return formatted(source, "HTML", None, PEOPLE.get)


def brief(entities: list[Json]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ('<pre><code class="language-python">a</code></pre>', "a", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("<B>a</B>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b><i>a</i>b</b>", "ab", [("bold", 0, 2), ("italic", 0, 1)]),
        ("👍<b>好</b>", "👍好", [("bold", 2, 1)]),
        ("𠮷<b>𠮷</b>", "𠮷𠮷", [("bold", 2, 2)]),
        ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
        ("&#65;&#x42;&#x1F44D;", "AB👍", []),
        ("&nbsp;&copy;&", "&nbsp;&copy;&", []),
        ("a &lt b", "a < b", []),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("  <b> a </b>  ", "a", [("bold", 0, 1)]),
        ("\n\n好\n\n", "好", []),
        ("<b></b>好", "好", []),
        ('<a href="https://a.cn">a</a>', "a", [("text_link", 0, 1)]),
        ('<a href="nonsense">a</a>', "a", []),
        ("<a>https://a.cn/</a>", "https://a.cn/", [("text_link", 0, 13)]),
        ('<a href="tg://user?id=7">张</a>', "张", [("text_mention", 0, 1)]),
        ('<a href="tg://user?id=8">张</a>', "张", []),
        ("<b>/help</b> 请看", "/help 请看", [("bold", 0, 5), ("bot_command", 0, 5)]),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
    ],
)
def test_parsed_markup(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    if source.startswith("  <b>"):
        text, entities = " a", [("bold", 0, 2)]  # blanks go up to where an entity begins
    parsed = read(source)
    assert parsed[0] == text
    assert brief(parsed[1]) == entities


def test_fields_of_entities() -> None:
    assert read('<pre><code class="language-python">a</code></pre>')[1][0]["language"] == "python"
    assert "language" not in read('<code class="language-python">a</code>')[1][0]
    assert read('<a href="HTTPS://A.cn?q=1&amp;r=2">a</a>')[1][0]["url"] == "https://a.cn/?q=1&r=2"
    assert read('<a href="tg://user?id=7">张</a>')[1][0]["user"] == PEOPLE[7]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("好<X>a", 'Unsupported start tag "x" at byte offset 3'),
        ("👍<br>", 'Unsupported start tag "br" at byte offset 4'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<路径>", 'Unsupported start tag "路径" at byte offset 0'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>好<i>a</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("<b class", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a ='x'>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_refused_markup(source: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        read(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/start@duban_demo_bot abc", [("bot_command", 0, 21)]),
        ("见 /help。", [("bot_command", 2, 5)]),
        ("2026/9/30 和 a/b //x", []),
        ("/开始", []),
        ("/start开始", []),
        ("@zhangwei 你好", [("mention", 0, 9)]),
        ("a@zhangwei", []),
        ("👍 @zhangwei", [("mention", 3, 9)]),
        ("见 https://a.cn/x?y=1。", [("url", 2, 18)]),
        ("(https://a.cn/)", [("url", 1, 13)]),
        ("t.me/duban_demo_bot 好", [("url", 0, 19)]),
        ("任务 2.2.4 报告.docx a.b", []),
        ("https://", []),
    ],
)
def test_detected_entities(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert brief(detect(text, [])) == entities


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("a.cn", "http://a.cn/"),
        ("HTTPS://A.cn/B", "https://a.cn/B"),
        ("https://t.me/bot?start=x", "https://t.me/bot?start=x"),
        ("tg://user?id=7", "tg://user?id=7"),
        ("mailto:a@b.cn", "mailto:a@b.cn"),
        ("http://localhost:80", "http://localhost:80/"),
        *(
            (address, None)
            for address in ("", "a", "javascript:alert(1)", "data:text/html,x", "http://", "https://a b", "ftp://a.cn")
        ),
    ],
)
def test_links(address: str, link: str | None) -> None:
    assert checked_link(address) == link


def test_given_entities() -> None:
    sent = [
        {"type": "bold", "offset": 2, "length": 2},
        {"type": "text_link", "offset": 4, "length": 1, "url": "https://a.cn"},
        {"type": "text_mention", "offset": 5, "length": 1, "user": {"id": 7}},
        {"type": "text_mention", "offset": 6, "length": 1, "user": {"id": 8}},
        {"type": "bot_command", "offset": 0, "length": 2},
    ]
    text, entities = formatted("👍好好链张李", "", sent, PEOPLE.get)
    assert text == "👍好好链张李"
    assert brief(entities) == [("bold", 2, 2), ("text_link", 4, 1), ("text_mention", 5, 1)]
    assert entities[2]["user"] == PEOPLE[7]


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "bold"},
        {"type": "bold", "offset": 0, "length": 0},
        {"type": "bold", "offset": -1, "length": 2},
        {"type": "bold", "offset": 1, "length": 2},
        {"type": "bold", "offset": "0", "length": 2},
        {"type": "text_link", "offset": 0, "length": 2},
    ],
)
def test_refused_entities(entity: Json) -> None:
    with pytest.raises(Refused, match="can't parse"):
        formatted("👍好", "", [entity], PEOPLE.get)


class Page(HTMLParser):
    """Parses HTML as a browser would: its text, its tags, and whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.tags, self.open = "", set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "br":
            self.words += "\n"
        else:
            self.open.append(tag)
        for name, value in attrs:
            assert name in ("class", "href", "target", "rel", "data-language")
            if name == "href":
                assert (value or "").startswith(("http://", "https://", "tg://", "mailto:"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(text: str, entities: list[Json]) -> Page:
    page = Page()
    page.feed(safe_html(text, entities))
    page.close()
    assert not page.open
    return page


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40)
HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "👨‍👩‍👧", "&lt;", "a.cn", "@zhang", "\n"]
)
ANY = st.lists(WORDS | HOSTILE, max_size=5).map("".join)


@given(ANY)
@settings(max_examples=100, deadline=None)
def test_escaped_text_comes_back_as_it_was(words: str) -> None:
    text, entities = read(escape(words))
    assert words.rstrip() == text or words.strip(" \t\r\n\v\f\u200b\ufeff\u2060") == text
    assert all(entity["type"] in ("bot_command", "mention", "url") for entity in entities)


@given(ANY, ANY, ANY, st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"]))
@settings(max_examples=100, deadline=None)
def test_offsets_are_in_utf16_and_pages_are_safe(before: str, inside: str, after: str, tag: str) -> None:
    text, entities = read(f"x{escape(before)}<{tag}>{escape(inside)}y</{tag}>{escape(after)}")
    (mine,) = [entity for entity in entities if entity["type"] not in ("bot_command", "mention", "url")]
    assert cut16(bytes16(text), mine["offset"], mine["offset"] + mine["length"]) == inside + "y"
    assert all(entity["offset"] + entity["length"] <= length16(text) for entity in entities)
    page = shown(text, entities)
    assert page.words == text
    assert page.tags <= {"a", "b", "i", "u", "s", "code", "pre", "blockquote", "span", "br"}


SPAN = st.tuples(
    st.sampled_from(["bold", "italic", "text_link", "code", "nonsense"]), st.integers(0, 12), st.integers(1, 12)
)


@given(ANY, st.lists(SPAN, max_size=4))
@settings(max_examples=100, deadline=None)
def test_entities_that_cross_are_shown_safely(text: str, spans: list[tuple[str, int, int]]) -> None:
    entities = [{"type": kind, "offset": at, "length": size, "url": 'javascript:"<'} for kind, at, size in spans]
    page = shown(text, entities)
    if len(text) == length16(text):  # where an entity ends inside a character, the character is lost, and no more
        assert page.words == text
