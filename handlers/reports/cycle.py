"""How often a task is reported (报送周期), and the units that have not reported in this period (月报)."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Input, Page, TaskNo, any_of, member_of
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from handlers.tasks.card import task_card
from handlers.tasks.pick import find_task
from plan import cycles
from plan.cycles import Period
from plan.permission import readable_paths
from plan.reply import Button, Reply, pairs, window
from plan.values import Cycle, Duty
from storage import events, mornings, plans, units

CycleWord = Annotated[Cycle, BeforeValidator(member_of(Cycle)), Input("周期", "每月报送", any_of(Cycle))]


@command(
    "cycle", "报送周期", "设定一项任务多久报送一次进展", who=CLERK, writes=True, example="/cycle 2.2.4 每季报送",
    card=lambda view: f"/cycle {view.task.code}" if Duty.CLERK in view.me.duties and view.open_assignments else "",
)  # fmt: skip
async def cycle(ask: Ask, number: TaskNo, chosen: CycleWord | None = None) -> Reply:
    task = await find_task(ask, number)
    if chosen is None:
        choices = [
            Button(other.label, f"/cycle {task.code} {other.value}") for other in Cycle if other is not task.cycle
        ]
        return Reply(
            f"{task.code} 现在{task.cycle.label}。请选择：", pairs([*choices, Button("返回", f"/task {task.code}")])
        )
    if chosen is not task.cycle:
        await plans.set_cycle(ask.db, task.id, chosen)
        before, after = {"cycle": task.cycle.value}, {"cycle": chosen.value}
        post = ask.post_of(Duty.CLERK)
        await events.happened(ask.db, "cycle", ask.now, ask.me, after, before, task_id=task.id, post=post)
    return await task_card(ask, await find_task(ask, number), note=f"已改为{chosen.label}。", toast="已保存")


@command("monthly", "本期未报", "本月或本季还没有报送进展的任务", words=("月报",), menu=9)
async def monthly(ask: Ask, page: Page = 0) -> Reply:
    """List by unit what is unreported in this month or quarter, of the units that the person may read."""
    calendar, rules = ask.bureau.calendar, ask.bureau.rules
    periods = cycles.current_periods(ask.today, calendar, rules)
    rows = await mornings.unreported(ask.db, periods, ask.zone, readable_paths(ask.me.posts))
    first, page_row, page_label = window(len(rows), page, "/monthly")
    page_items = rows[first : first + 8]
    text = ask.render(
        "unreported", period=periods[Cycle.MONTHLY], units=len(rows), pages=page_label,
        rows=page_items, total=sum(len(codes) for _, _, codes in rows), following=_following(ask),
    )  # fmt: skip
    names = await units.short_names_of(ask.db, [id for id, _, _ in page_items])
    buttons = pairs(Button(names[id], f"/unit {id}") for id, _, _ in page_items)
    return Reply(text, keyboard(*buttons, page_row))


def _following(ask: Ask) -> Period:
    """Return the period that is to be reported next."""
    periods = cycles.nearby_periods(Cycle.MONTHLY, ask.today, ask.bureau.calendar, ask.bureau.rules)
    return next(period for period in periods if period.due >= ask.today)
