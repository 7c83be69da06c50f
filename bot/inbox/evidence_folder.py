"""Store the files that people send in the folder of evidence, each under the digest of its content."""

import asyncio
import hashlib
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.telegram.contents import Announced
from bot.telegram.download import Downloader
from plan.evidence import HEAD, StoredFile, check
from plan.refusal import Refusal
from storage import durable, evidence
from storage.database import Database

log = logging.getLogger(__name__)
CONCURRENT = 3
"""Files that are in memory at the same time, until they are on disk."""
NOT_STORED = "材料未能保存，请稍后重新发送。"


class NotTaken(Exception):
    """A file could not be fetched, or may not be handed in. The message is the sentence that its sender reads."""


class NotStored(NotTaken):
    """A file was fetched, but the bot's own disk did not take it."""


class EvidenceFolder:
    """Every file in the folder is named by a row of the database, or in use by an update that is being handled. A file
    that is neither is removed at once."""

    def __init__(self, folder: Path, downloader: Downloader, db: Database) -> None:
        self._folder, self._downloader, self._db = folder, downloader, db
        self._room = asyncio.Semaphore(CONCURRENT)
        self._lock = asyncio.Lock()
        self._uses: Counter[str] = Counter()
        self._reported: set[int | None] = set()

    @asynccontextmanager
    async def stored(self, announced: Announced) -> AsyncIterator[StoredFile]:
        """Fetch a file and keep it on disk inside the block, and after it if a row names it by then.

        Raises NotTaken.
        """
        try:
            stored_file = await self._keep(announced)
        except Refusal as refusal:
            raise NotTaken(refusal.sentence) from None
        try:
            yield stored_file
        finally:
            self._uses[stored_file.sha256] -= 1
            await self.discard([stored_file.sha256])

    async def discard(self, digests: Iterable[str]) -> None:
        """Remove the files that no row names and nobody uses."""
        async with self._lock:
            for sha256 in digests:
                if self._uses[sha256] or await self._db.read(partial(evidence.named, sha256=sha256)):
                    continue
                del self._uses[sha256]
                try:
                    await asyncio.to_thread((self._folder / sha256).unlink, missing_ok=True)
                except OSError as error:  # A file that stays does no harm.
                    self._report(error)

    async def _keep(self, announced: Announced) -> StoredFile:
        if announced.size is not None:
            check(announced.name, announced.size)
        async with self._room:
            content = await self._downloader.download(announced)
            ending = check(announced.name, len(content), content[:HEAD])
            digest = hashlib.sha256(content).hexdigest()
            async with self._lock:
                await self._store(digest, content)
                self._uses[digest] += 1
        return StoredFile(
            announced.kind, announced.name, ending, len(content), digest, announced.file_id, announced.album
        )

    async def _store(self, digest: str, content: bytes) -> None:
        try:
            await asyncio.to_thread(_write, self._folder, digest, content)
        except OSError as error:
            self._report(error)
            raise NotStored(NOT_STORED) from None
        self._reported.clear()

    def _report(self, error: OSError) -> None:
        """Log each cause once until a file is stored again: a full disk fails many files for the same reason."""
        if error.errno not in self._reported:
            self._reported.add(error.errno)
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            log.error("files can't be kept in %s: %s", self._folder, reason)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write the whole file or nothing, and bring it to the disk. An existing file of this name has this content."""
    path = folder / name
    if path.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # NamedTemporaryFile creates files with mode 0600, whatever the umask.
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(part.name)
            raise
    with suppress(OSError):  # The file is there and complete; some file systems can't sync a folder.
        durable.sync(folder)
