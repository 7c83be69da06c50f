"""Taking back one's own last change (撤销): for ten minutes, where nothing has been built upon it."""

from datetime import timedelta

from handlers.ask import Ask
from handlers.extensions.approve import open_again
from handlers.inputs import Id, Version
from handlers.messages import CHANGED
from handlers.registry import DOERS, command
from handlers.reviews.decision import LETTERS
from handlers.reviews.queue import sheet
from handlers.tasks.card import card
from handlers.tell_unit import tell_unit
from plan.assignment import Assignment
from plan.format import named
from plan.letter_kinds import UNDONE
from plan.permission import DOES, Post
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.undo import EXTENDED, NOT_EXTENDED, UNDO, Change, undone
from plan.values import Duty
from storage import assignments, events, nudges, plans, reports
from storage.outbox import pending

FOR = timedelta(minutes=10)


@command(
    "undo", "撤销", "十分钟内撤回自己的上一步操作", who=DOERS | {Duty.LEADER}, writes=True, menu=9, example="/undo"
)
async def undo(ask: Ask, id: Id | None = None, seen: Version | None = None) -> Reply:
    last = await events.last_change(ask.db, ask.me.id, ask.now - FOR, id)
    before = await assignments.get(ask.db, last.assignment_id) if last else None
    again = last is not None and last.action == UNDO
    if last is None or before is None or (again and seen != last.version - 1):
        raise Refusal("十分钟内没有可以撤销的操作。", Button("我的任务", "/my"))
    if before.version != last.version or (seen not in (None, before.version) and not again):
        raise Refusal(
            f"{CHANGED}\n{before.code} 已有新的变化，不能再撤销。", Button("查看任务", f"/task {before.code}")
        )
    post = next((post for post in ask.me.posts if post.id == last.post_id), None)
    if post is None:
        raise Refusal("您已不在当时的岗位，不能撤销。")
    return await (_shown(ask, before, post) if again else _take_back(ask, before, last, post))


async def _take_back(ask: Ask, before: Assignment, last: Change, post: Post) -> Reply:
    after, _ = await assignments.save(ask.db, undone(before, last))
    await events.changed(ask.db, UNDO, ask.me, post, ask.now, before, after)
    if last.action == "report":
        await reports.undo_last(ask.db, before.id)
        await nudges.take_back_answer(ask.db, before.id, before.reported_at)
    untold = await pending.drop(ask.db, f"{before.id}:{before.version}")
    if last.action in (EXTENDED, NOT_EXTENDED):
        return await open_again(ask, after, told=not untold)
    if last.action in LETTERS and not untold:
        await tell_unit(ask, UNDONE, after, _letter(after))
    return await _shown(ask, after, post)


def _letter(one: Assignment) -> Reply:
    """To a unit that has been told already of what is taken back now."""
    text = f"刚才的通知已撤回，请按原状态办理：{one.code} {named(one.title, 40, restricted=one.restricted)}\n{one.unit}"
    return Reply(
        text if one.restricted else f"{text} · {one.state.label} {one.percent}%",
        ((Button("查看任务", f"/task {one.code}"),),),
    )


async def _shown(ask: Ask, after: Assignment, post: Post) -> Reply:
    became = after.unit if after.restricted else f"恢复为：{after.state.label} {after.percent}%"
    note = f"已撤销，{after.code} {became}。"
    if post.duty in DOES:
        return await card(ask, await plans.of_share(ask.db, after.task_id), note=note, toast="已撤销")
    return await sheet(ask, after, note=note, toast="已撤销")
