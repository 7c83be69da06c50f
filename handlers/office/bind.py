"""The clerk binds a group, or one topic of it, to the plan or to a unit: from then on it has its board and summary."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Id, Input, Page, Word
from handlers.messages import NO_PLAN
from handlers.people.pick_unit import get_unit, unit_choice
from handlers.registry import CLERK, command
from plan.format import WEEKDAYS
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from storage import events, groups, plans, units
from storage.groups import Group
from storage.outbox import pinned_boards

HOURS = range(9, 18)
UNBOUND = "本群尚未绑定。"
WHOLE = 0
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
        every = await units.every(ask.db)
        return unit_choice("请选择本群绑定的单位", every, page, "/bind", (Button("全部任务", f"/bind {WHOLE}"),))
    here = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
    unit_id = await _named(ask, word) if word else unit
    wanted = (here.unit_id if here else None) if unit_id is None else unit_id or None
    if wanted:
        await get_unit(ask, wanted)
    await groups.bind(ask.db, ask.chat.id, ask.chat.thread_id, ask.chat.title, ask.me.id, ask.now)
    return await _bound(ask, plan.title, here, wanted)


async def _named(ask: Ask, word: str) -> int:
    found = [unit for unit in await units.every(ask.db) if word in unit.name]
    exact = [unit for unit in found if unit.name == word] or found
    if not exact:
        raise Refusal(f"没有名称含“{word}”的单位。", Button("选择单位", "/bind p0"))
    if len(exact) != 1:
        several = pairs(Button(unit.short, f"/bind {unit.id}") for unit in exact[:8])
        raise Refusal(
            f"名称含“{word}”的单位有{len(exact)}个，请选择或写全称。", *(one for row in several for one in row)
        )
    return exact[0].id


async def _bound(ask: Ask, title: str, before: Group | None, unit_id: int | None) -> Reply:
    """The board is owed in any case: where it could not be pinned, binding again is how the clerk asks for it."""
    group = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
    assert group is not None
    new = before is None or before.unit_id != unit_id
    if new:
        await groups.change(ask.db, group.id, unit_id=unit_id, last="", board_hash="")
        after = {"chat": ask.chat.id, "thread": ask.chat.thread_id, "unit": unit_id}
        await events.happened(ask.db, "bind", ask.now, ask.me, after)
        group = await groups.here(ask.db, ask.chat.id, ask.chat.thread_id)
        assert group is not None
    await pinned_boards.want(ask.db, [group], ask.now)
    what = f"《{title}》" + (f"中{group.unit}及下级单位的任务" if group.unit else "")
    more = "。{}，遇节假日顺延。汇报和查询请在私聊中办理。" if new else "，{}。"
    return Reply(f"本群已绑定{what}{more.format(_when(group))}", _buttons())


def _buttons() -> tuple[tuple[Button, ...], ...]:
    return (Button("打开督办", url="?start=my"),), (Button("绑定单位", "/bind p0"), Button("发布时间", "/weekly"))


def _when(group: Group) -> str:
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
        return Reply(f"本群{_when(group)}，遇节假日顺延到下一个工作日。请选择星期。", _days())
    if weekday is not None and weekday not in range(5):
        raise Refusal(
            "未保存：周报请定在周一至周五，遇节假日会顺延。请选择星期。", *(button for row in _days() for button in row)
        )
    if hour is not None and hour not in HOURS:
        raise Refusal(f"未保存：发布时间应为{HOURS[0]}:00到{HOURS[-1]}:00之间的整点。")
    values = {"weekday": group.weekday if weekday is None else weekday, "hour": group.hour if hour is None else hour}
    before = {"weekday": group.weekday, "hour": group.hour}
    if values != before:
        await groups.change(ask.db, group.id, **values)
        await events.happened(ask.db, "weekly", ask.now, ask.me, {"group": group.id, **values}, before)
    group = await groups.get(ask.db, group.id) or group
    text = f"已保存：本群{_when(group)}，遇节假日顺延到下一个工作日。"
    return Reply(text if hour is not None else f"{text}请选择时间。", () if hour is not None else _hours(group.weekday))


def _days() -> tuple[tuple[Button, ...], ...]:
    return pairs(Button(f"周{one}", f"/weekly 周{one}") for one in WEEKDAYS[:5])


def _hours(weekday: int) -> tuple[tuple[Button, ...], ...]:
    return pairs(Button(f"{hour}:00", f"/weekly 周{WEEKDAYS[weekday]} {hour}:00") for hour in (9, 11, 14, 16))


@command("unbind", "解除绑定", "在群内发送，停止向本群发布进展", who=CLERK, where="group", writes=True, menu=9)
async def unbind(ask: Ask) -> Reply:
    ids = await groups.unbind(ask.db, ask.chat.id, ask.chat.thread_id)
    if not ids:
        raise Refusal(UNBOUND)
    await pinned_boards.close(ask.db, ids, ask.now)
    await events.happened(ask.db, "unbind", ask.now, ask.me, {"chat": ask.chat.id, "thread": ask.chat.thread_id})
    return Reply("已解除绑定，不再向本群发布进展。")
