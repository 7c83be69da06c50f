"""A person's own settings (设置)."""

from datetime import time
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import command
from plan import hours
from plan.letter_kinds import RULES
from plan.permission import DOES
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from plan.rules import said
from storage import leaves
from storage import settings as stored

Switch = Annotated[str, Input("静音或提示音", "静音", "silent|aloud|静音|提示音")]
Hour = Annotated[str, Input("晨报时间", "9:30", f"{hours.SHAPE}|默认", hours.WRONG)]
Optional = Annotated[str, Input("提醒", "deadline", "|".join(one.name for one in RULES.values() if one.optional))]
OFFERED = (time(9), time(10), time(14))


@command("settings", "设置", "我的岗位、电话和晨报", writes=True, menu=10, example="/settings 静音")
async def settings(ask: Ask, switch: Switch = "", hour: Hour = "", rule: Optional = "") -> Reply:
    if switch:
        await stored.put(ask.db, ask.me.id, "silent", "1" if switch in ("silent", "静音") else "0")
    if hour:
        await stored.put(ask.db, ask.me.id, "morning", _hour(ask, hour))
    off = set((await stored.get(ask.db, ask.me.id, stored.OFF)).split())
    if rule:
        off ^= {rule}
        await stored.put(ask.db, ask.me.id, stored.OFF, " ".join(sorted(off)))
    return await _sheet(ask, off, "已保存" if switch or hour or rule else "")


def _hour(ask: Ask, words: str) -> str:
    """As `time.fromisoformat` reads it; empty for the bureau's. What is owed is known from the bureau's hour on."""
    if words == "默认":
        return ""
    first, last = _bounds(ask)
    at = hours.read(words)
    if not first <= at <= last:
        raise Refusal(f"未保存。晨报时间应在{said(first)}到{said(last)}之间，您填的是{said(at)}。")
    return f"{at:%H:%M}"


def _bounds(ask: Ask) -> tuple[time, time]:
    return ask.bureau.rules.morning, ask.bureau.calendar.hours.closes


async def _sheet(ask: Ask, off: set[str], toast: str) -> Reply:
    silent = await stored.get(ask.db, ask.me.id, "silent") == "1"
    own = await stored.get(ask.db, ask.me.id, "morning")
    first, last = _bounds(ask)
    at = min(max(time.fromisoformat(own), first), last) if own else first
    away = "".join(f"{one.says(ask.today)}。\n" for one in await leaves.ahead(ask.db, ask.me.id, ask.today))
    posts = "\n".join(f"　{post.title}" for post in ask.me.posts)
    closed = "、".join(RULES[name].label for name in sorted(off))
    may = [rule for rule in RULES.values() if rule.optional and ask.me.duties & DOES]
    optional = [rule.label for rule in may]
    text = (
        f"{'已保存。' if toast else ''}{ask.me.name}，您的岗位：\n{posts}\n电话：{ask.me.phone or '未登记'}\n{away}\n"
        f"晨报：工作日{said(at)}发送，{'静音接收' if silent else '有提示音'}。没有需要办理的事项时不发送。"
        + (f"\n已关闭：{closed}提醒。" if closed else "")
        + "\n\n点下方时间可改晨报时间，也可发送：/settings 9:45"
        + (f"\n{'、'.join(optional)}提醒可以关闭，逾期等必办事项不能关闭。" if optional else "")
    )
    sound = Button("改为有声", "/settings aloud") if silent else Button("改为静音", "/settings silent")
    offered = [first, *(one for one in OFFERED if first < one <= last)]
    others = [Button(said(one), f"/settings {'默认' if one == first else said(one)}") for one in offered if one != at]
    rules = [Button(f"{'开启' if one.name in off else '关闭'}{one.label[-2:]}", f"/settings {one.name}") for one in may]
    buttons = [Button("请假", "/leave"), Button("电话", "/contact"), sound, *rules, *others]
    return Reply(text, pairs(buttons), toast=toast)
