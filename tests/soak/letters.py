"""Compare the letters owed with those that arrived, and both with the outbox and 送达."""

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from plan.letter_kinds import BOARD, MENU, kind_named
from storage.schema import groups, outbox, people, reminders
from tests.soak.books import Entry, Record
from tests.soak.clock import SHANGHAI
from tests.soak.effects import UNIQUE
from tests.soak.looking import PATIENT

SIGNS = {"feedback": "请答复", "directive": "请落实批示", "remind": "您设的提醒", "nudge": "〔"}
"""By rule, what distinguishes a letter from an answer with the same words."""
LINE = re.compile(r"^(?P<label>\S+)　(?P<counts>已送达\d+.*)$", re.MULTILINE)
COUNT = re.compile(r"(已送达|待发|失败|已取消|不明)\s*(\d+)")
STATES = {"已送达": "sent", "待发": "waiting", "失败": "failed", "已取消": "dropped", "不明": "unclear"}
SHORT_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=7)
CHAT = sa.func.coalesce(people.c.telegram_id, groups.c.chat_id)
o = outbox.c
LETTERS = (
    sa.select(
        o.id, o.key, sa.cast(o.rule, sa.Text).label("rule"), o.state, o.payload, o.message_id, o.replaces,
        o.created_at, o.due_at, CHAT.label("chat"),
        o.error, o.attempts, o.retry_at,
    )
    .outerjoin(people, people.c.id == o.person_id)
    .outerjoin(groups, groups.c.id == o.group_id)
    .order_by(o.id)
)  # fmt: skip


@dataclass(frozen=True)
class Letter:
    id: int
    key: str
    rule: str
    state: str
    payload: str
    message_id: int | None
    replaces: int | None
    created_at: datetime
    due_at: datetime
    chat: int
    error: str | None
    attempts: int
    retry_at: datetime | None

    def __str__(self) -> str:
        """Return id and key; the words are private."""
        return f"letter {self.id} {self.key} to {self.chat}"

    @property
    def words(self) -> str:
        """Return the letter's unique words; empty if it has none."""
        words = UNIQUE.findall(json.loads(self.payload).get("text", "")) if self.rule in SIGNS else []
        return words[0] if words else ""


async def entries(record: Record) -> list[Entry]:
    every = [Letter(*row) for row in await record.look(LETTERS)]
    checks = [_states(every), _sent(record, every), _copies(record, every), _late(record, every)]
    return [*checks, await _reminders(record, every), _displayed(record, every)]


def _states(every: list[Letter]) -> Entry:
    counts = Counter(letter.state for letter in every)
    failed = [f"{letter} failed: {letter.error}" for letter in every if letter.state == "failed"]
    return Entry("letters owed", len(every), counts["sent"], failed, ", ".join(f"{n} {s}" for s, n in counts.items()))


def _sent(record: Record, every: list[Letter]) -> Entry:
    """Check that what the outbox calls sent has arrived: messages by number, menus as the last one set."""
    world = record.scene.world
    numbers = {(message.chat, message.message_id) for messages in world.arrived.values() for message in messages}
    menus_set, claimed = world.menus_set, Counter[tuple[int, int]]()
    sent = [letter for letter in every if letter.state == "sent"]
    wrong = []
    for letter in sent:
        if letter.rule == MENU.name:
            has_arrived = letter.chat in menus_set
        elif letter.message_id is None:
            has_arrived = letter.rule == BOARD.name
        else:
            has_arrived = (letter.chat, letter.message_id) in numbers
            if letter.replaces is None and letter.rule != BOARD.name:
                claimed[letter.chat, letter.message_id] += 1
        if not has_arrived:
            wrong.append(f"{letter} is called sent and did not arrive")
    wrong += [f"{number} letters claim message {where}" for where, number in claimed.items() if number > 1]
    return Entry("letters called sent, arrived", len(sent), len(sent) - len(wrong), wrong)


def _copies(record: Record, every: list[Letter]) -> Entry:
    """Count how often letters with unique words arrived, regardless of their state in the outbox."""
    began = {act.words: act.at for act in record.scene.diary.acts if act.words}
    unique = [letter for letter in every if letter.words]
    arrived, wrong = 0, []
    for letter in unique:
        copies = record.scene.world.new_ones(letter.chat, letter.words, SIGNS[letter.rule])
        arrived += bool(copies)
        if letter.state == "sent" and not copies:
            wrong.append(f"{letter} is called sent, and its words did not arrive")
        if len(copies) > 1 and len(copies) - 1 > record.extra_copies(began.get(letter.words, 0.0), copies[-1].at):
            wrong.append(f"{letter} arrived {len(copies)} times")
        if letter.state == "failed" and copies:
            wrong.append(f"{letter} is called failed and arrived")
    return Entry("letters with words of their own", len(unique), arrived, wrong)


def _late(record: Record, every: list[Letter]) -> Entry:
    """Find letters that wait although they are due, or due so late that only a wrong clock explains it.

    After many attempts without a clear result the next one may come hours later.
    """
    waiting = [letter for letter in every if letter.state == "waiting"]
    wrong = []
    for letter in waiting:
        due_at = max(letter.due_at, letter.retry_at or letter.due_at)
        longest = LONGEST_PAUSE if letter.attempts >= PATIENT else SHORT_PAUSE
        if not record.now < due_at <= record.now + longest:
            wrong.append(f"{letter} is due at {due_at} and still waits: {letter.error}")
    return Entry("letters that still wait", len(waiting), len(waiting) - len(wrong), wrong)


async def _reminders(record: Record, every: list[Letter]) -> Entry:
    """Check that personal reminders become letters within a minute of their time."""
    r = reminders.c
    over = await record.look(sa.select(r.id, r.state).where(r.at <= record.now - timedelta(seconds=65)))
    sent = await record.look(sa.select(r.id, r.state).where(r.state == "sent"))
    asked = {row.id: row.state for row in (*over, *sent)}
    letters = {letter.key.split(":")[1] for letter in every if letter.rule == "remind"}
    wrong = [f"reminder {id} is {state} without a letter" for id, state in asked.items() if str(id) not in letters]
    return Entry("reminders that were due", len(asked), len(asked) - len(wrong), wrong)


def _displayed(record: Record, every: list[Letter]) -> Entry:
    """Compare the day's 送达 with the outbox."""
    today = record.now.astimezone(SHANGHAI).date()
    owed: dict[str, Counter[str]] = defaultdict(Counter)
    for letter in every:
        if letter.rule != MENU.name and letter.created_at.astimezone(SHANGHAI).date() == today:
            owed[kind_named(letter.rule).label][letter.state] += 1
    displayed: dict[str, Counter[str]] = {}
    for line in LINE.finditer(record.deliveries):
        displayed[line["label"]] = Counter(
            {STATES[word]: int(n) for word, n in COUNT.findall(line["counts"]) if int(n)}
        )
    wrong = [
        f"{name}: 送达 says {dict(displayed.get(name, {}))}, the outbox {dict(counts)}"
        for name, counts in owed.items() if displayed.get(name) != counts
    ]  # fmt: skip
    sent = sum(counts["sent"] for counts in owed.values())
    return Entry("送达 of the day, called sent", sent, sum(counts["sent"] for counts in displayed.values()), wrong)
