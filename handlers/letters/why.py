"""Explain why a letter came (为什么收到): the rule, the tasks and dates, and who has set the rule."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import EVERY_POST, command
from plan import keys
from plan.format import short_day
from plan.keys import Key
from plan.letter_kinds import Rule
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.rules import told
from plan.texts import render
from plan.values import Duty
from storage import assignments, events, outbox

LetterKey = Annotated[str, Input("消息", "digest:12:2020-03-02", r"[a-z_]+:[\w:-]{1,50}")]
FEW = 5


@command("why", "为什么收到", "说明一条提醒的依据", who=EVERY_POST, example="/why")
async def why(ask: Ask, key: LetterKey = "") -> Reply:
    """Only one's own letters are explained: other people's are treated as if they did not exist."""
    letter = await outbox.of_person(ask.db, ask.me.id, key)
    rule = letter.kind.rule if letter else None
    if letter is None or rule is None:
        raise Refusal("请点消息下方的“为什么收到”。", Button("提醒规则", "/rules"))
    reminders = [read for text in await outbox.reminder_keys(ask.db, letter.id) if (read := keys.read(text))]
    when, to = told(rule, ask.bureau.rules)
    text = render(
        "why_received", today=ask.today, calendar=ask.bureau.calendar, rule=rule, when=when, to=to,
        parts=await _parts(ask, reminders), by=await _set_by(ask, {rule, *(key.kind.rule for key in reminders)}),
    )  # fmt: skip
    return Reply(text, ((Button("提醒规则", "/rules"), Button("设置", "/settings")),), fresh=True)


async def _parts(ask: Ask, reminders: list[Key]) -> list[tuple[str, str, str]]:
    """Return for each rule of the digest's reminders its label, when it applies, and the tasks."""
    ids = [key.id for key in reminders if key.kind.about == "assignment"]
    codes = {assignment.id: assignment.code for assignment in await assignments.of_ids(ask.db, ids)}
    known = [key for key in reminders if key.kind.about != "assignment" or key.id in codes]
    by_rule: dict[Rule, list[Key]] = {}
    for key in known:
        by_rule.setdefault(key.kind.rule, []).append(key)
    rules = ask.bureau.rules
    return [(rule.label, told(rule, rules)[0], _tasks(of_rule, codes, ask.today)) for rule, of_rule in by_rule.items()]


def _tasks(reminders: list[Key], codes: dict[int, str], today: date) -> str:
    """Return for example `1.1.2、1.1.3（3月6日），1.2.1（3月9日）`: tasks of one day share it."""
    of_day: dict[date | None, dict[str, None]] = {}
    for key in reminders:
        if key.kind.about == "assignment":
            of_day.setdefault(key.day if key.kind.names_its_day else None, {})[codes[key.id]] = None
    return "，".join(_few(list(tasks), day, today) for day, tasks in of_day.items())


def _few(tasks: list[str], day: date | None, today: date) -> str:
    more = f"等{len(tasks)}项" if len(tasks) > FEW else ""
    return "、".join(tasks[:FEW]) + more + (f"（{short_day(day, today)}）" if day else "")


async def _set_by(ask: Ask, rules: Iterable[Rule]) -> str:
    """Say who has changed the settings of these rules, and when."""
    at = await events.last_rule(ask.db, [setting for rule in rules for setting in rule.settings])
    if at is None:
        return "规则为系统默认设定。"
    return f"规则由{Duty.CLERK.label}于{short_day(at.astimezone(ask.zone).date(), ask.today)}调整。"
