"""The milestones of a task (里程碑): the clerk sets and removes them; progress is measured against them."""

from handlers.ask import Ask, View
from handlers.inputs import DayWords, Id, Percent, TaskNo, Words
from handlers.messages import view_task
from handlers.registry import CLERK, command
from handlers.tasks.pick import find_task
from plan import milestones as rules
from plan.format import short_day
from plan.milestones import Milestone, Milestones
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from plan.values import Duty
from plan.words import dates
from storage import assignments, events, light_dates, plans
from storage.plans import Task


def _card_button(view: View) -> str:
    return "" if view.task.restricted else f"/milestones {view.task.code}"


@command(
    "milestones", "里程碑", "设定一项任务的阶段进度", who=CLERK, writes=True, card=_card_button,
    example="/milestones 2.2.4 6月30日 40% 完成中期评审",
)  # fmt: skip
async def milestones(
    ask: Ask, number: TaskNo, words: DayWords = "", percent: Percent | None = None, about: Words = ""
) -> Reply:
    task = await _open_task(ask, number)
    if not words:
        return _page(ask, task)
    day = dates.day(words, ask.sent_on, ask.bureau.calendar)
    if percent is None:
        raise Refusal("请回复这一天应达到的进度，例如：40%", question=f"/milestones {task.code} {day} {SLOT} {about}")
    try:
        changed = rules.add(task.milestones, Milestone(day, percent, about.strip()), task.deadline)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, question=f"/milestones {task.code}") from None
    return await _save(ask, task, changed, f"已设定：{short_day(day, ask.today)}达到{percent}%。")


@command("unmilestone", "取消阶段", "取消一个里程碑", who=CLERK, writes=True, example="/unmilestone 2.2.4 1")
async def unmilestone(ask: Ask, number: TaskNo, place: Id) -> Reply:
    task = await _open_task(ask, number)
    if not 1 <= place <= len(task.milestones):
        raise Refusal("没有这个里程碑。", Button("里程碑", f"/milestones {task.code}"))
    remaining = (*task.milestones[: place - 1], *task.milestones[place:])
    return await _save(ask, task, remaining, "已取消。")


async def _open_task(ask: Ask, number: str) -> Task:
    """Return the task. Raises Refusal if it is restricted (不上机)."""
    task = await find_task(ask, number)
    if task.restricted:
        raise Refusal("不上机任务的里程碑请按纸质渠道办理。", view_task(task.code))
    return task


async def _save(ask: Ask, task: Task, changed: Milestones, note: str) -> Reply:
    """Store the milestones and what depends on them, and show them under `note`."""
    if changed != task.milestones:
        await plans.set_milestones(ask.db, task.id, changed)
        await light_dates.of_tasks(ask.db, await assignments.of_task(ask.db, task.id))
        after, before = {"dump": rules.dump(changed)}, {"dump": rules.dump(task.milestones)}
        post = ask.post_of(Duty.CLERK)
        await events.happened(ask.db, "milestones", ask.now, ask.me, after, before, task_id=task.id, post=post)
    return _page(ask, await plans.of_share(ask.db, task.id), note)


def _page(ask: Ask, task: Task, note: str = "") -> Reply:
    text = ask.render("milestones", task=task, note=note)
    line = f"/unmilestone {task.code}"
    buttons = [Button(f"取消第{n}个", f"{line} {n}") for n, _ in enumerate(task.milestones, 1)]
    return Reply(text, (*pairs(buttons), (Button("返回", f"/task {task.code}"),)), question=f"/milestones {task.code}")
