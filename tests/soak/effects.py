"""Compare updates with their effects: each is in the database exactly once."""

import re
from collections import Counter

import sqlalchemy as sa

from storage.schema import directives, events, evidence, feedback, invitations, people, reminders, reports
from tests.soak.books import Entry, Record
from tests.soak.diary import MARK, Act

FILE = "文件"
"""Occurs in the answer when a file could not be fetched."""
ASKED, GREETING, OVER = "请确认是否为本人", "欢迎回来", "邀请链接已失效"
UNIQUE = re.compile(rf"{MARK}\d{{6}}稿")
EFFECT_QUERIES: dict[str, sa.Select[tuple[str]]] = {
    "report": sa.select(reports.c.words),
    "feedback": sa.select(feedback.c.words),
    "directive": sa.select(directives.c.words),
    "reminder": sa.select(reminders.c.words),
}


async def entries(record: Record) -> list[Entry]:
    acts = record.scene.diary.acts
    checks = []
    filed = {act.words: act for act in acts if act.kind == "file"}
    for effect, query in EFFECT_QUERIES.items():
        sent = [act for act in acts if act.effect == effect]
        reported = Counter(word for row in await record.look(query) for word in UNIQUE.findall(row[0]))
        if effect == "report":
            checks.append(await _files(record, filed, reported))
            reported = Counter({word: number for word, number in reported.items() if word not in filed})
        checks.append(_once(f"effects: {effect}", sent, reported))
    numbers = sa.select(events.c.after).where(events.c.action == "change_phone")
    reported = Counter(str(row[0]["phone"]) for row in await record.look(numbers))
    checks.append(_once("effects: phone", [act for act in acts if act.effect == "phone"], reported))
    return [*checks, await _signs(record), await _joined(record)]


def _once(what: str, sent: list[Act], counts: Counter[str]) -> Entry:
    """Check that everything sent is there once, and nothing else."""
    words = {act.words for act in sent}
    lost = [f"{act.words} of {act.person} took no effect" for act in sent if not counts[act.words]]
    twice = [f"{word} took effect {number} times" for word, number in counts.items() if number > 1]
    invented = [f"{word} was never sent" for word in counts if word not in words]
    return Entry(what, len(sent), sum(bool(counts[word]) for word in words), lost + twice + invented)


async def _files(record: Record, sent: dict[str, Act], reported: Counter[str]) -> Entry:
    """Check that a report with a file is there once with its file, or that its sender was told of the missing file."""
    query = sa.select(evidence.c.name).where(evidence.c.report_id.is_not(None))
    files = Counter(word for row in await record.look(query) for word in UNIQUE.findall(row[0]))
    wrong, right = [], 0
    for words, act in sent.items():
        requests = [arrived for arrived in record.scene.world.new_ones(act.chat, FILE) if arrived.at > act.at]
        if reported[words] == files[words] == 1:
            right += 1
        elif reported[words] or files[words] or not requests:
            wrong.append(f"{words} of {act.person} is {reported[words]} reports and {files[words]} files")
    return Entry("effects: reports with a file", len(sent), right, wrong, "others were asked for their file again")


async def _signs(record: Record) -> Entry:
    """Check that what was to be signed was signed, once, and once more for each time it was undone."""
    e = events.c
    query = sa.select(e.assignment_id, e.action, e.after).where(e.assignment_id.is_not(None)).order_by(e.id)
    done: dict[int, Counter[str]] = {}
    for share, action, _ in await record.look(query):
        done.setdefault(share, Counter())[action] += 1
    expected = {act.share for act in record.scene.diary.acts if act.share}
    nothing = Counter[str]()
    lost = [f"assignment {share} was not signed" for share in expected if not _signed(done.get(share, nothing))]
    twice = [
        f"assignment {share} was signed {counts['sign']} times and taken back {counts['undo']} times"
        for share, counts in done.items() if counts["sign"] > 1 + counts["undo"]
    ]  # fmt: skip
    invented = [
        f"nobody signed assignment {share}"
        for share, counts in done.items()
        if counts["sign"] and share not in expected
    ]
    return Entry("effects: signs", len(expected), len(expected) - len(lost), lost + twice + invented)


def _signed(counts: Counter[str]) -> bool:
    return bool(counts["sign"] or counts["report"])


async def _joined(record: Record) -> Entry:
    """Check that each opening of an invitation was answered, and that whoever confirmed one has joined once, or was
    told that it has expired; nobody else has joined.

    Invitations expire early while the bot's clock is far ahead.
    """
    query = sa.select(people.c.telegram_id).join(invitations, invitations.c.used_by == people.c.id)
    joined, world = Counter(row[0] for row in await record.look(query)), record.scene.world
    opened = Counter(act.person for act in record.scene.diary.acts if act.kind == "join")
    confirmed = {act.person for act in record.scene.diary.acts if act.kind == "confirm"}
    wrong = [f"{person} joined without a confirmation" for person in joined if person not in confirmed]
    for person, times in opened.items():
        answered = sum(len(world.new_ones(person, words)) for words in (ASKED, GREETING, OVER))
        over = any(OVER in arrived.text for arrived in world.arrived[person])
        if joined[person] > 1 or (person in confirmed and not (joined[person] or over)) or answered < times:
            wrong.append(f"{person} opened it {times} times, joined {joined[person]}, was answered {answered} times")
    return Entry("effects: joins", len(confirmed), len(joined), wrong)
