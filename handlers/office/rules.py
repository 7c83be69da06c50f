"""The rules by which the bot reminds (提醒规则): everybody sees them, the clerk sets them."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import STOPS, Input, Words
from handlers.registry import EVERY_POST, command
from plan.format import shortened
from plan.letter_kinds import RULES
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply, Row, pairs
from plan.rules import AT_ONCE, SETTINGS, Rules, changed, said, told
from plan.values import Duty
from storage import events
from storage import settings as stored

BY_LABEL = {setting.label: name for name, setting in SETTINGS.items()}
Name = Annotated[
    str, BeforeValidator(lambda word: BY_LABEL.get(word, word)),
    Input("项目", "临期天数", "|".join((*SETTINGS, *BY_LABEL)), after=rf"(?![^\s\d{STOPS}])"),
]  # fmt: skip


@command(
    "rules", "提醒规则", "什么时候提醒谁，督办员可以调整", who=EVERY_POST, writes=True, settles=True, menu=17,
    example="/rules 逾期天数 6",
)  # fmt: skip
async def rules(ask: Ask, name: Name = "", value: Words = "") -> Reply:
    if (name or value) and Duty.CLERK not in ask.me.duties:
        raise Forbidden("提醒规则由督办员调整。")
    before = await stored.rules(ask.db)
    if not name and value:
        raise _unknown_setting(value)
    if not name:
        return _page(ask, before)
    setting = SETTINGS[name]
    if not value:
        now = f"{said(getattr(before, name))}{setting.unit}"
        return Reply(f"{setting.asks}：现为{now}。{setting.wrong}", _back(), question=f"/rules {name}")
    try:
        after = changed(before, name, value, ask.bureau.calendar.hours)
    except Refusal as wrong:
        raise Refusal(str(wrong), Button("提醒规则", "/rules"), question=f"/rules {name}") from None
    new, old = said(getattr(after, name)), said(getattr(before, name))
    if after != before:
        await stored.put(ask.db, stored.BUREAU, f"{stored.RULE}{name}", new)
        new_facts, old_facts = {"name": name, "value": new}, {"name": name, "value": old}
        await events.happened(ask.db, "rule", ask.now, ask.me, new_facts, old_facts)
    note = f"已保存：{setting.label}由{old}改为{new}。" if new != old else f"{setting.label}已是{new}，没有变化。"
    return _page(ask, after, note, toast="已保存")


def _page(ask: Ask, present: Rules, note: str = "", toast: str = "") -> Reply:
    rows = [(rule.label, *told(rule, present)) for rule in RULES.values()]
    hours = ask.bureau.calendar.hours
    at_once = AT_ONCE.format(hours.urgent.label)
    text = ask.render(
        "reminder_rules", rows=rows, hours=hours, at_once=at_once,
        note=note,
    )  # fmt: skip
    clerk = Duty.CLERK in ask.me.duties
    return Reply(
        text,
        pairs(Button(setting.label, f"/rules {setting.name}") for setting in SETTINGS.values() if clerk),
        toast=toast,
    )


def _unknown_setting(words: str) -> Refusal:
    return Refusal(
        f"未保存。没有“{shortened(words.split(maxsplit=1)[0], 12)}”这一项，可以调整：{'、'.join(BY_LABEL)}。",
        Button("提醒规则", "/rules"),
    )


def _back() -> tuple[Row, ...]:
    return ((Button("返回", "/rules"),),)
