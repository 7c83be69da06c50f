"""Limits for evidence (成果材料): files per report, bytes per person and day, bytes in total."""

from dataclasses import dataclass

from plan.format import shortened
from plan.refusal import Refusal
from plan.reply import Button

MB, GB = 1024**2, 1024**3
SHOWN = 40
"""Characters of a file name in a refusal."""


class OverQuota(Refusal):
    """Raised where a file exceeds a limit; the words that came with it can still take effect."""


@dataclass(frozen=True)
class Used:
    """Bytes that one person has sent today, and bytes on disk, where equal files count once."""

    today: int
    in_all: int


@dataclass(frozen=True)
class Quota:
    """The limits of one bureau; `mb_a_day` is for each person and each day in the bureau's time zone."""

    files_per_report: int = 20
    mb_a_day: float = 200
    gb_in_all: float = 20

    def check(self, used: Used, name: str, more: int = 0) -> None:
        """Raise OverQuota where `used` and `more` bytes of the file called `name` together exceed a limit."""
        shown = shortened(name, SHOWN)
        if used.today + more > self.mb_a_day * MB:
            raise OverQuota(
                f"“{shown}”没有保存：每人每日发送材料合计不超过{self.mb_a_day:g}MB。请压缩后重新发送，或于次日发送。"
            )
        if used.in_all + more > self.gb_in_all * GB:
            raise OverQuota(
                f"“{shown}”没有保存：全局材料总量已达{self.gb_in_all:g}GB上限。请联系督办员，待清理或扩容后重新发送。"
            )

    def check_count(self, count: int, *, came: bool) -> None:
        """Raise OverQuota where one report would have more files than allowed; `came`: one of them came just now."""
        if count <= self.files_per_report:
            return
        limit = f"每次汇报最多附{self.files_per_report}份材料"
        if came:
            raise OverQuota(f"{limit}，这份没有保存。其余材料请随下一次汇报发送。")
        raise OverQuota(f"{limit}，加上待归入的共{count}份。请清空材料后重新选送。", Button("清空材料", "/discard"))
