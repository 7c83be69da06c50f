"""Make a backup every night, keep the newest, tell the clerk of one that fails, and try it again."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.backup.listing import backups_in, made_at, superfluous
from bot.clock import Clock
from bot.settings import Settings
from plan import format
from plan.letter_kinds import BACKUP_FAILED
from plan.reply import Reply
from plan.values import Duty
from storage import people
from storage.database import Connection, Database
from storage.lease import file_of
from storage.outbox import letters

log = logging.getLogger(__name__)
HOUR = 2
DAY, DRIFT = timedelta(days=1), timedelta(minutes=5)
RETRY_AFTER = 3600.0


def due(now: datetime) -> datetime:
    """Return the latest moment at which a backup was due. `now` is in the bureau's time zone."""
    today = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= now else today - DAY


class Nightly:
    """Call `look` once a minute. Another process makes the backup, so that it neither blocks the bot's event loop nor
    delays its end."""

    def __init__(
        self, settings: Settings, clock: Clock, db: Database,
        seconds: Callable[[], float] = lambda: asyncio.get_running_loop().time(),
    ) -> None:  # fmt: skip
        self._settings, self._clock, self._db, self._seconds = settings, clock, db, seconds
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._rests_until = 0.0

    async def look(self) -> None:
        """Begin a backup if one is due and none is under way."""
        if file_of(self._settings.database_url) is None:
            return
        now = self._clock.now()
        is_busy = self._task is not None and not self._task.done()
        if not is_busy and self._seconds() >= self._rests_until and not await asyncio.to_thread(self._is_made, now):
            self._task = asyncio.create_task(self._make(due(now)))

    def _is_made(self, now: datetime) -> bool:
        """Whether the backup that is due was made. A later date does not count: the clock was set back."""
        moments = (made_at(path, self._settings.zone) for path in backups_in(self._settings.backups))
        return any(due(now) <= moment <= now + DRIFT for moment in moments)

    async def _make(self, moment: datetime) -> None:
        try:
            status, stderr = await self._run()
        except Exception as error:
            status, stderr = -1, str(error)
        if status == 0:
            if stderr:
                log.warning("the backup was made, but: %s", stderr)
            await asyncio.to_thread(self._remove_old)
            return
        self._rests_until = self._seconds() + RETRY_AFTER
        log.error("the nightly backup failed; tried again in an hour: %s", stderr)
        await self._tell(moment)

    async def _run(self) -> tuple[int, str]:
        """Run `duban backup`; return its exit status and its error output."""
        settings = self._settings
        paths = {
            "DATABASE_URL": settings.database_url, "EVIDENCE_DIR": str(settings.files),
            "BACKUP_DIR": str(settings.backups), "TIMEZONE": settings.timezone,
        }  # fmt: skip
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "backup", env=os.environ | paths, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        _, stderr = await process.communicate()
        return process.returncode or 0, stderr.decode(errors="replace").strip()

    def _remove_old(self) -> None:
        for path in superfluous(backups_in(self._settings.backups)):
            with suppress(OSError):
                path.unlink()

    async def _tell(self, moment: datetime) -> None:
        """Tell the clerks, once for each night."""
        now = self._clock.now()
        text = (
            f"请联系系统管理员：{format.short_day(moment.date(), now.date())}的数据备份未能完成。"
            "系统每小时自动重试，其他功能照常。"
        )

        async def work(db: Connection) -> None:
            clerks = await people.holders(db, (Duty.CLERK,), now.date())
            await letters.tell(db, BACKUP_FAILED, f"{moment:%Y%m%d}", Reply(text), clerks, now)

        try:
            await self._db.write(work)
        except Exception:
            log.exception("the clerk could not be told of the failed backup")

    async def drained(self) -> None:
        """Return when the backup that is under way has ended."""
        if self._task is not None:
            await self._task

    async def close(self) -> None:
        """Stop a backup that is under way. A later backup removes what it has written."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
