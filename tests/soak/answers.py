"""Updates against their answers: each answered at least once, and at most once more for each kill."""

from collections import Counter, defaultdict
from time import monotonic

import sqlalchemy as sa

from storage.schema import groups, inbox, outbox, people
from tests.soak.books import Entry, Record
from tests.soak.diary import Act
from tests.soak.recorder import Arrived

RECORDED = "已记录"


async def entries(record: Record) -> list[Entry]:
    acts = [act for act in record.scene.diary.acts if act.marker]
    unclear = await _unclear(record)
    letters = await _letters(record)
    by_words = _by_words(record, [act for act in acts if act.words and act.echoed], unclear)
    counted = _counted(record, [act for act in acts if not (act.words and act.echoed)], unclear, letters)
    return [*by_words, counted, _taps(record)]


def first_answer(record: Record, act: Act) -> Arrived | None:
    found = record.scene.world.new_ones(act.chat, act.marker, act.words)
    return found[0] if found else None


def _by_words(record: Record, acts: list[Act], unclear: str) -> list[Entry]:
    missing, copies, too_many, extra = [], 0, [], 0
    for act in acts:
        found = record.scene.world.new_ones(act.chat, act.marker, act.words)
        if not found and act.words not in unclear:
            missing.append(f"{act.kind} {act.words} of {act.chat} was not answered")
        more = len(found) - 1
        extra += max(more, 0)
        if more > 0 and more > record.extra_copies(act.at, found[-1].at):
            too_many.append(f"{act.kind} {act.words} of {act.chat} was answered {len(found)} times")
        copies += bool(found)
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
    """`waits` are sorted."""
    return waits[min(len(waits) * share // 100, len(waits) - 1)]


def _counted(record: Record, acts: list[Act], unclear: str, letters: set[tuple[int, int]]) -> Entry:
    """What has no words of its own: as many answers in a chat as were asked for. Letters are none."""
    wanted = Counter((act.chat, act.marker) for act in acts)
    wrong, found = [], 0
    for (chat, marker), number in wanted.items():
        there = [
            one for one in record.scene.world.new_ones(chat, marker)
            if RECORDED not in one.text and (chat, one.message_id) not in letters
        ]  # fmt: skip
        found += min(len(there), number)
        if len(there) < number and not unclear:
            wrong.append(f"{number - len(there)} of {number} in {chat} were not answered with {marker}")
    return Entry("answers, counted", len(acts), found, wrong)


def _taps(record: Record) -> Entry:
    """By its pop-up; where it was too late for that, by something new in the chat."""
    world = record.scene.world
    acts = [act for act in record.scene.diary.acts if act.query]
    late, missing = 0, []
    for act in acts:
        if act.query in world.popups:
            continue
        if any(one.at > act.at for one in world.arrived.get(act.chat, ())):
            late += 1
        else:
            missing.append(f"tap {act.query} in {act.chat} was not answered")
    return Entry("answers to taps", len(acts), len(acts) - len(missing), missing, f"{late} too late for a pop-up")


async def _unclear(record: Record) -> str:
    """The updates, as they came, whose answer was tried until nobody could say whether it arrived."""
    rows = await record.look(sa.select(inbox.c.raw).where(inbox.c.state == "unclear"))
    return "\n".join(row[0] or "" for row in rows)


async def _letters(record: Record) -> set[tuple[int, int]]:
    chat = sa.func.coalesce(people.c.telegram_id, groups.c.chat_id)
    query = (
        sa.select(chat, outbox.c.message_id)
        .outerjoin(people, people.c.id == outbox.c.person_id)
        .outerjoin(groups, groups.c.id == outbox.c.group_id)
        .where(outbox.c.message_id.is_not(None))
    )
    return {(row[0], row[1]) for row in await record.look(query)}


def strangers(record: Record, marker: str) -> Entry:
    """One line a day to each, and once more for each kill."""
    world, wrong, answered = record.scene.world, [], 0
    wrote: dict[int, list[Act]] = defaultdict(list)
    for act in record.scene.diary.acts:
        if act.kind == "stranger":
            wrote[act.person].append(act)
    for person, acts in wrote.items():
        lines = world.new_ones(person, marker)
        answered += bool(lines)
        most = len(record.scene.clock.days) + record.extra_copies(acts[0].at, monotonic())
        if not lines:
            wrong.append(f"stranger {person} was not answered")
        elif len(lines) > most:
            wrong.append(f"stranger {person} was answered {len(lines)} times, at most {most} are right")
    return Entry("strangers, told once a day", len(wrote), answered, wrong)
