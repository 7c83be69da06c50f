"""Create groups, change their members, and turn them into supergroups."""

from sandbox.errors import SimError
from sandbox.people import People
from sandbox.shapes import chat_json, member_json
from sandbox.values import Bot, Chat, Person

STATUSES = ("member", "administrator", "left", "kicked")


class Groups(People):
    def add_group(self, title: str, members: list[int], forum: bool = False) -> Chat:
        """Create a group; the first member is its creator, who adds the bot. A forum is always a supergroup."""
        if not title.strip() or not members:
            raise SimError("A group has a title and members.")
        people = [self.person(number) for number in members]
        kind = "supergroup" if forum else "group"
        chat = Chat(self._free_id(forum), kind, title.strip(), dict.fromkeys(members, "member"), forum)
        chat.members[people[0].id] = "creator"
        self.chats[chat.id] = chat
        self.member(chat.id, self.bot.id, "member")
        return chat

    def member(self, chat: int, who: int | Person | Bot, status: str) -> Chat:
        """Puts a person or the bot into a chat, out of it, or in charge of it."""
        group = self.chat(chat)
        number = who if isinstance(who, int) else who.id
        if group.private or group.moved_to is not None:
            raise SimError("Members come and go in groups alone.")
        if status not in STATUSES:
            raise SimError(f"A status is one of {', '.join(STATUSES)}.")
        user = self.user(number)
        if user is None:
            raise SimError(f"There is no person {number}.", 404)
        old, was_member = group.members.get(number, "left"), group.has_member(number)
        if old == status:
            return group
        group.members[number] = status
        self._tell_change(group, number, old, status)
        self._announce(group, number, was_member)
        self.changed()
        return group

    def make_supergroup(self, chat: int) -> Chat:
        """Turn a group into a supergroup with a new id. Calls for the old id are refused with the new one."""
        old = self.chat(chat)
        if old.type != "group" or old.moved_to is not None:
            raise SimError("Only a group becomes a supergroup.")
        new = Chat(self._free_id(True), "supergroup", old.title, dict(old.members))
        self.chats[new.id] = new
        creator = self._owner(old)
        self.serve(old, creator.id, "群组已升级为超级群组", {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self.serve(new, creator.id, "群组已升级为超级群组", {"migrate_from_chat_id": old.id})
        return new

    def _announce(self, group: Chat, number: int, was_member: bool) -> None:
        user, name, by = self.user(number), self._name(number), self._owner(group).id
        if group.has_member(number) and not was_member:
            self.serve(group, by, f"{name} 加入了群组", {"new_chat_members": [user]})
        elif was_member and not group.has_member(number):
            self.serve(group, by if number == self.bot.id else number, f"{name} 离开了群组", {"left_chat_member": user})

    def _tell_change(self, group: Chat, number: int, old: str, new: str) -> None:
        by = self._owner(group)
        if number == self.bot.id:
            self._tell_member(group, by, old, new)
        elif group.is_admin(self.bot.id):
            user = self.people[number].user()
            change = {"chat": chat_json(group, self.user), "from": by.user(), "date": self.clock.unix()}
            change |= {"old_chat_member": member_json(user, old), "new_chat_member": member_json(user, new)}
            self.updates.push("chat_member", change)

    def _owner(self, group: Chat) -> Person:
        """Return the person who appears as the author of changes: the creator, or any member."""
        numbers = sorted(group.members, key=lambda number: group.members[number] != "creator")
        return next(self.people[number] for number in numbers if number in self.people)

    def _name(self, number: int) -> str:
        return self.people[number].name if number in self.people else self.bot.name

    def _free_id(self, large: bool) -> int:
        return -next(self.supergroup_ids if large else self.group_ids)
