"""Check the chat page's files without a browser: complete, self-contained, and consistent with the server's routes."""

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.routing import Match

import sandbox
from sandbox.sim import sim_routes

PAGE = Path(sandbox.__file__).parent / "page"
INDEX = (PAGE / "index.html").read_text(encoding="utf-8")
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.js"))}
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.css"))}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html"}
NAMESPACE = "http://www.w3.org/2000/svg"  # an identifier that browsers don't fetch


class Elements(HTMLParser):
    """Collects the page's tags with their attributes, and the text inside script and style elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.inline += data.strip()


def elements() -> Elements:
    parser = Elements()
    parser.feed(INDEX)
    return parser


def references() -> set[str]:
    linked = {values.get("src") or values.get("href") or "" for _, values in elements().tags}
    imported = {f"/page/{name}" for text in SCRIPTS.values() for name in re.findall(r'from "\./([\w.]+)"', text)}
    return {path for path in linked if path and not path.startswith("#")} | imported


async def test_every_file_is_referred_to_and_served() -> None:
    app = sandbox.create_app(sandbox.World())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as browser:
        for path in ["/", *sorted(references())]:
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].startswith(TYPES[Path(path).suffix or ".html"]), path
    assert {Path(path).name for path in references()} | {"index.html"} == {path.name for path in PAGE.iterdir()}


def test_nothing_is_inline() -> None:
    page = elements()
    assert page.inline == ""
    for tag, values in page.tags:
        assert tag != "style"
        assert not [name for name in values if name == "style" or name.startswith("on")], tag


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_interprets_text_as_markup_or_code(name: str) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", SCRIPTS[name])


def test_nothing_comes_from_elsewhere() -> None:
    for name, text in {"index.html": INDEX, **SCRIPTS, **SHEETS}.items():
        assert "//" not in re.sub(r"^\s*//.*$|\s// .*$", "", text.replace(NAMESPACE, ""), flags=re.MULTILINE), name
    assert not [name for name, text in SHEETS.items() if "url(" in text or "@import" in text]


def test_every_request_has_its_route() -> None:
    assert [name for name, text in SCRIPTS.items() if "/sim/" in text] == ["api.js"]
    routes = sim_routes(sandbox.World(), None)
    requests = re.findall(r'["`](/sim/[^"`?]+)(.*)', SCRIPTS["api.js"])
    assert len(requests) > 10
    for path, rest in requests:
        verb = "POST" if "body" in rest else "GET"
        scope = {"type": "http", "method": verb, "path": re.sub(r"\$\{.*?\}+", "-100123", path), "root_path": ""}
        assert any(route.matches(scope)[0] is Match.FULL for route in routes), (verb, path)


def test_every_element_that_a_script_asks_for_is_there() -> None:
    ids = [values["id"] or "" for _, values in elements().tags if "id" in values]
    assert len(ids) == len(set(ids))
    code = "\n".join(SCRIPTS.values())
    assert set(re.findall(r'byId\("([\w-]+)"\)', code)) <= set(ids)
    assert {f"i-{name}" for name in re.findall(r'icon\("([\w-]+)"\)', code)} <= set(ids)
