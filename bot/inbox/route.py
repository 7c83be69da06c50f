"""Find the command that a message or tap means: by its name, by its file, or by its words."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.inbox.button_lines import PREFIX, whole_line
from bot.inbox.words import Words
from bot.telegram.updates import Incoming
from handlers import REGISTRY
from handlers.messages import STRANGER
from handlers.open_question import task_of
from handlers.registry import Command
from plan.calendar import Calendar
from plan.person import Person
from plan.refusal import Forbidden, Refusal
from plan.reply import Button
from storage import names, people, questions
from storage.database import Connection, Database
from storage.questions import Question

HALF_WIDTH = str.maketrans("０１２３４５６７８９．％／", "0123456789.%/")
UNREADABLE = "请发送文字、照片或文件。"
LONGEST = 8192
"""In characters. Nothing that is stored may be longer than half of it, and all of it is read to be understood."""
TOO_LONG = "这段文字有 {} 字，过长，未作任何登记。请分段发送，每段不超过4096字。"


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


async def find_route(
    db: Database, update: Incoming, username: str, now: datetime, calendar: Calendar
) -> Route | None:  # fmt: skip
    """Return the command that an update means, None if it means none, as ordinary talk in a group.

    `username` is the bot's. Raises Refusal, also with what the bot asks back.
    """
    if update.text.startswith(PREFIX) and update.chat.kind == "private":
        line = await db.read(lambda db: _stored_line(db, update, now))
        update = replace(update, text=line)
    named = _by_slash_name(update, username)
    if named is not None:
        return named
    if update.chat.kind != "private":
        return None
    return await db.read(lambda db: _by_content(db, update, username, now, calendar))


async def _stored_line(db: Connection, update: Incoming, now: datetime) -> str:
    """Return the line that the button of this person stands for. Raises Refusal."""
    person = (await identify(db, update, now)).person
    if person is None or not person.posts:
        raise Forbidden(STRANGER)
    return await whole_line(db, update.text, update.sender_id)


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


async def _by_content(
    db: Connection, update: Incoming, username: str, now: datetime, calendar: Calendar
) -> Route:  # fmt: skip
    """Return the command that a private message means by its words, its file, or the message to which it replies."""
    author = await identify(db, update, now)
    text, person = _text(update), author.person
    if person is None or not person.posts:
        raise Forbidden(STRANGER)
    if text.startswith("/"):  # No such command: this raises the Refusal that says so.
        return Route(*REGISTRY.by_slash(text, username), author)
    if not text and update.file is None:
        raise Refusal(UNREADABLE, Button("我的任务", "/my"))
    if len(text) > LONGEST:
        raise Refusal(TOO_LONG.format(len(text)))
    question = author.question if update.may_answer else Question()
    sent_at = update.sent_at(now)
    shown = await questions.shown_last(db, person.id, question, sent_at) if update.may_answer else ""
    if not question.line:
        question = replace(question, shown=shown)
    words = Words(update.text.strip(), person, sent_at, calendar, await names.load(db), question)
    if question.line:
        letter = shown if shown != question.shown else ""
        words = replace(words, asked_task=await task_of(db, question), letter=letter)
    if update.is_reply:
        words = words.in_reply_to(update.about, update.names)
    if update.file:
        return Route(*words.match_file(update.about), author)
    return Route(*words.match(), author)


def _text(update: Incoming) -> str:
    return update.text.strip().translate(HALF_WIDTH)
