"""A Telegram on this machine: a Bot API for any bot, people to talk to it, and a page to watch them."""

from sandbox.app import create_app
from sandbox.errors import SimError
from sandbox.server import serve
from sandbox.state import TOKEN
from sandbox.values import Answer, Bot, Button, Chat, Message, Person
from sandbox.world import World

__all__ = [
    "TOKEN", "Answer", "Bot", "Button", "Chat", "Message", "Person", "SimError", "World", "create_app", "serve",
]  # fmt: skip
