"""A local Telegram for tests and demos: the Bot API over HTTP, simulated people, and a chat page."""

from sandbox.app import create_app
from sandbox.errors import SimError
from sandbox.server import serve
from sandbox.state import TOKEN
from sandbox.values import Answer, Bot, Button, Chat, Message, Person
from sandbox.world import World

__all__ = [
    "TOKEN", "Answer", "Bot", "Button", "Chat", "Message", "Person", "SimError", "World", "create_app", "serve",
]  # fmt: skip
