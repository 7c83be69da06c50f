"""The world: one bot, people, chats, and a clock, all in memory."""

from datetime import datetime

from sandbox.errors import SimError
from sandbox.faults import Fault
from sandbox.groups import Groups
from sandbox.menus import menu_of
from sandbox.values import Chat, Json


class World(Groups):
    """A small Telegram, for use from one event loop. Refused actions raise SimError."""

    def commands(self, person: int, chat: int) -> list[Json]:
        """Return the menu that a person sees in a chat: `[{"command", "description"}]`."""
        where = self.chat(chat)
        who = self.person(person)
        if not where.has_member(who.id):
            raise SimError(f"{who.name} is not in this chat.")
        return menu_of(self.menus, who, where)

    def add_fault(
        self,
        kind: str | int,
        method: str | None = None,
        chat: int | None = None,
        times: int = 1,
        retry_after: int | None = None,
        seconds: float | None = None,
        code: int | None = None,
        description: str | None = None,
        parameters: Json | None = None,
    ) -> list[Fault]:
        """Make coming calls fail. `code`, `description` and `parameters` are the answer of the kind `error`."""
        self.faults.add(Fault(str(kind), method, chat, times, retry_after, seconds, code, description, parameters))
        return list(self.faults.coming)

    def move_clock(self, target: datetime) -> datetime:
        """Move the clock forward and return the time reached."""
        if target.tzinfo is None:
            raise SimError("A time has an offset.")
        try:
            reached = self.clock.move(target)
        except ValueError as error:
            raise SimError(f"{error}.") from None
        self.changed()
        return reached

    def moved_by(self, fault_chat: int | None) -> int:
        """Return the new id of a chat for the fault `migrate`; a basic group really becomes a supergroup."""
        chat = self.chats.get(fault_chat or 0)
        if chat is not None and chat.moved_to is not None:
            return chat.moved_to
        if isinstance(chat, Chat) and chat.type == "group":
            return self.make_supergroup(chat.id).id
        return -(1_000_000_000_000 + abs(fault_chat or 0))
