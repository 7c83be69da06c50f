"""What the server refuses: other files, host names and sites, and scripts in people's texts."""

import httpx

from sandbox import World, create_app
from tests.sandbox.conftest import ZHANG, Api, keys


async def test_only_files_of_the_page_are_served(http: httpx.AsyncClient) -> None:
    page = await http.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in page.headers["content-security-policy"]
    for path in (
        "/page/../README.md",
        "/page/..%2fREADME.md",
        "/page/%2e%2e/README.md",
        "/page/nothing.js",
        "/page/",
        "/page//etc/passwd",
    ):
        answer = await http.get(httpx.URL("http://localhost", raw_path=path.encode()))
        assert answer.status_code == 404, path
    for path in ("/../state.py", "/documents/../../x", "//etc/passwd", "/"):
        raw = f"/file/bot1000001:SANDBOX-sandbox-SANDBOX-sandbox-SAN{path}".encode()
        assert (await http.get(httpx.URL("http://localhost", raw_path=raw))).status_code == 404


async def test_other_host_names_and_sites_are_refused(world: World) -> None:
    transport = httpx.ASGITransport(create_app(world))
    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example:8088") as http:
        assert (await http.get("/sim/state")).status_code == 403
        assert (await http.get(f"/bot{world.token}/getMe")).status_code == 403
    async with httpx.AsyncClient(transport=transport, base_url="http://[::1]:8088") as http:
        assert (await http.get("/sim/state")).status_code == 200
        assert (await http.get("/sim/state", headers={"origin": "http://evil.example"})).status_code == 403
        assert (await http.get("/sim/state", headers={"origin": "http://[::1]:8088"})).status_code == 200
    anywhere = httpx.ASGITransport(create_app(world, hosts=None))
    async with httpx.AsyncClient(transport=anywhere, base_url="http://demo.example") as http:
        assert (await http.get("/sim/state")).status_code == 200


async def test_markup_of_people_is_escaped(api: Api, world: World) -> None:
    world.people[ZHANG].name = "<img src=x onerror=alert(1)>"
    world.say(ZHANG, "<script>alert(1)</script> javascript:alert(1)")
    await api(
        "sendMessage",
        chat_id=ZHANG,
        text='<a href="javascript:alert(1)">点</a>',
        parse_mode="HTML",
        reply_markup=keys([('"><b>', "x")]),
    )
    first, second = world.transcript(ZHANG)[-2:]
    assert first.html == "&lt;script&gt;alert(1)&lt;/script&gt; javascript:alert(1)"
    assert second.html == "点"
