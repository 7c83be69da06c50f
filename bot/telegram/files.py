"""Files that people send: fetched before anything is decided, and kept on disk under the digest of their content."""

import asyncio
import hashlib
import json
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from bot.settings import Settings
from bot.telegram.errors import Later, Rejected, Trouble, Unclear, result_of
from bot.telegram.http import Http
from bot.telegram.updates import Announced
from plan.evidence import HEAD, MOST_BYTES, KeptFile, check
from plan.refusal import Refusal
from storage import evidence
from storage.database import Database

log = logging.getLogger(__name__)
SECONDS = 60
PAUSES = (0.5, 2.0)
LONGEST_PAUSE = 20.0
AT_ONCE = 3
"""A file is in memory until it is on disk."""
NOT_FETCHED = "文件没有取回，未能保存，请重新发送。"
NOT_STORED = "材料未能保存，请稍后重新发送。"


class Unfetched(Exception):
    """Its bytes are not here, or may not be: the sentence that its sender reads."""


class Unstored(Unfetched):
    """Its bytes are here, but our own disk does not take them."""


class Files:
    """What is on disk is named in the database, or in hand; whatever becomes neither is removed at once."""

    def __init__(self, settings: Settings, http: Http, db: Database) -> None:
        self._call = f"{settings.bot_api_url}/bot{settings.bot_token}/getFile"
        self._root = f"{settings.bot_api_url}/file/bot{settings.bot_token}"
        self._folder, self._http, self._db = settings.files, http, db
        self._room = asyncio.Semaphore(AT_ONCE)
        self._turn = asyncio.Lock()
        self._in_hand: Counter[str] = Counter()
        self._reported: set[int | None] = set()

    @asynccontextmanager
    async def held(self, announced: Announced) -> AsyncIterator[KeptFile]:
        """On disk for as long as it is being decided about, and longer where a row names it then. Raises Unfetched."""
        try:
            kept = await self._kept(announced)
        except Refusal as refusal:
            raise Unfetched(refusal.sentence) from None
        try:
            yield kept
        finally:
            self._in_hand[kept.sha256] -= 1
            await self.discard([kept.sha256])

    async def discard(self, digests: Iterable[str]) -> None:
        async with self._turn:
            for sha256 in digests:
                if self._in_hand[sha256] or await self._db.read(partial(evidence.named, sha256=sha256)):
                    continue
                del self._in_hand[sha256]
                try:
                    await asyncio.to_thread((self._folder / sha256).unlink, missing_ok=True)
                except OSError as error:  # a copy too many harms nobody
                    self._report(error)

    async def _kept(self, announced: Announced) -> KeptFile:
        if announced.size is not None:
            check(announced.name, announced.size)
        async with self._room:
            content = await self._fetched(announced)
            ending = check(announced.name, len(content), content[:HEAD])
            digest = hashlib.sha256(content).hexdigest()
            async with self._turn:
                await self._store(digest, content)
                self._in_hand[digest] += 1
        return KeptFile(
            announced.kind, announced.name, ending, len(content), digest, announced.file_id, announced.album
        )

    async def _store(self, digest: str, content: bytes) -> None:
        try:
            await asyncio.to_thread(_write, self._folder, digest, content)
        except OSError as error:
            self._report(error)
            raise Unstored(NOT_STORED) from None
        self._reported.clear()

    def _report(self, error: OSError) -> None:
        """Once per cause, until a file is stored again: a full disk fails many files, and the first says it all."""
        if error.errno not in self._reported:
            self._reported.add(error.errno)
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            log.error("files can't be kept in %s: %s", self._folder, reason)

    async def _fetched(self, announced: Announced) -> bytes:
        """A few times where Telegram is away."""
        for pause in (*PAUSES, None):
            try:
                async with asyncio.timeout(SECONDS):
                    return await self._download(announced.file_id)
            except (Later, Unclear, TimeoutError) as away:
                if pause is None:
                    break
                await asyncio.sleep(min(getattr(away, "seconds", None) or pause, LONGEST_PAUSE))
            except Rejected as refused:
                if "too big" in str(refused).lower():
                    check(announced.name, MOST_BYTES + 1)
                break
            except (Trouble, KeyError, TypeError):
                break
        raise Refusal(NOT_FETCHED)

    async def _download(self, file_id: str) -> bytes:
        body = json.dumps({"file_id": file_id}).encode()
        found: dict[str, Any] = result_of(*await self._http.request("POST", self._call, body, SECONDS))
        url = f"{self._root}/{found['file_path']}"
        status, content = await self._http.request("GET", url, None, SECONDS, MOST_BYTES)
        if status != 200:
            result_of(status, content)
        return content


def _write(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all, and still there after a power cut."""
    path = folder / name
    if path.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:  # its mode is 0600, whatever the umask
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(part.name)
            raise
    _sync(folder)


def _sync(folder: Path) -> None:
    """The name too must outlive a power cut; Windows has no such call."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
