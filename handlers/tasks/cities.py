"""How far each city is with a task that all cities have (各市)."""

from handlers.ask import Ask, View
from handlers.inputs import TaskNo
from handlers.messages import view_task
from handlers.registry import command
from handlers.tasks.pick import find_task
from plan import cities as rules
from plan.assignment import Assignment
from plan.permission import UNIT_DUTIES, may_read
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Role
from storage import assignments


def _card_button(view: View) -> str:
    return f"/cities {view.task.code}" if view.task.local else ""


@command("cities", "各市", "各设区市对一项任务的办理情况", example="/cities 1.1.3", card=_card_button)
async def cities(ask: Ask, number: TaskNo) -> Reply:
    task = await find_task(ask, number)
    city_assignments = [
        assignment for assignment in await assignments.of_task(ask.db, task.id) if assignment.role is Role.CITY
    ]
    if not city_assignments:
        raise Refusal(f"{task.code} 没有下达各市。", view_task(task.code))
    groups = rules.grouped(city_assignments, ask.today)
    own_units = {post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES}
    own = [assignment for assignment in city_assignments if assignment.unit_id in own_units]
    text = ask.render(
        "task_cities", task=task, total=len(city_assignments),
        counts=[(stage, len(group)) for stage, group in groups.items()],
        groups=[(stage, visible) for stage, group in groups.items() if (visible := _visible(ask, group))],
        own=[(assignment, rules.stage(assignment, ask.today)) for assignment in own],
    )  # fmt: skip
    return Reply(text, ((Button("返回", f"/task {task.code}"),),))


def _visible(ask: Ask, group: list[Assignment]) -> list[Assignment]:
    """Return the assignments that the person may read: a city's own, and all of them for those above the cities."""
    return [assignment for assignment in group if may_read(ask.me.posts, assignment.path)]
