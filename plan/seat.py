"""A post (岗位) as the clerk sees it: its holder, its deputy (B岗), the holder's leave, an open invitation."""

from dataclasses import dataclass

from plan.leave import Leave
from plan.person import UNBOUND, Person
from plan.values import Duty

VACANT, VACANT_BUT_INVITED = "空缺", "空缺，已邀请"


@dataclass(frozen=True)
class Seat:
    """A post with its people.

    `leave` is the holder's present or next one. `invited` is the name on an open invitation, which may be empty; None
    without an invitation.
    """

    id: int
    duty: Duty
    unit_id: int
    unit: str
    version: int
    holder: Person | None
    deputy: Person | None
    leave: Leave | None
    invited: str | None

    @property
    def title(self) -> str:
        return f"{self.unit}{self.duty.label}"

    @property
    def says(self) -> str:
        """The holder, and why the bot cannot reach them: `演示甲（未绑定）`, `空缺`."""
        if self.holder is None:
            return VACANT if self.invited is None else VACANT_BUT_INVITED
        return self.holder.name + (f"（{self.trouble}）" if self.trouble else "")

    @property
    def trouble(self) -> str:
        """Why the bot reaches nobody in this post (空缺, 未绑定, 联系不上); empty if it does."""
        if self.holder:
            return self.holder.trouble
        return VACANT if self.invited is None else UNBOUND
