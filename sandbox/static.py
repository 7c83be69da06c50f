"""Serve the files of the chat page."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PAGE = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
# 'unsafe-inline' is for styles only: the page sets positions in style attributes, but must never run inline scripts.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_routes() -> list[Route]:
    return [Route("/", _index), Route("/page/{name}", _file)]


async def _index(_request: Request) -> Response:
    return _serve("index.html")


async def _file(request: Request) -> Response:
    return _serve(request.path_params["name"])


def _serve(name: str) -> Response:
    """Return a file by its name. The name is compared with existing ones and never becomes part of a path."""
    path = next((file for file in PAGE.iterdir() if file.name == name), None) if PAGE.is_dir() else None
    if path is None or path.suffix not in TYPES:
        return Response("There is no such page.", 404, media_type="text/plain", headers=HEADERS)
    return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers=HEADERS)
