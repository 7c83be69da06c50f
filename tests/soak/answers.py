"""Compare updates with their answers: at least one each, and at most one more for each kill."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from time import monotonic

import sqlalchemy as sa

from storage.schema import groups, inbox, outbox, people
from tests.soak.books import Entry, Record
from tests.soak.diary import Act
from tests.soak.looking import PATIENT
from tests.soak.recorder import Arrived

RECORDED = "已记录"
CALM = 20.0
"""Seconds of tolerance before and after."""


@dataclass(frozen=True)
class Letterbox:
    """Messages that are letters, as (chat, number), and the raw updates whose answer may still come, by chat.

    An answer whose outcome was unclear often is tried again hours later, so it may be missing at the end of a soak.
    """

    letters: set[tuple[int, int]]
    unclear: dict[int, list[str]]

    def answers(self, messages: list[Arrived]) -> list[Arrived]:
        return [arrived for arrived in messages if (arrived.chat, arrived.message_id) not in self.letters]

    def excuses(self, act: Act) -> bool:
        return any(act.words in raw for raw in self.unclear.get(act.chat, ()))


async def entries(record: Record) -> list[Entry]:
    acts, box = record.scene.diary.acts, await _letterbox(record)
    with_words = [act for act in acts if act.marker and act.words and act.echoed]
    counted = [act for act in acts if act.marker and not (act.words and act.echoed)]
    return [*_by_words(record, with_words, box), _counted(record, counted, box), _taps(record, box)]


def first_answer(record: Record, act: Act) -> Arrived | None:
    replies = record.scene.world.new_ones(act.chat, act.marker, act.words)
    return replies[0] if replies else None


def _by_words(record: Record, acts: list[Act], box: Letterbox) -> list[Entry]:
    missing, copies, too_many, extra = [], 0, [], 0
    for act in acts:
        replies = record.scene.world.new_ones(act.chat, act.marker, act.words)
        if not replies and not box.excuses(act):
            missing.append(f"{act.kind} {act.words} of {act.chat} was not answered")
        more = len(replies) - 1
        extra += max(more, 0)
        if more > 0 and more > record.extra_copies(act.at, replies[-1].at):
            too_many.append(f"{act.kind} {act.words} of {act.chat} was answered {len(replies)} times")
        copies += bool(replies)
    waits = _waits(record, acts)
    return [
        Entry("answers, by their words", len(acts), copies, missing, waits),
        Entry("answers, once more", 0, extra, too_many, "kills and unclear tries may explain some"),
    ]


def _waits(record: Record, acts: list[Act]) -> str:
    waits = sorted(first.at - act.at for act in acts if (first := first_answer(record, act)))
    if not waits:
        return ""
    return f"waits: p50 {percentile(waits, 50):.2f} s, p95 {percentile(waits, 95):.2f} s, longest {waits[-1]:.1f} s"


def percentile(waits: list[float], share: int) -> float:
    """Return the median and the 95th percentile; `waits` are sorted."""
    return waits[min(len(waits) * share // 100, len(waits) - 1)]


def _counted(record: Record, acts: list[Act], box: Letterbox) -> Entry:
    """Check acts without unique words: a chat has as many answers as there were such acts."""
    expected = Counter((act.chat, act.marker) for act in acts)
    wrong, answered = [], 0
    for (chat, marker), number in expected.items():
        answers = box.answers(record.scene.world.new_ones(chat, marker))
        count = sum(RECORDED not in arrived.text for arrived in answers)
        answered += min(count, number)
        if count < number - len(box.unclear.get(chat, ())):
            wrong.append(f"{number - count} of {number} in {chat} were not answered with {marker}")
    return Entry("answers, counted", len(acts), answered, wrong)


def _taps(record: Record, box: Letterbox) -> Entry:
    """Check that a tap was answered by a notice or, if it was too late for that, by an edit or a new message."""
    world = record.scene.world
    acts = [act for act in record.scene.diary.acts if act.query]
    late, missing = 0, []
    for act in acts:
        if act.query in world.popups:
            continue
        since = [arrived for arrived in box.answers(world.arrived.get(act.chat, [])) if arrived.at > act.at]
        edited = any(arrived.edit and arrived.message_id == act.tapped for arrived in since)
        if edited or any(not arrived.edit and RECORDED not in arrived.text for arrived in since):
            late += 1
        elif act.chat not in box.unclear:
            missing.append(f"tap {act.query} in {act.chat} was not answered")
    return Entry("answers to taps", len(acts), len(acts) - len(missing), missing, f"{late} too late for a pop-up")


async def _letterbox(record: Record) -> Letterbox:
    chat = sa.func.coalesce(people.c.telegram_id, groups.c.chat_id)
    sent = (
        sa.select(chat, outbox.c.message_id)
        .outerjoin(people, people.c.id == outbox.c.person_id)
        .outerjoin(groups, groups.c.id == outbox.c.group_id)
        .where(outbox.c.message_id.is_not(None))
    )
    unclear: dict[int, list[str]] = defaultdict(list)
    may_be_pending = sa.or_(
        inbox.c.state == "unclear", sa.and_(inbox.c.state == "handled", inbox.c.attempts >= PATIENT)
    )
    for row in await record.look(sa.select(inbox.c.chat_id, inbox.c.raw).where(may_be_pending)):
        unclear[row[0]].append(row[1] or "")
    return Letterbox({(row[0], row[1]) for row in await record.look(sent)}, dict(unclear))


def strangers(record: Record, marker: str) -> Entry:
    """Strangers get a line a day, and one more for each kill. It is tried once, so a fault may cost it."""
    world, wrong, answered = record.scene.world, [], 0
    wrote: dict[int, list[Act]] = defaultdict(list)
    for act in record.scene.diary.acts:
        if act.kind == "stranger":
            wrote[act.person].append(act)
    for person, acts in wrote.items():
        lines = world.new_ones(person, marker)
        answered += bool(lines)
        most = len(record.scene.clock.days) + record.extra_copies(acts[0].at, monotonic())
        if not lines and any(record.calm(act.at - CALM, act.at + CALM) for act in acts):
            wrong.append(f"stranger {person} was not answered")
        elif len(lines) > most:
            wrong.append(f"stranger {person} was answered {len(lines)} times, at most {most} are right")
    return Entry("strangers, told once a day", len(wrote), answered, wrong)
