"""Render stored SVG pictures as PNG, with the project's own fonts only."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import resvg_py

import plan
from storage import pictures
from storage.database import Database

FONTS = [str(Path(plan.__file__).parent / "fonts" / f"BoardSansSC-{weight}.ttf") for weight in ("Regular", "Bold")]
CACHE_SIZE = 16


class NotDrawn(Exception):
    """A picture is not stored, or can't be rendered. Its message is sent without it."""


def png(svg: str) -> bytes:
    """Return `svg` as a PNG. Raises ValueError for invalid SVG."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=FONTS, font_family="Board Sans SC")


class Drawings:
    """Renders one picture at a time, and caches them: the same one goes to many groups at once."""

    def __init__(self, db: Database, draw: Callable[[str], bytes] = png) -> None:
        self._db, self._draw = db, draw
        self._cache: OrderedDict[str, bytes] = OrderedDict()
        self._lock = asyncio.Lock()

    async def png(self, digest: str) -> bytes:
        """Return the picture whose SVG has this digest. Raises NotDrawn."""
        async with self._lock:
            if digest not in self._cache:
                self._cache[digest] = await self._render(digest)
            self._cache.move_to_end(digest)
            while len(self._cache) > CACHE_SIZE:
                self._cache.popitem(last=False)
            return self._cache[digest]

    async def _render(self, digest: str) -> bytes:
        svg = await self._db.read(lambda db: pictures.get(db, digest))
        if svg is None:
            raise NotDrawn(f"no picture {digest} is stored")
        try:
            return await asyncio.to_thread(self._draw, svg)
        except ValueError as error:
            raise NotDrawn(str(error)) from error
