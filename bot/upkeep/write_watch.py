"""Tell the clerks that the database takes no writes, and when it does again, without using the database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from storage.availability import Reason, reason

log = logging.getLogger(__name__)
TELL_AFTER = 60.0
"""Seconds of failures before the clerks are told."""
TELL_AGAIN = 3600.0
"""Seconds between two messages while it goes on."""
REASONS: dict[Reason, str] = {
    "full": "磁盘已满", "locked": "数据库被其他程序占用", "readonly": "数据库不可写入", "disk": "磁盘读写出错",
    "damaged": "数据库文件已损坏", "away": "数据库无法连接",
}  # fmt: skip
WORKS = "系统已恢复，可以正常保存。故障期间发送的内容系统会自动处理；没有收到答复的，请重新发送。"


class WriteWatch:
    """`failed` or `succeeded` is called after each write. `now` returns seconds, and must never go back.

    Only errors of the database itself count: after a refused command the database works.
    """

    def __init__(self, send: Callable[[int, str], Awaitable[object]], now: Callable[[], float]) -> None:
        self._send, self._now = send, now
        self._clerks: tuple[int, ...] = ()
        self._since: float | None = None
        self._told: float | None = None
        self._sending: set[asyncio.Task[None]] = set()

    def remember(self, chat_ids: Iterable[int]) -> None:
        """Set whom to tell. To be called while the database can be read."""
        self._clerks = tuple(chat_ids)

    def failed(self, error: BaseException) -> None:
        """Tell the clerks after a minute of failures, and once an hour while it goes on."""
        cause = reason(error)
        if cause is None:
            return
        now = self._now()
        self._since = now if self._since is None else self._since
        if now - self._since >= TELL_AFTER and (self._told is None or now - self._told >= TELL_AGAIN):
            self._told = now
            log.error("the database has taken no writes for %.0f s: %s", now - self._since, error)
            self._tell(
                f"请立即联系系统管理员：{REASONS[cause]}，系统暂时无法保存内容，已持续{_minutes(now - self._since)}。"
            )

    def succeeded(self) -> None:
        self._since = None
        if self._told is not None:
            self._told = None
            log.error("the database takes writes again")
            self._tell(WORKS)

    def _tell(self, text: str) -> None:
        for chat_id in self._clerks:
            task = asyncio.ensure_future(self._sent(chat_id, text))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _sent(self, chat_id: int, text: str) -> None:
        """A clerk who can't be reached must not keep the message from the others."""
        try:
            await self._send(chat_id, text)
        except Exception as error:
            log.error("a clerk could not be told that the database fails: %s", error)

    @property
    def fails(self) -> bool:
        """Whether the last write failed."""
        return self._since is not None

    async def drained(self) -> None:
        """Return when all messages are sent."""
        await asyncio.gather(*self._sending)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f}分钟" if seconds < TELL_AGAIN else f"{seconds / TELL_AGAIN:.0f}小时"
