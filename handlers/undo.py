"""Undo one's own last change to an assignment (撤销), within ten minutes and if nothing has changed since."""

from datetime import timedelta

from handlers.ask import Ask
from handlers.extensions.approve import reopen_request
from handlers.inputs import Id, Version
from handlers.messages import CHANGED, code_and_title, view_task
from handlers.registry import ASSIGNEES, command
from handlers.reviews.decision import LETTERS
from handlers.reviews.queue import review_page
from handlers.tasks.card import task_card
from handlers.tell_unit import tell_unit
from plan.assignment import Assignment
from plan.letter_kinds import UNDONE
from plan.permission import UNIT_DUTIES, Post
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.undo import EXTENDED, NOT_EXTENDED, UNDO, Change, undone
from plan.values import Duty
from storage import assignments, events, nudges, plans, reports
from storage.outbox import pending

UNDO_PERIOD = timedelta(minutes=10)


@command(
    "undo", "撤销", "十分钟内撤回自己的上一步操作", who=ASSIGNEES | {Duty.LEADER}, writes=True, menu=9, example="/undo"
)
async def undo(ask: Ask, id: Id | None = None, seen: Version | None = None) -> Reply:
    change = await events.last_change(ask.db, ask.me.id, ask.now - UNDO_PERIOD, id)
    before = await assignments.get(ask.db, change.assignment_id) if change else None
    is_undone = change is not None and change.action == UNDO
    if change is None or before is None or (is_undone and seen != change.version - 1):
        raise Refusal("十分钟内没有可以撤销的操作。", Button("我的任务", "/my"))
    if before.version != change.version or (seen not in (None, before.version) and not is_undone):
        raise Refusal(f"{CHANGED}\n{before.code} 已有新的变化，不能再撤销。", view_task(before.code))
    post = next((post for post in ask.me.posts if post.id == change.post_id), None)
    if post is None:
        raise Refusal("您已不在当时的岗位，不能撤销。")
    return await (_result(ask, before, post) if is_undone else _take_back(ask, before, change, post))


async def _take_back(ask: Ask, before: Assignment, change: Change, post: Post) -> Reply:
    """Restore the state before `change`, and drop its letters, or send a second one where they have gone out."""
    after, _ = await assignments.save(ask.db, undone(before, change))
    await events.changed(ask.db, UNDO, ask.me, post, ask.now, before, after)
    if change.action == "report":
        await reports.undo_last(ask.db, before.id)
        await nudges.take_back_answer(ask.db, before.id, before.reported_at)
    letter_dropped = await pending.drop(ask.db, f"{before.id}:{before.version}")
    if change.action in (EXTENDED, NOT_EXTENDED):
        return await reopen_request(ask, after, unit_knows=not letter_dropped)
    if change.action in LETTERS and not letter_dropped:
        await tell_unit(ask, UNDONE, after, _letter(after))
    return await _result(ask, after, post)


def _letter(assignment: Assignment) -> Reply:
    """Return the letter to a unit that has already received the letter about the undone decision."""
    text = f"刚才的通知已撤回，请按原状态办理：{code_and_title(assignment)}\n{assignment.unit}"
    return Reply(
        text if assignment.restricted else f"{text} · {assignment.state.label} {assignment.percent}%",
        ((view_task(assignment.code),),),
    )


async def _result(ask: Ask, after: Assignment, post: Post) -> Reply:
    """Return the assignment as it is after the undo: as a card for its unit, as a review page for others."""
    state = after.unit if after.restricted else f"恢复为：{after.state.label} {after.percent}%"
    note = f"已撤销，{after.code} {state}。"
    if post.duty in UNIT_DUTIES:
        return await task_card(ask, await plans.of_share(ask.db, after.task_id), note=note, toast="已撤销")
    return await review_page(ask, after, note=note, toast="已撤销")
