"""Draw the pictures that letters name, in a thread, and cache the PNGs by digest."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from bot.pictures.png import draw
from storage import pictures
from storage.database import Database

CACHED = 16


class Undrawn(Exception):
    """A picture is not stored any more, or cannot be drawn. The letter's text is sent without it."""


class Drawings:
    """At most one picture is drawn at a time: a card goes to many groups at once, and is drawn for the first of them.

    `draw` turns a picture as it is stored into a PNG, and raises ValueError where that is impossible.
    """

    def __init__(self, db: Database, draw: Callable[[str], bytes] = draw) -> None:
        self._db, self._draw = db, draw
        self._cache: OrderedDict[str, bytes] = OrderedDict()
        self._lock = asyncio.Lock()

    async def png(self, digest: str) -> bytes:
        """Return the PNG of the picture that is stored under this digest. Raises Undrawn."""
        async with self._lock:
            if digest not in self._cache:
                self._cache[digest] = await self._drawn(digest)
            self._cache.move_to_end(digest)
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
            return self._cache[digest]

    async def _drawn(self, digest: str) -> bytes:
        stored = await self._db.read(lambda db: pictures.get(db, digest))
        if stored is None:
            raise Undrawn(f"no picture is stored under {digest}")
        try:
            return await asyncio.to_thread(self._draw, stored)
        except ValueError as error:
            raise Undrawn(str(error)) from error
