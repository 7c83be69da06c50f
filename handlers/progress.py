"""Reports (汇报): a status, a percent, words; by taps, or typed in one line."""

from handlers.ask import Ask
from handlers.courtesy import CHANGED
from handlers.inputs import Percent, StatusWord, TaskNo, Version, Words
from handlers.registry import DOERS, command
from handlers.shares import share
from handlers.task import card
from plan import light
from plan.assignment import Assignment
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from plan.values import Status
from storage import assignments, events, plans

TYPED = r"\d+(\.\d+){1,3}\s+(-?\d{1,9}\s*[%％]|按序时|滞后|有困难|已完成)(\s.*)?"
PERCENTS = (10, 20, 30, 40, 50, 60, 80, 90)


@command(
    "progress", "汇报", "报告进展：状态、百分比和文字", who=DOERS, words=("进度", "汇报进度"), phrase=TYPED,
    writes=True, menu=6, example="/progress 2.2.4 60% 已完成初稿",
)  # fmt: skip
async def progress(
    ask: Ask, number: TaskNo, seen: Version | None = None, status: StatusWord | None = None,
    percent: Percent | None = None, words: Words = "",
) -> Reply:  # fmt: skip
    before, post = await share(ask, number, "/progress")
    task = await plans.of_share(ask.db, before.task_id)
    if seen is not None and seen != before.version:
        return await card(ask, task, note=CHANGED, toast="已是最新状态")
    if status is None and percent is None and not words:
        return _form(ask, before)
    if status in (Status.BEHIND, Status.STUCK) and percent is None and not words:
        return _details(before, status)
    after = before.report(status, percent, words.strip(), ask.now, ask.bureau.limits)
    return await _record(ask, post, before, after)


async def _record(ask: Ask, post: Post, before: Assignment, after: Assignment) -> Reply:
    saved = await assignments.save(ask.db, after)
    await events.changed(ask.db, "report", ask.me, post, ask.now, before, saved)
    await events.reported(ask.db, ask.me, post, ask.now, saved)
    task = await plans.of_share(ask.db, saved.task_id)
    assert saved.status is not None
    return await card(ask, task, note=f"已记录：{saved.status.label} {saved.percent}%。", toast="已记录")


def _form(ask: Ask, one: Assignment) -> Reply:
    """Four statuses by one tap each; or the next words are the report."""
    if not one.open:
        raise Refusal(f"{one.code} {one.state.label}，不再汇报。")
    expected = light.pace(one.starts, one.deadline, ask.today)
    line = f"/progress {one.id} v{one.version}"
    text = (
        f"请汇报 {one.code} {one.title} 的进展。\n目前 {one.percent}%，时间已过 {expected}%。\n"
        "点一个按钮，或直接回复百分比和文字，例如：60% 已完成初稿"
    )
    return Reply(
        text,
        (
            *pairs(Button(status.label, f"{line} {status.value}") for status in Status),
            (Button("返回", f"/task {one.code}"),),
        ),
        question=line,
    )


def _details(one: Assignment, status: Status) -> Reply:
    """Behind or stuck: how far, and why, in the person's own words."""
    line = f"/progress {one.id} v{one.version} {status.value}"
    text = f"请回复 {one.code} 的进度和原因，例如：40% 数据尚未报齐\n也可以先点一个百分比。"
    buttons = [Button(f"{percent}%", f"{line} {percent}") for percent in PERCENTS]
    return Reply(text, (*pairs(buttons), (Button("返回", f"/progress {one.id} v{one.version}"),)), question=line)
