"""Undo one's own last change to an assignment (撤销), within ten minutes and if nothing has changed since."""

from handlers.ask import Ask
from handlers.extensions.approve import reopen_request
from handlers.inputs import Id, Version
from handlers.messages import CHANGED, code_and_title, view_task
from handlers.registry import ASSIGNEES, command
from handlers.reverse import UNDO_PERIOD, post_of_change, reverse
from handlers.reviews.decision import LETTERS
from handlers.reviews.queue import review_page
from handlers.tasks.card import task_card
from handlers.tell_unit import tell_unit
from plan.assignment import Assignment
from plan.format import percent
from plan.letter_kinds import UNDONE
from plan.permission import UNIT_DUTIES, Post
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.undo import EXTENDED, NOT_EXTENDED, UNDO, Change
from plan.values import Duty
from storage import assignments, events, plans


@command(
    "undo", "撤销", "十分钟内撤回自己的上一步操作", who=ASSIGNEES | {Duty.LEADER}, writes=True, menu=9, example="/undo"
)
async def undo(ask: Ask, id: Id | None = None, seen: Version | None = None) -> Reply:
    change = await events.last_change(ask.db, ask.me.id, ask.sent_at - UNDO_PERIOD, id)
    before = await assignments.get(ask.db, change.assignment_id) if change else None
    is_undone = change is not None and change.action == UNDO
    if change is None or before is None or (is_undone and seen != change.version - 1):
        raise Refusal("十分钟内没有可以撤销的操作。", Button("我的任务", "/my"))
    if change.batch and seen in (None, change.version, change.version - is_undone):
        return await _undo_batch(ask, change)
    if before.version != change.version or (seen not in (None, before.version) and not is_undone):
        raise Refusal(f"{CHANGED}\n{before.code} 已有新的变化，不能再撤销。", view_task(before.code))
    post = post_of_change(ask, change)
    return await (_result(ask, before, post) if is_undone else _take_back(ask, before, change, post))


async def _take_back(ask: Ask, before: Assignment, change: Change, post: Post) -> Reply:
    """Reverse `change`. Where its letter has gone out, the unit gets a second one."""
    after, letter_dropped = await reverse(ask, before, change, post)
    if change.action in (EXTENDED, NOT_EXTENDED):
        return await reopen_request(ask, after, unit_knows=not letter_dropped)
    if change.action in LETTERS and not letter_dropped:
        await tell_unit(ask, UNDONE, after, _letter(after))
    return await _result(ask, after, post)


async def _undo_batch(ask: Ask, change: Change) -> Reply:
    """Undo everything that the tap of `change` has changed; what has changed again since is left, and named."""
    changed_since = []
    changes = await events.of_batch(ask.db, ask.me.id, ask.sent_at - UNDO_PERIOD, change.batch)
    for each in changes:
        before = await assignments.get(ask.db, each.assignment_id)
        if before is None or before.version != each.version:
            changed_since.append(before.code if before else "已撤下的任务")
        elif each.action != UNDO:
            await reverse(ask, before, each, post_of_change(ask, each))
    left = f"\n已有新的变化，未撤销：{'、'.join(changed_since)}。" if changed_since else ""
    text = f"已撤销 {len(changes) - len(changed_since)} 项。{left}"
    return Reply(text, ((Button("我的任务", "/my"),),), toast="已撤销")


def _letter(assignment: Assignment) -> Reply:
    """Return the letter to a unit that has already received the letter about the undone decision."""
    text = f"刚才的通知已撤回，请按原状态办理：{code_and_title(assignment)}\n{assignment.unit}"
    return Reply(
        text if assignment.restricted else f"{text} · {assignment.state.label}{percent(assignment)}",
        ((view_task(assignment.code),),),
    )


async def _result(ask: Ask, after: Assignment, post: Post) -> Reply:
    """Return the assignment as it is after the undo: as a card for its unit, as a review page for others."""
    state = after.unit if after.restricted else f"恢复为：{after.state.label}{percent(after)}"
    note = f"已撤销，{after.code} {state}。"
    if post.duty in UNIT_DUTIES:
        return await task_card(ask, await plans.of_share(ask.db, after.task_id), note=note, toast="已撤销")
    return await review_page(ask, after, note=note, toast="已撤销")
