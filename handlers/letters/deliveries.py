"""Show what the bot has sent (送达): how many letters have arrived, wait or have failed, by label and day, and why."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import BeforeValidator, InstanceOf

from handlers.ask import Ask
from handlers.inputs import Input, Page
from handlers.registry import CLERK, command
from plan.format import moment
from plan.letter_kinds import LetterKind, kind_named
from plan.reply import Button, Reply, pairs, window
from plan.texts import render
from storage import inbox
from storage.outbox import delivery_counts

KindName = Annotated[
    InstanceOf[LetterKind], BeforeValidator(kind_named), Input("类别", "digest", r"[a-z_.]{1,30}")
]  # fmt: skip
DAYS = 7
PREFIXES = {"waiting": "待发，", "unclear": "不明，"}
ROWS = 8


@command("deliveries", "送达", "近7天各类消息的送达情况，未送达的原因", who=CLERK, words=("送达情况",), menu=19)
async def deliveries(ask: Ask, page: Page = 0, kind: KindName | None = None, of_kind: Page = 0) -> Reply:
    """The first page is today, the next one yesterday. With a kind, list the letters under its label that have not
    been sent."""
    page = min(page, DAYS - 1)
    day = ask.today - timedelta(days=page)
    return await (_of_kind(ask, day, page, kind, of_kind) if kind else _of_day(ask, day, page))


async def _of_day(ask: Ask, day: date, page: int) -> Reply:
    by_label: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for count in await delivery_counts.counts(ask.db, day, ask.zone):
        label = count.kind.label
        by_label.setdefault(label, Counter())[count.state] += count.count
        if count.state in delivery_counts.LATE:
            names.setdefault(label, count.kind.name)
            if count.reason:
                reasons.setdefault(label, Counter())[count.reason.label] += count.count
    text = render(
        "deliveries", today=ask.today, calendar=ask.bureau.calendar, date=day, rules=by_label, reasons=reasons,
        more=bool(names), unanswered=await _unanswered(ask, day),
    )  # fmt: skip
    buttons = pairs(Button(label, f"/deliveries p{page} {name}") for label, name in names.items())
    return Reply(text, (*buttons, *_turn(page)))


async def _unanswered(ask: Ask, day: date) -> int:
    """Return the number of answers to updates of that day of which Telegram has never confirmed the receipt."""
    begin = datetime.combine(day, time.min, ask.zone)
    return await inbox.unanswered(ask.db, begin, begin + timedelta(days=1))


def _turn(page: int) -> tuple[tuple[Button, ...], ...]:
    earlier = [Button("前一天", f"/deliveries p{page + 1}")] if page + 1 < DAYS else []
    later = [Button("后一天", f"/deliveries p{page - 1}")] if page else []
    return ((*earlier, *later),)


async def _of_kind(ask: Ask, day: date, page: int, chosen: LetterKind, of_kind: int) -> Reply:
    """List the letters of all kinds that have the same label."""
    label = chosen.label
    kinds = {count.kind for count in await delivery_counts.counts(ask.db, day, ask.zone) if count.kind.label == label}
    total = await delivery_counts.late_count(ask.db, day, ask.zone, kinds)
    first, turn, pages = window(total, of_kind, f"/deliveries p{page} {chosen.name}", ROWS)
    rows = await delivery_counts.late(ask.db, day, ask.zone, kinds, first, ROWS, ask.today)
    text = render(
        "undelivered", today=ask.today, calendar=ask.bureau.calendar, date=day, label=label, total=total,
        pages=pages, rows=[(letter, _why(ask, letter)) for letter in rows],
        failed=any(letter.state != "waiting" for letter in rows),
    )  # fmt: skip
    foot = (Button("电话清单", "/phone"), Button("返回", f"/deliveries p{page}"))
    return Reply(text, (*([turn] if turn else []), foot))


def _why(ask: Ask, letter: delivery_counts.Unsent) -> str:
    if letter.reason is None:
        at = letter.kind.sendable_at(letter.due_at, ask.now, ask.bureau.calendar)
        return f"待发，将于{moment(at, ask.today)}发送" if at > ask.now else "待发"
    return f"{PREFIXES.get(letter.state, '')}{letter.reason.label}"
