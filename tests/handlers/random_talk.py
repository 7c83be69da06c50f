"""Random texts and taps of three people, and which changes each of them may cause."""

import json
import random
import re
from dataclasses import dataclass
from typing import Any

from plan.reply import SLOT
from plan.words.about import task_of_message, tasks_named
from sandbox import Message
from tests.handlers.random_words import ASKING, HARMLESS, KINDS, NUMBERS, SAID, TITLES
from tests.town import CLERK, LEADER, LIAISON, Place, Town

CODE = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{1,2}(?![\d.])")
Rows = dict[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Step:
    """What a person did, the kinds of changes that it may mean, and the tasks that it is about. `is_harmless` is
    whether it is a sentence by which nobody means a change, whatever was asked."""

    who: Place
    person: int
    done: str
    kinds: frozenset[str]
    tasks: frozenset[str]
    is_harmless: bool = False
    reply_to: int | None = None


class Talk:
    """A conversation that goes on by chance."""

    def __init__(self, bureau: Town, seed: int) -> None:
        self.bureau, self.random = bureau, random.Random(seed)
        self.asked: Place | None = None
        self.tasks = {
            id: (code, title) for id, code, title in self._all("SELECT id, code, title || sentence FROM tasks")
        }

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.bureau.beside.execute(query, values).fetchall()

    def assignments(self) -> Rows:
        return {row[0]: row for row in self._all("SELECT * FROM assignments")}

    def last_event(self) -> int:
        return int(self._all("SELECT coalesce(max(id), 0) FROM events")[0][0])

    def events_since(self, id: int) -> list[tuple[str, str, int]]:
        """Return the kind, the task and the Telegram id of the doer of each event about a task."""
        query = (
            "SELECT action, coalesce(e.task_id, a.task_id), telegram_id FROM events e "
            "LEFT JOIN assignments a ON a.id = e.assignment_id JOIN people p ON p.id = e.person_id WHERE e.id > ?"
        )
        return [(kind, self.tasks[task][0], doer) for kind, task, doer in self._all(query, id) if task]

    async def step(self) -> Step:
        who, is_asked = self.asked or self.random.choice((LIAISON, LIAISON, CLERK, LEADER)), bool(self.asked)
        person = await self.bureau.person(who)
        buttons = [
            (message, button)
            for message in self.bureau.world.transcript(person)[-4:]
            for row in message.buttons for button in row if button.data
        ]  # fmt: skip
        if buttons and not is_asked and self.random.random() < 0.35:
            message, button = self.random.choice(buttons)
            line = self._line(button.data or "")
            named = frozenset(CODE.findall(f"{message.text} {button.text} {line}")) | self._of_ids(line)
            step = Step(who, person, f"tap {button.text} {line}", self._kinds_of(line), named)
            self.bureau.world.tap(person, person, message.id, button.data or "")
        else:
            step = self._said(who, person, self._words(who, is_asked=is_asked), self._replied(person))
            self.bureau.world.say(person, step.done, reply_to=step.reply_to)
        await self.bureau.settle()
        return step

    def _replied(self, person: int) -> Message | None:
        """Return the bot's message to which the next words reply, None for none."""
        messages = [message for message in self.bureau.world.transcript(person)[-6:] if message.out]
        return self.random.choice(messages) if messages and self.random.random() < 0.15 else None

    def _words(self, who: Place, *, is_asked: bool) -> list[str]:
        self.asked = None
        dice = self.random.random()
        if is_asked and dice < 0.5:
            return [self.random.choice(HARMLESS)]
        if not is_asked and dice < 0.25:
            self.asked = who
            return [self.random.choice(ASKING[who])]
        if dice < 0.3:
            return [self.random.choice(NUMBERS), *self.random.choices(tuple(SAID), k=self.random.randint(0, 2))]
        return self.random.choices((*SAID, *NUMBERS, *TITLES), k=self.random.choice((1, 1, 2, 2, 3)))

    def _said(self, who: Place, person: int, words: list[str], replied: Message | None) -> Step:
        text = self.random.choice(("", " ", "，")).join(words)
        line = self._question(person)
        kinds = frozenset[str]().union(
            *(SAID.get(word, frozenset()) for word in words), self._kinds_of(line), *map(self._kinds_of, words)
        )
        named = {number for word in words for number in CODE.findall(re.sub("[。-]", ".", word))}
        hits = [{code for code, title in self.tasks.values() if word in title} for word in words if word in TITLES]
        hit = set.intersection(*hits) if hits else set()
        alone = {code for some in (*hits, hit) if len(some) == 1 for code in some}
        followed = set(tasks_named(replied.text)) if replied else set()
        if not followed:
            followed = self._last_shown(person) | self._of_ids(line) | set(CODE.findall(line))
        reply_to, is_harmless = replied.id if replied else None, text in HARMLESS
        return Step(who, person, text, kinds, frozenset(named | alone | followed), is_harmless, reply_to)

    def _last_shown(self, person: int) -> set[str]:
        """Return the task of the last card or letter about one task."""
        for message in sorted(self.bureau.world.transcript(person), key=lambda message: -message.revision):
            if code := task_of_message(message.text):
                return {code}
            if len(codes := tasks_named(message.text)) == 1:
                return {*codes}
        return set()

    def _question(self, person: int) -> str:
        query = "SELECT line FROM questions q JOIN people p ON p.id = q.person_id WHERE telegram_id = ?"
        rows = self._all(query, person)
        return str(rows[0][0]) if rows else ""

    def _line(self, data: str) -> str:
        stored = self._all("SELECT line FROM button_lines WHERE id = ?", data[4:]) if data.startswith("/do ") else []
        return str(stored[0][0]) if stored else data

    def _kinds_of(self, line: str) -> frozenset[str]:
        names = re.findall(r"/([a-z]+)", line.replace(SLOT, " "))
        return frozenset(kind for name in names for kind in KINDS.get(name, name).split())

    def _of_ids(self, line: str) -> frozenset[str]:
        """Return the task of a line such as `/progress 209 v1`, which names its assignment."""
        match = re.match(r"/[a-z]+ (\d+)(?: |$)", line)
        rows = self._all("SELECT task_id FROM assignments WHERE id = ?", match[1]) if match else []
        return frozenset(self.tasks[task][0] for (task,) in rows)


def described(steps: list[Step]) -> str:
    """Return the last steps, for the message of a failing test."""
    return json.dumps([(step.who[1].value, step.done) for step in steps[-8:]], ensure_ascii=False)
