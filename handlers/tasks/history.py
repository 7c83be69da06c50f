"""The history (轨迹) of a task, or of all assignments of a unit: who changed what, from which post, and when."""

from typing import Annotated, Any

from handlers.ask import Ask
from handlers.inputs import Input, Page, Words
from handlers.messages import keyboard
from handlers.people.pick_unit import named_unit
from handlers.registry import command
from handlers.tasks.pick import find_task
from plan import milestones
from plan.format import shortened
from plan.permission import directive_paths, may_read, readable_paths
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, window
from plan.reported_value import plain
from plan.undo import AMEND
from plan.values import State, Status
from plan.words.open_question import Wants
from storage import history
from storage.history import Event

ACTIONS = {
    "sign": "签收", "report": "汇报", "close": "销号", "return": "退回", "waive": "免办", "reopen": "重新办理",
    "undo": "撤销", "amend": "更正", "evidence": "补充材料", "let_off": "不再承办", "named_again": "恢复承办",
    "ask_extension": "申请延期", "opinion": "延期意见", "extend": "批准延期", "refuse_extension": "不批准延期",
    "withdraw_extension": "撤回延期申请", "directive": "批示", "ack": "收到批示",
    "nudge": "催办", "answer": "回复催办", "call": "通话",
    "milestones": "里程碑", "restrict": "不上机",
}  # fmt: skip
NUDGE_EVENTS = ("nudge", "answer", "call")
CONFIDENTIAL = {
    "ask_extension", "opinion", "refuse_extension", "withdraw_extension", "directive", "ack", "return", "waive",
    *NUDGE_EVENTS,
}  # fmt: skip
"""Events between a unit and those above it; only they may read them."""
Number = Annotated[str, Input("编号或单位", "2.2.4", r"\d+(\.\d+){1,3}|u?\d{1,18}")]
"""A task's number, or from buttons the id of an assignment, or of a unit as `u5`."""


@command(
    "history",
    "轨迹",
    "一项任务或一个单位的办理记录",
    words=("历史", "记录"),
    menu=8,
    example="/history 2.2.4",
    asks=Wants.SEARCH,
)
async def history_(ask: Ask, number: Number = "", page: Page = 0, unit: Words = "") -> Reply:
    if not number and not unit:
        return Reply("请回复单位名称，例如：常州市局。任务的轨迹，请打开任务后查看。", question="/history")
    if number and unit:
        raise Refusal("请只写任务编号或单位名称，例如：/history 2.2.4")
    if unit or number.startswith("u"):
        return await _of_unit(ask, unit.strip() or number[1:], page)
    task = await find_task(ask, number)
    condition = history.of_task(task.id, visible_events(ask))
    chain = [Button("催办记录", f"/chain {task.code}")] if await history.count(ask.db, condition, NUDGE_EVENTS) else []
    foot = (Button("返回", f"/task {task.code}"), *chain)
    return await _page(ask, condition, page, f"/history {task.code}", task.code, foot)


async def _of_unit(ask: Ask, word: str, page: int) -> Reply:
    unit = await named_unit(ask, word, "/history u")
    if not may_read(ask.me.posts, unit.path):
        raise Refusal("您只能查看本单位及下属单位的办理记录。", Button("我的任务", "/my"))
    condition = history.of_unit(unit.id, visible_events(ask))
    return await _page(ask, condition, page, f"/history u{unit.id}", unit.name, (Button("返回", f"/unit {unit.id}"),))


def visible_events(ask: Ask) -> history.Condition:
    """Return the condition for the events that the person may read."""
    return history.seen(readable_paths(ask.me.posts), directive_paths(ask.me.posts), CONFIDENTIAL)


async def _page(ask: Ask, condition: history.Condition, page: int, line: str, name: str, foot: Row) -> Reply:
    total = await history.count(ask.db, condition)
    first, page_row, page_label = window(total, page, line)
    text = ask.render(
        "history", name=name, total=total, pages=page_label,
        events=await history.page(ask.db, condition, first, ask.zone), of_unit=line.startswith("/history u"),
        actions=ACTIONS, changes=describe_change,
    )  # fmt: skip
    return Reply(text, keyboard(page_row, foot))


def describe_change(event: Event) -> str:
    """Return what an event changed, such as `待签收 → 办理中，0% → 60%，“已完成初稿”`, or the text that it recorded."""
    before, after = event.before, event.after
    if "said" in after:
        return shortened(str(after["said"]), 60)
    if event.action == AMEND:
        return "撤回原汇报，另记更正后的汇报"
    if "dump" in after:
        return f"{_milestones(before)} → {_milestones(after)}"
    if "restricted" in after:
        return "设为不上机" if after["restricted"] else "恢复上机"
    parts = [
        _step(name, before.get(name), after[name])
        for name in ("state", "status", "deadline")
        if name in after and after[name] != before.get(name)
    ]
    parts.extend(_percent_step(before, after))
    if after.get("value") is not None and after["value"] != before.get("value"):
        parts.append(f"数量 {plain(after['value'])}")
    if event.action == "report" and after.get("words"):
        parts.append(f"“{shortened(str(after['words']), 60)}”")
    if after.get("files"):
        parts.append(f"材料 {after['files']} 份")
    if after.get("reason"):
        parts.append(f"{'意见' if event.action == 'opinion' else '理由'}：{shortened(str(after['reason']), 60)}")
    return "，".join(parts) or ("没有变化" if event.action == "report" else "")


def _milestones(facts: dict[str, Any]) -> str:
    """Return `6月30日40%、9月30日60%`, or `无`."""
    steps = milestones.load(facts.get("dump", ""))
    return "、".join(f"{step.day.month}月{step.day.day}日{step.percent}%" for step in steps) or "无"


def _percent_step(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return `30% → 60%`, or `60%` where no percent was stated before; nothing where none is stated now."""
    old, new = _stated_percent(before), _stated_percent(after)
    if new is None or new == old:
        return []
    return [f"{new}%" if old is None else f"{old}% → {new}%"]


def _stated_percent(facts: dict[str, Any]) -> int | None:
    """Return the percent that somebody had stated. Events of earlier versions do not say whether it was stated."""
    is_stated = facts.get("status") is not None and facts.get("percent_stated", True)
    return facts.get("percent") if is_stated else None


def _step(name: str, old: Any, new: Any) -> str:
    """Return `待签收 → 办理中`; of the status of a first report, which has none before it, only the new one."""
    is_first = name == "status" and old is None
    return _value(name, new) if is_first else f"{_value(name, old)} → {_value(name, new)}"


def _value(name: str, value: Any) -> str:
    """Return the field's value as people read it."""
    if value is None:
        return "无"
    if name == "state":
        return State(value).label
    if name == "status":
        return Status(value).label
    if name == "deadline":
        return "{}年{}月{}日".format(*map(int, str(value).split("-")))
    return str(value)
