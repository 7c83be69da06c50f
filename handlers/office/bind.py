"""Bind a group, or a topic in it, to the plan or to a unit; it then gets a pinned board and a weekly summary."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Id, Input, Page, Word
from handlers.messages import NO_PLAN
from handlers.people.pick_unit import containing, get_unit, unit_choice
from handlers.registry import CLERK, command
from plan.format import WEEKDAYS
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, pairs
from storage import events, groups, plans, units
from storage.groups import Group
from storage.outbox import pinned_boards

WEEKLY_HOURS = range(9, 18)
UNBOUND = "本群尚未绑定。"
WHOLE_PLAN = 0
"""Takes the place of a unit's id on the button that binds the whole plan."""
Weekday = Annotated[
    int, BeforeValidator(lambda word: WEEKDAYS.index(word[-1])), Input("星期", "周五", f"周[{WEEKDAYS}]")
]
Hour = Annotated[
    int,
    BeforeValidator(lambda word: int(word.partition(":")[0].rstrip("点时"))),
    Input("时间", "16:00", r"\d{1,2}(:00|[点时])"),
]


@command(
    "bind",
    "绑定本群",
    "在群内发送，绑定全部任务或一个单位",
    who=CLERK,
    where="group",
    writes=True,
    settles=True,
    menu=9,
    example="/bind",
)
async def bind(ask: Ask, page: Page | None = None, unit: Id | None = None, word: Word = "") -> Reply:
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    if page is not None:
        all_units = await units.every(ask.db)
        return unit_choice(
            "请选择本群绑定的单位", all_units, page, "/bind", (Button("全部任务", f"/bind {WHOLE_PLAN}"),)
        )
    bound_group = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
    unit_id = await _unit_id(ask, word) if word else unit
    wanted_id = (bound_group.unit_id if bound_group else None) if unit_id is None else unit_id or None
    if wanted_id:
        await get_unit(ask, wanted_id)
    await groups.bind(ask.db, ask.chat.id, ask.chat.thread_id, ask.chat.title, ask.me.id, ask.now)
    return await _record_binding(ask, plan.title, bound_group, wanted_id)


async def _unit_id(ask: Ask, word: str) -> int:
    """Return the id of the unit with this name or short name, or the only one that contains it. Raises Refusal."""
    candidates = containing(await units.every(ask.db), word)
    matches = [unit for unit in candidates if word in (unit.name, unit.short_name)] or candidates
    if not matches:
        raise Refusal(f"没有名称含“{word}”的单位。", Button("选择单位", "/bind p0"))
    if len(matches) != 1:
        buttons = [Button(unit.short, f"/bind {unit.id}") for unit in matches[:8]]
        raise Refusal(f"名称含“{word}”的单位有{len(matches)}个，请选择或写全称。", *buttons)
    return matches[0].id


async def _record_binding(ask: Ask, title: str, before: Group | None, unit_id: int | None) -> Reply:
    """Record the binding, and request the pinned board in any case: the clerk binds again if it could not be pinned."""
    group = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
    assert group is not None
    is_new = before is None or before.unit_id != unit_id
    if is_new:
        await groups.change(ask.db, group.id, unit_id=unit_id, last="", board_hash="")
        after = {"chat": ask.chat.id, "thread": ask.chat.thread_id, "unit": unit_id}
        await events.happened(ask.db, "bind", ask.now, ask.me, after)
        group = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
        assert group is not None
    await pinned_boards.want(ask.db, [group], ask.now)
    scope = f"《{title}》" + (f"中{group.unit}及下级单位的任务" if group.unit else "")
    ending = "。{}，遇节假日顺延。汇报和查询请在私聊中办理。" if is_new else "，{}。"
    return Reply(f"本群已绑定{scope}{ending.format(_schedule_text(group))}", _buttons())


def _buttons() -> tuple[Row, ...]:
    return (Button("打开督办", url="?start=my"),), (Button("绑定单位", "/bind p0"), Button("发布时间", "/weekly"))


def _schedule_text(group: Group) -> str:
    """Return `每周五16:00发布进展`."""
    return f"每周{WEEKDAYS[group.weekday]}{group.hour}:00发布进展"


@command(
    "weekly", "发布时间", "在群内发送，设置本群周报的星期和时间", who=CLERK, where="group", writes=True,
    settles=True, example="/weekly 周五 16:00",
)  # fmt: skip
async def weekly(ask: Ask, weekday: Weekday | None = None, hour: Hour | None = None) -> Reply:
    group = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
    if group is None:
        raise Refusal(UNBOUND, Button("绑定本群", "/bind"))
    if weekday is None and hour is None:
        return Reply(f"本群{_schedule_text(group)}，遇节假日顺延到下一个工作日。请选择星期。", _weekday_buttons())
    if weekday is not None and weekday not in range(5):
        raise Refusal(
            "未保存：周报请定在周一至周五，遇节假日会顺延。请选择星期。",
            *(button for row in _weekday_buttons() for button in row),
        )
    if hour is not None and hour not in WEEKLY_HOURS:
        raise Refusal(f"未保存：发布时间应为{WEEKLY_HOURS[0]}:00到{WEEKLY_HOURS[-1]}:00之间的整点。")
    values = {"weekday": group.weekday if weekday is None else weekday, "hour": group.hour if hour is None else hour}
    before = {"weekday": group.weekday, "hour": group.hour}
    if values != before:
        await groups.change(ask.db, group.id, **values)
        await events.happened(ask.db, "weekly", ask.now, ask.me, {"group": group.id, **values}, before)
    group = await groups.get(ask.db, group.id) or group
    text = f"已保存：本群{_schedule_text(group)}，遇节假日顺延到下一个工作日。"
    if hour is not None:
        return Reply(text)
    return Reply(f"{text}请选择时间。", _hour_buttons(group.weekday))


def _weekday_buttons() -> tuple[Row, ...]:
    return pairs(Button(f"周{weekday}", f"/weekly 周{weekday}") for weekday in WEEKDAYS[:5])


def _hour_buttons(weekday: int) -> tuple[Row, ...]:
    return pairs(Button(f"{hour}:00", f"/weekly 周{WEEKDAYS[weekday]} {hour}:00") for hour in (9, 11, 14, 16))


@command("unbind", "解除绑定", "在群内发送，停止向本群发布进展", who=CLERK, where="group", writes=True, menu=9)
async def unbind(ask: Ask) -> Reply:
    ids = await groups.unbind(ask.db, ask.chat.id, ask.chat.thread_id)
    if not ids:
        raise Refusal(UNBOUND)
    await pinned_boards.close(ask.db, ids, ask.now)
    await events.happened(ask.db, "unbind", ask.now, ask.me, {"chat": ask.chat.id, "thread": ask.chat.thread_id})
    return Reply("已解除绑定，不再向本群发布进展。")
