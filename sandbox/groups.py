"""Create groups, change their members, and turn them into supergroups."""

from sandbox.channels import Channels
from sandbox.errors import SimError
from sandbox.rights import check_rights
from sandbox.values import Bot, Chat, Json, Person

STATUSES = ("member", "administrator", "restricted", "left", "kicked")


class Groups(Channels):
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

    def member(self, chat: int, who: int | Person | Bot, status: str, **rights: bool) -> Chat:
        """Set the status of a person or of the bot in a group.

        An administrator has all rights except those given as false, a restricted member only those given as true.
        """
        group = self.chat(chat)
        number = who if isinstance(who, int) else who.id
        if group.type not in ("group", "supergroup") or group.moved_to is not None:
            raise SimError("Only groups have members that come and go.")
        if status not in STATUSES:
            raise SimError(f"A status is one of {', '.join(STATUSES)}.")
        if status == "restricted" and group.type != "supergroup":
            raise SimError("Only members of a supergroup can be restricted.")
        check_rights(status, rights)
        if number != self.bot.id:
            self.person(number)
        before, was_member = self.member_json(group, number), group.has_member(number)
        group.members[number] = status
        group.rights[number] = rights
        if self.member_json(group, number) == before:
            return group
        self._tell_change(group, number, before)
        self._announce(group, number, was_member)
        self.changed()
        return group

    def make_supergroup(self, chat: int) -> Chat:
        """Turn a group into a supergroup with a new id. Calls for the old id are refused with the new one."""
        old = self.chat(chat)
        if old.type != "group" or old.moved_to is not None:
            raise SimError("Only a group becomes a supergroup.")
        new = Chat(self._free_id(True), "supergroup", old.title, dict(old.members), rights=dict(old.rights))
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

    def _tell_change(self, group: Chat, number: int, before: Json) -> None:
        if number == self.bot.id or group.is_admin(self.bot.id):
            kind = "my_chat_member" if number == self.bot.id else "chat_member"
            self._tell_member(kind, group, self._owner(group), before, self.member_json(group, number))

    def _owner(self, group: Chat) -> Person:
        """Return the person who appears as the author of changes: the creator, or any member."""
        numbers = sorted(group.members, key=lambda number: group.members[number] != "creator")
        return next(self.people[number] for number in numbers if number in self.people)

    def _name(self, number: int) -> str:
        return self.people[number].name if number in self.people else self.bot.name

    def _free_id(self, large: bool) -> int:
        return -next(self.supergroup_ids if large else self.group_ids)
