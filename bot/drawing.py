"""Pictures from their SVG, with our own fonts and no others, in a thread; kept by what they show."""

import asyncio
from collections import OrderedDict
from pathlib import Path

import resvg_py

import plan

FONTS = [str(Path(plan.__file__).parent / "fonts" / f"BoardSansSC-{weight}.ttf") for weight in ("Regular", "Bold")]
KEPT = 16


def png(svg: str) -> bytes:
    """Raises ValueError for what is no SVG."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=FONTS, font_family="Board Sans SC")


class Drawings:
    """One at a time: a card goes to many groups at once, and is drawn for the first of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def png(self, digest: str, svg: str) -> bytes:
        async with self._turn:
            if digest not in self._kept:
                self._kept[digest] = await asyncio.to_thread(png, svg)
            self._kept.move_to_end(digest)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[digest]
