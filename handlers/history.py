"""What happened to a task (轨迹): who, for which post, when, what it was and what it became."""

from typing import Any

from handlers.ask import Ask
from handlers.inputs import Page, TaskNo
from handlers.registry import command
from handlers.shares import task_of
from plan.permission import may_read_orders, readable
from plan.reached import plain
from plan.reply import Button, Reply, paged
from plan.texts import render
from plan.values import State, Status
from plan.wording import shortened
from storage import history
from storage.history import Event

ACTIONS = {
    "sign": "签收", "report": "汇报", "close": "销号", "return": "退回", "waive": "免办", "reopen": "重新办理",
    "undo": "撤销", "evidence": "补充材料", "let_off": "不再承办", "named_again": "恢复承办",
    "ask_extension": "申请延期", "opinion": "延期意见", "extend": "批准延期", "refuse_extension": "不批准延期",
    "withdraw_extension": "撤回延期申请", "directive": "批示", "ack": "收到批示",
    "nudge": "催办", "answer": "回复催办", "call": "通话",
}  # fmt: skip
CHAINED = ("nudge", "answer", "call")
BETWEEN_US = {"ask_extension", "opinion", "refuse_extension", "withdraw_extension", "directive", "ack", *CHAINED}
"""Between a unit and those above it: no part of the plan and the board."""


@command("history", "轨迹", "一项任务的办理记录", words=("历史", "记录"), menu=8)
async def history_(ask: Ask, number: TaskNo, page: Page = 0) -> Reply:
    task = await task_of(ask, number)
    happened = await history.of_task(ask.db, task.id, readable(ask.me.posts), ask.zone)
    events = [one for one in happened if one.action not in BETWEEN_US or may_read_orders(ask.me.posts, one.path)]
    shown, turn, pages = paged(events, page, f"/history {task.code}")
    text = render(
        "history", today=ask.today, calendar=ask.bureau.calendar, task=task, events=shown, total=len(events),
        pages=pages, actions=ACTIONS, changes=changes,
    )  # fmt: skip
    chain = [Button("催办记录", f"/chain {task.code}")] if any(one.action in CHAINED for one in events) else []
    return Reply(text, (*([turn] if turn else []), (Button("返回", f"/task {task.code}"), *chain)))


def changes(event: Event) -> str:
    """`待签收 → 办理中，0% → 60%，“已完成初稿”`; of what changed nothing, what was said."""
    before, after = event.before, event.after
    if "said" in after:
        return shortened(str(after["said"]), 60)
    parts = [
        _step(name, before.get(name), after[name])
        for name in ("state", "status", "percent", "deadline")
        if name in after and after[name] != before.get(name)
    ]
    if after.get("value") is not None and after["value"] != before.get("value"):
        parts.append(f"数量 {plain(after['value'])}")
    if event.action == "report" and after.get("words"):
        parts.append(f"“{shortened(str(after['words']), 60)}”")
    if after.get("files"):
        parts.append(f"材料 {after['files']} 份")
    if after.get("reason"):
        parts.append(f"理由：{shortened(str(after['reason']), 60)}")
    return "，".join(parts) or ("没有变化" if event.action == "report" else "")


def _step(name: str, was: Any, now: Any) -> str:
    """A first report has no status before it."""
    first = name == "status" and was is None
    return _word(name, now) if first else f"{_word(name, was)} → {_word(name, now)}"


def _word(name: str, value: Any) -> str:
    if value is None:
        return "无"
    if name == "state":
        return State(value).label
    if name == "status":
        return Status(value).label
    if name == "deadline":
        return "{}年{}月{}日".format(*map(int, str(value).split("-")))
    return f"{value}%" if name == "percent" else str(value)
