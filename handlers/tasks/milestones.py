"""The milestones of a task (里程碑), against which its pace is held instead of the time alone."""

from handlers.ask import Ask, View
from handlers.inputs import DayWords, Id, Percent, TaskNo, Words
from handlers.messages import view_task
from handlers.registry import CLERK, command
from handlers.tasks.pick import task_of
from plan import days
from plan import milestones as rules
from plan.format import short_day
from plan.milestones import Milestone, Milestones
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from plan.values import Duty
from storage import assignments, events, light_dates, plans
from storage.plans import Task


def _offer(view: View) -> str:
    return "" if view.task.restricted else f"/milestones {view.task.code}"


@command(
    "milestones", "里程碑", "设定一项任务的阶段进度", who=CLERK, writes=True, card=_offer,
    example="/milestones 2.2.4 6月30日 40% 完成中期评审",
)  # fmt: skip
async def milestones(
    ask: Ask, number: TaskNo, words: DayWords = "", percent: Percent | None = None, about: Words = ""
) -> Reply:
    task = await _open(ask, number)
    if not words:
        return _sheet(ask, task)
    day = days.read(words, ask.today)
    if percent is None:
        raise Refusal("请回复这一天应达到的进度，例如：40%", question=f"/milestones {task.code} {day} {SLOT} {about}")
    try:
        several = rules.add(task.milestones, Milestone(day, percent, about.strip()), task.deadline)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, question=f"/milestones {task.code}") from None
    return await _set(ask, task, several, f"已设定：{short_day(day, ask.today)}达到{percent}%。")


@command("unmilestone", "取消阶段", "取消一个里程碑", who=CLERK, writes=True, example="/unmilestone 2.2.4 1")
async def unmilestone(ask: Ask, number: TaskNo, place: Id) -> Reply:
    task = await _open(ask, number)
    if not 1 <= place <= len(task.milestones):
        raise Refusal("没有这个里程碑。", Button("里程碑", f"/milestones {task.code}"))
    left = (*task.milestones[: place - 1], *task.milestones[place:])
    return await _set(ask, task, left, "已取消。")


async def _open(ask: Ask, number: str) -> Task:
    task = await task_of(ask, number)
    if task.restricted:
        raise Refusal("不上机任务的里程碑请按纸质渠道办理。", view_task(task.code))
    return task


async def _set(ask: Ask, task: Task, several: Milestones, note: str) -> Reply:
    if several != task.milestones:
        await plans.set_milestones(ask.db, task.id, several)
        await light_dates.of_tasks(ask.db, await assignments.of_task(ask.db, task.id))
        after, before = {"dump": rules.dump(several)}, {"dump": rules.dump(task.milestones)}
        post = ask.post_of(Duty.CLERK)
        await events.happened(ask.db, "milestones", ask.now, ask.me, after, before, task_id=task.id, post=post)
    return _sheet(ask, await plans.of_share(ask.db, task.id), note)


def _sheet(ask: Ask, task: Task, note: str = "") -> Reply:
    text = ask.render("milestones", task=task, note=note)
    line = f"/unmilestone {task.code}"
    takes = [Button(f"取消第{n}个", f"{line} {n}") for n, _ in enumerate(task.milestones, 1)]
    return Reply(text, (*pairs(takes), (Button("返回", f"/task {task.code}"),)), question=f"/milestones {task.code}")
