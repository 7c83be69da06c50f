"""A person's own settings (设置): sound, time of the morning message, and reminders that may be turned off."""

from datetime import time
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import command
from plan import hours
from plan.letter_kinds import RULES
from plan.permission import UNIT_DUTIES
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from plan.rules import said
from storage import leaves
from storage import settings as stored

Switch = Annotated[str, Input("静音或提示音", "静音", "silent|aloud|静音|提示音")]
Hour = Annotated[str, Input("晨报时间", "9:30", f"{hours.SHAPE}|默认", hours.WRONG)]
OptionalRule = Annotated[
    str, Input("提醒", "deadline", "|".join(rule.name for rule in RULES.values() if rule.optional))
]
OFFERED_HOURS = (time(9), time(10), time(14))


@command("settings", "设置", "我的岗位、电话和晨报", writes=True, menu=10, example="/settings 静音")
async def settings(ask: Ask, switch: Switch = "", hour: Hour = "", rule: OptionalRule = "") -> Reply:
    if switch:
        await stored.put(ask.db, ask.me.id, "silent", "1" if switch in ("silent", "静音") else "0")
    if hour:
        await stored.put(ask.db, ask.me.id, "morning", _hour(ask, hour))
    off = set((await stored.get(ask.db, ask.me.id, stored.OFF)).split())
    if rule:
        off ^= {rule}
        await stored.put(ask.db, ask.me.id, stored.OFF, " ".join(sorted(off)))
    return await _page(ask, off, "已保存" if switch or hour or rule else "")


def _hour(ask: Ask, words: str) -> str:
    """Return the time for `time.fromisoformat`, or "" for the bureau's own. Raises Refusal outside the bounds."""
    if words == "默认":
        return ""
    first, last = _bounds(ask)
    at = hours.read(words)
    if not first <= at <= last:
        raise Refusal(f"未保存。晨报时间应在{said(first)}到{said(last)}之间，您填的是{said(at)}。")
    return f"{at:%H:%M}"


def _bounds(ask: Ask) -> tuple[time, time]:
    """Return the first and last possible time: what is due is only known from the bureau's own time on."""
    return ask.bureau.rules.morning, ask.bureau.calendar.hours.closes


async def _page(ask: Ask, off: set[str], toast: str) -> Reply:
    silent = await stored.get(ask.db, ask.me.id, "silent") == "1"
    own_hour = await stored.get(ask.db, ask.me.id, "morning")
    first, last = _bounds(ask)
    at = min(max(time.fromisoformat(own_hour), first), last) if own_hour else first
    leave_lines = "".join(f"{leave.says(ask.today)}。\n" for leave in await leaves.ahead(ask.db, ask.me.id, ask.today))
    posts = "\n".join(f"　{post.title}" for post in ask.me.posts)
    off_labels = "、".join(RULES[name].label for name in sorted(off))
    optional_rules = [rule for rule in RULES.values() if rule.optional and ask.me.duties & UNIT_DUTIES]
    optional = [rule.label for rule in optional_rules]
    text = (
        f"{'已保存。' if toast else ''}{ask.me.name}，您的岗位：\n{posts}\n"
        f"电话：{ask.me.phone or '未登记'}\n{leave_lines}\n"
        f"晨报：工作日{said(at)}发送，{'静音接收' if silent else '有提示音'}。没有需要办理的事项时不发送。"
        + (f"\n已关闭：{off_labels}提醒。" if off_labels else "")
        + "\n\n点下方时间可改晨报时间，也可发送：/settings 9:45"
        + (f"\n{'、'.join(optional)}提醒可以关闭，逾期等必办事项不能关闭。" if optional else "")
    )
    sound_button = Button("改为有声", "/settings aloud") if silent else Button("改为静音", "/settings silent")
    offered = [first, *(hour for hour in OFFERED_HOURS if first < hour <= last)]
    hour_buttons = [
        Button(said(hour), f"/settings {'默认' if hour == first else said(hour)}") for hour in offered if hour != at
    ]
    rule_buttons = [
        Button(f"{'开启' if rule.name in off else '关闭'}{rule.label[-2:]}", f"/settings {rule.name}")
        for rule in optional_rules
    ]
    buttons = [Button("请假", "/leave"), Button("电话", "/contact"), sound_button, *rule_buttons, *hour_buttons]
    return Reply(text, pairs(buttons), toast=toast)
