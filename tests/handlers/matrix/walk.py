"""Say every line and tap every button, directly at the update handler, where a thousand lines take seconds."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.inbox.arrival import arrival_of
from bot.inbox.button_lines import PREFIX
from bot.inbox.route import find_route
from bot.inbox.update_handler import BROKEN
from bot.telegram import updates
from handlers import REGISTRY
from handlers.messages import IN_PRIVATE
from plan.refusal import Refusal
from plan.reply import Reply, filled
from storage import inbox
from tests.handlers.matrix.scene import NOW, Scene
from tests.handlers.scene import KEPT
from tests.town import Town
from tests.watched import Seen, look, watch

TAPS = 2
SIMILAR_TAPS = 2
"""How many buttons of one message are tapped that differ in numbers only, such as the tasks of a list."""
SIMILAR_LINES = 3
"""How many tapped lines are tried that differ in numbers only; typed lines have covered every number."""
WORDS = ("测试文字", "9月30日")
"""The answers given to each question."""
REFUSALS = 3
"""How often a command refused for the role or the chat is tried again; its other lines are refused alike."""


@dataclass(frozen=True)
class Outcome:
    """A line, what its sender read, the letters to others by person id, and the changed rows by table.

    `next` are the lines of its buttons and the answers to its question. If `depends`, they need this line before them.
    `command` is the name of the command that the line means, "" if it means none.
    """

    path: tuple[str, ...]
    text: str
    buttons: tuple[str, ...]
    letters: tuple[tuple[int, str], ...]
    changed: tuple[tuple[str, dict[str, Any]], ...]
    next: tuple[str, ...]
    depends: bool
    labels: tuple[tuple[str, ...], ...]
    command: str

    @property
    def line(self) -> str:
        return self.path[-1]

    @property
    def events(self) -> set[str]:
        """The actions of the events that the line has written."""
        return {row["action"] for table, row in self.changed if table == "events"}

    @property
    def acts(self) -> set[str]:
        """What the line has done: its events, or the changed tables where no event was written."""
        return self.events or {table for table, _ in self.changed}


class Walk:
    """A person's walk; each line starts from the scene as it was built, whatever earlier lines did.

    `circumstances` are further fields of each message, as of a forwarded one or a reply.
    """

    def __init__(self, bureau: Town, scene: Scene, folder: Path, sender: int, group: int = 0) -> None:
        self.circumstances: dict[str, Any] = {}
        self._bureau, self._sender, self._update = bureau, sender, 0
        self._chat = {"id": group, "type": "group", "title": "工作群"} if group else {"id": sender, "type": "private"}
        bureau.clock.set(NOW)
        (folder / "scene.db").write_bytes(scene.file)
        self._scene = sqlite3.connect(folder / "scene.db")
        watch(self._scene, KEPT)
        self._live = sqlite3.connect(folder / "duban.db", isolation_level=None)
        self._live.execute("PRAGMA synchronous=OFF")
        self._scene.backup(self._live)
        self._built, self._seen, self._letters = look(self._live), self._version(), self._last_letter()
        self._columns = {name: self._names(name) for name in KEPT}
        self._after = sqlite3.connect(":memory:")
        self._before, self._stood = tuple[str, ...](), self._built

    def close(self) -> None:
        self._scene.close()
        self._after.close()
        self._live.close()

    async def everything(self, typed: Iterable[str], taps: int = TAPS) -> AsyncIterator[Outcome]:
        """Yield the result of each line, and of each line that follows from it, once."""
        paths: list[tuple[int, tuple[str, ...]]] = [(0, (line,)) for line in typed]
        walked: set[str] = set()
        refused: Counter[str] = Counter()
        tries_by_form: Counter[str] = Counter()
        for depth, path in paths:
            name, form = path[-1].split()[0], _form(path[-1])
            if path[-1] in walked or refused[name] >= REFUSALS or (depth and tries_by_form[form] >= SIMILAR_LINES):
                continue
            walked.add(path[-1])
            tries_by_form[form] += 1 if depth else 0
            outcome = await self.outcome_of(*path)
            label = REGISTRY.commands[outcome.command].label if outcome.command in REGISTRY.commands else ""
            refused[name] += outcome.text.startswith((f"“{label}”由", IN_PRIVATE))
            yield outcome
            if depth < taps:
                paths += [(depth + 1, (*(path if outcome.depends else path[:-1]), line)) for line in outcome.next]

    async def outcome_of(self, *path: str) -> Outcome:
        """Say the lines in order and return the result of the last; afterwards the scene is as it was built."""
        *before, line = path
        await self._restore(tuple(before))
        built, letters = (self._stood, self._last_letter()) if before else (self._built, self._letters)
        command = await self._command(line)
        reply = await self._answer(line)
        changed, new_letters = (
            self._changed(built) if self._version() != self._seen else (),
            self.letters_since(letters),
        )
        if before or changed or new_letters or reply.question:
            self._scene.backup(self._live)
        self._seen = self._version()
        buttons = tuple(button.line or button.url for row in reply.buttons for button in row)
        answers = [filled(reply.question, words) for words in WORDS] if reply.question else []
        next_ = (*_dissimilar(line for line in buttons if line.startswith("/")), *answers)
        labels = tuple(tuple(button.label for button in row) for row in reply.buttons)
        return Outcome(
            path,
            reply_text(reply),
            buttons,
            new_letters,
            changed,
            next_,
            bool(changed or reply.question),
            labels,
            command,
        )

    async def _restore(self, before: tuple[str, ...]) -> None:
        """Bring the scene to the state after these lines; it is kept, because many lines in a row share them."""
        if not before:
            return
        if before == self._before:
            self._after.backup(self._live)
        else:
            for line in before:
                await self._answer(line)
            self._live.backup(self._after)
            self._before, self._stood = before, look(self._live, self._built)
        self._seen = self._version()

    def _message(self, line: str) -> inbox.Update:
        sender = {"id": self._sender, "is_bot": False, "first_name": "演示"}
        date = int(NOW.timestamp())
        message = {"message_id": self._update, "date": date, "chat": self._chat, "from": sender, "text": line}
        return arrival_of({"update_id": self._update, "message": message | self.circumstances}).update

    async def _command(self, line: str) -> str:
        if line.startswith("/") and not line.startswith(PREFIX):
            return line.split(maxsplit=1)[0][1:]
        bot, now = self._bureau.bot, self._bureau.clock.now()
        update = updates.read(replace(self._message(line), received_at=now))
        try:
            route = await find_route(self._bureau.db, update, bot.username, now, bot.bureau().calendar)
        except Refusal:
            return ""
        return route.command.name if route else ""

    async def _answer(self, line: str) -> Reply:
        self._update += 1
        update = self._message(line)
        row = "INSERT INTO inbox (bot, identity, state, received_at) VALUES (1, ?, 'new', '2020-06-01') RETURNING id"
        (id,) = self._live.execute(row, (update.identity,)).fetchone()
        answer = await self._bureau.bot.update_handler.handle(
            replace(update, id=id, received_at=self._bureau.clock.now())
        )
        if answer is None:
            assert self._chat["type"] != "private", line
            return Reply("")
        assert answer.reply.text != BROKEN, line
        return answer.reply

    def _version(self) -> int:
        """Return a number that changes with every commit of another connection."""
        return int(self._live.execute("PRAGMA data_version").fetchone()[0])

    def _names(self, table: str) -> list[str]:
        return [column[0] for column in self._live.execute(f"SELECT * FROM {table} LIMIT 0").description]

    def _last_letter(self) -> int:
        return int(self._live.execute("SELECT max(id) FROM outbox").fetchone()[0])

    def _changed(self, built: Seen) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Return the rows that changed, both as they were and as they are now."""
        changed_rows = []
        for name, rows in look(self._live, built).rows.items():
            different = set(rows) ^ set(built.rows[name]) if rows is not built.rows[name] else ()
            changed_rows += [(name, dict(zip(self._columns[name], row, strict=True))) for row in different]
        return tuple(changed_rows)

    def letters_since(self, after: int = 0) -> tuple[tuple[int, str], ...]:
        """Return the letters written since, each with its person's id; None for a group."""
        after = after or self._letters
        new = "SELECT person_id, payload FROM outbox WHERE id > ? AND rule != 'menu'"
        return tuple(
            (id, json.dumps(json.loads(payload), ensure_ascii=False))
            for id, payload in self._live.execute(new, (after,))
        )


def reply_text(reply: Reply) -> str:
    labels = [button.label for row in reply.buttons for button in row]
    return "\n".join((reply.html, *labels, *(file.name for file in reply.files), reply.toast))


def _dissimilar(lines: Iterable[str]) -> list[str]:
    by_form: dict[str, list[str]] = {}
    for line in lines:
        by_form.setdefault(_form(line), []).append(line)
    return [
        line
        for similar_lines in by_form.values()
        for line in (*similar_lines[: SIMILAR_TAPS - 1], *similar_lines[SIMILAR_TAPS - 1 :][-1:])
    ]


def _form(line: str) -> str:
    return re.sub(r"\d+", "0", line)
