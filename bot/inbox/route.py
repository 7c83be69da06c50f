"""Find the command that a message or tap means: by its name, by its words, as an answer to an open question."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.inbox.button_lines import PREFIX, whole_line
from bot.inbox.crowd import code_in
from bot.telegram.updates import Incoming
from handlers import REGISTRY
from handlers.messages import STRANGER
from handlers.registry import Command
from plan.person import Person
from plan.refusal import Forbidden, Refusal
from plan.reply import SLOT, Button, filled
from storage import people
from storage.database import Connection, Database
from storage.questions import Question

HALF_WIDTH = str.maketrans("０１２３４５６７８９．％／", "0123456789.%/")
UNREADABLE = "请发送文字、照片或文件。"
TEXT_ONLY = "这一步请回复文字。如要报送材料，请在文件的说明中写明任务编号，例如：2.2.4"
Match = tuple[Command, str]
"""A command and its unparsed input."""


@dataclass(frozen=True)
class Author:
    """Who sent an update, and what their words may complete. `person` is None for a stranger."""

    person: Person | None
    question: Question


@dataclass(frozen=True)
class Route:
    """A command with its unparsed input. `author` is None if finding the command did not need it."""

    command: Command
    rest: str
    author: Author | None = None


async def find_route(db: Database, update: Incoming, username: str, now: datetime) -> Route | None:
    """Return the command that an update means, None if it means none, as ordinary talk in a group.

    `username` is the bot's. Raises Refusal.
    """
    if update.text.startswith(PREFIX) and update.chat.kind == "private":
        line = await db.read(lambda db: whole_line(db, update.text, update.sender_id))
        update = replace(update, text=line)
    named = _by_slash_name(update, username)
    if named is not None:
        return named
    author = await db.read(lambda db: identify(db, update, now))
    return _by_content(update, author, username)


async def identify(db: Connection, update: Incoming, now: datetime) -> Author:
    return Author(*await people.with_question(db, update.sender_id, now, update.sent_at(now)))


def _by_slash_name(update: Incoming, username: str) -> Route | None:
    """Buttons and typed slash commands mean the same command for everybody, so no database is needed."""
    text = _text(update)
    if not text.startswith("/"):
        return None
    try:
        return Route(*REGISTRY.by_slash(text, username))
    except Refusal:  # In a group it is another bot's command; in a private chat `_by_content` refuses it.
        return None


def _by_content(update: Incoming, author: Author, username: str) -> Route | None:
    """Return the command that a private message means by its words, its file, or the message to which it replies."""
    if update.chat.kind != "private":
        return None
    text, person = _text(update), author.person
    if person is None or not person.posts:
        return Route(*REGISTRY.by_slash(_invitation(text), username), author)
    if text.startswith("/"):  # No such command: this raises the Refusal that says so.
        return Route(*REGISTRY.by_slash(text, username), author)
    if not text and update.file is None:
        raise Refusal(UNREADABLE, Button("我的任务", "/my"))
    reply_line = REGISTRY.by_reply(person.duties, update.about) if update.about else ""
    open_line = reply_line or (author.question.line if update.may_answer else "") or None
    match = _of_file(text, open_line, update.about) if update.file else _of_text(text, open_line)
    return Route(*match, author)


def _invitation(text: str) -> str:
    """Return the /start line for an invitation code: strangers may tap its link or paste it. Raises Forbidden."""
    if code := code_in(text):
        return f"/start {code}"
    raise Forbidden(STRANGER)


def _of_text(text: str, open_line: str | None) -> Match:
    """A word or phrase of a command means that command; other text completes `open_line`, or is searched for."""
    return (
        _task_of_file(text, open_line)
        or REGISTRY.by_word(text, whole=bool(open_line))
        or REGISTRY.by_phrase(text)
        or REGISTRY.by_slash(filled(open_line or "/find", text))
    )


def _task_of_file(text: str, open_line: str | None) -> Match | None:
    """`text` begins with a task's number, and `open_line` asks to which task a file belongs."""
    if open_line is None or open_line.partition(" ")[2][:1] not in ("", SLOT):
        return None
    command, rest = REGISTRY.by_slash(filled(open_line, text))
    return (command, rest) if command.files and command.means_task(rest) else None


def _of_file(caption: str, open_line: str | None, about: str) -> Match:
    """Return the command that takes a file: by its caption, else the one that `open_line` asks for, else /attach for
    the task `about` which the message is to which it replies. If none says so, /attach asks for the task.

    Raises Refusal if `open_line` asks for text.
    """
    match = REGISTRY.by_word(caption, whole=bool(open_line)) or REGISTRY.by_phrase(caption)
    line = open_line or (f"/attach {about}" if about else None)
    if match is None and line and (caption or SLOT not in line):
        match = REGISTRY.by_slash(filled(line, caption))
        if match[0].writes and not match[0].files:
            raise Refusal(TEXT_ONLY)
    command, rest = match or (None, caption)
    return (command, rest) if command and command.files else REGISTRY.by_slash(f"/attach {rest if caption else ''}")


def _text(update: Incoming) -> str:
    return update.text.strip().translate(HALF_WIDTH)
