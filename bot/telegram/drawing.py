"""Pictures from their SVG, with our own fonts and no others, in a thread; kept by what they show."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import resvg_py

import plan
from storage import pictures
from storage.database import Database

FONTS = [str(Path(plan.__file__).parent / "fonts" / f"BoardSansSC-{weight}.ttf") for weight in ("Regular", "Bold")]
KEPT = 16


class Undrawn(Exception):
    """What should be shown is not known, or can't be drawn: the words go without it."""


def png(svg: str) -> bytes:
    """Raises ValueError for what is no SVG."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=FONTS, font_family="Board Sans SC")


class Drawings:
    """One at a time: a card goes to many groups at once, and is drawn for the first of them."""

    def __init__(self, db: Database, draw: Callable[[str], bytes] = png) -> None:
        self._db, self._draw = db, draw
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def png(self, digest: str) -> bytes:
        """Raises Undrawn."""
        async with self._turn:
            if digest not in self._kept:
                self._kept[digest] = await self._drawn(digest)
            self._kept.move_to_end(digest)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[digest]

    async def _drawn(self, digest: str) -> bytes:
        svg = await self._db.read(lambda db: pictures.get(db, digest))
        if svg is None:
            raise Undrawn(f"no picture {digest} is remembered")
        try:
            return await asyncio.to_thread(self._draw, svg)
        except ValueError as error:
            raise Undrawn(str(error)) from error
