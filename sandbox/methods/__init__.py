"""The methods of the Bot API that the sandbox implements, by their names in lower case."""

from sandbox.methods import chats, editing, files, inbox, menus, queries, sending
from sandbox.methods.registry import METHODS

__all__ = ["METHODS", "chats", "editing", "files", "inbox", "menus", "queries", "sending"]
