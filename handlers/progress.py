"""Reports (汇报): a status, a percent, words; by taps, or typed in one line."""

from handlers.ask import Ask
from handlers.courtesy import CHANGED
from handlers.inputs import STOPS, Percent, StatusWord, TaskNo, Version, Words
from handlers.registry import DOERS, command
from handlers.shares import share
from handlers.task import card
from plan.assignment import Assignment
from plan.permission import Post
from plan.reply import Button, Reply, pairs
from plan.values import Duty, State, Status
from plan.wording import named
from storage import assignments, events, letters, nudges, people, plans

TYPED = rf"\d+(\.\d+){{1,3}}\s+(-?\d{{1,9}}(\.\d+)?\s*[%％]|(按序时|滞后|有困难|已完成)(?![^\s\d{STOPS}])).*"
PERCENTS = (10, 20, 30, 40, 50, 60, 80, 90)


@command(
    "progress", "汇报", "报告进展：状态、百分比和文字", who=DOERS, words=("进度", "汇报进度"), phrase=TYPED,
    writes=True, menu=6, example="/progress 2.2.4 60% 已完成初稿",
    card=lambda view: f"/progress {view.mine}" if view.own and view.own.state in (State.PENDING, State.ACTIVE) else "",
)  # fmt: skip
async def progress(
    ask: Ask, number: TaskNo, seen: Version | None = None, status: StatusWord | None = None,
    percent: Percent | None = None, words: Words = "",
) -> Reply:  # fmt: skip
    before, post = await share(ask, number, "/progress")
    task = await plans.of_share(ask.db, before.task_id)
    if seen is not None and seen != before.version:
        again = before.version == seen + 1 and (before.status, before.words) == (status, words.strip())
        return await card(ask, task, note=_recorded(before) if again else CHANGED, toast="已是最新状态")
    before.reportable()
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
    await nudges.answered(ask.db, saved.id, _answer(saved), post, ask.now)
    if saved.state is State.SUBMITTED:
        await _tell_clerks(ask, saved)
    task = await plans.of_share(ask.db, saved.task_id)
    return await card(ask, task, note=_recorded(saved), toast="已记录", undo=True)


async def _tell_clerks(ask: Ask, one: Assignment) -> None:
    text = f"请审核：{one.code} {named(one.title, 40, restricted=one.restricted)}\n{one.unit}已报完成。"
    reply = Reply(text, ((Button("审核", f"/review {one.id}"), Button("待审核", "/review")),))
    to = [clerk for clerk in await people.holders(ask.db, (Duty.CLERK,), ask.today) if clerk.id != ask.me.id]
    await letters.tell(ask.db, "submitted", f"{one.id}:{one.version}", reply, to, ask.now, ask.bureau.calendar)


def _recorded(one: Assignment) -> str:
    return f"已记录：{_figures(one)}。"


def _answer(one: Assignment) -> str:
    """A report answers the nudges that wait for one."""
    return "：".join(part for part in (_figures(one), one.words) if part)


def _figures(one: Assignment) -> str:
    assert one.status is not None
    return f"{one.status.label} {one.percent}%"


def _form(ask: Ask, one: Assignment) -> Reply:
    """Four statuses by one tap each; or the next words are the report."""
    expected = one.pace(ask.today)
    line = f"/progress {one.id} v{one.version}"
    text = (
        f"请汇报 {one.code} {named(one.title, 4096, restricted=one.restricted)} 的进展。\n"
        f"目前进度 {one.percent}%，{f'序时进度 {expected}%' if one.deadline else '时限待定'}。\n"
        "请点下方按钮，或直接回复百分比和文字，例如：60% 已完成初稿"
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
    text = f"请回复 {one.code} 的进度和原因，例如：40% 数据尚未报齐\n也可以只点百分比。"
    buttons = [Button(f"{percent}%", f"{line} {percent}") for percent in PERCENTS]
    return Reply(text, (*pairs(buttons), (Button("返回", f"/progress {one.id} v{one.version}"),)), question=line)
