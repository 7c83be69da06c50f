"""Reverse a person's own last change of an assignment, with its report, its answers to nudges and its letters."""

from datetime import timedelta

from handlers.ask import Ask
from plan.assignment import Assignment
from plan.permission import Post
from plan.refusal import Refusal
from plan.undo import UNDO, Change, undone
from storage import assignments, events, nudges, reports
from storage.outbox import pending

UNDO_PERIOD = timedelta(minutes=10)


def post_of_change(ask: Ask, change: Change) -> Post:
    """Return the post from which the person made the change. Raises Refusal if they do not hold it any more."""
    post = next((post for post in ask.me.posts if post.id == change.post_id), None)
    if post is None:
        raise Refusal("您已不在当时的岗位，不能撤销。")
    return post


async def reverse(
    ask: Ask, before: Assignment, change: Change, post: Post, action: str = UNDO
) -> tuple[Assignment, bool]:
    """Restore the facts from before `change`, which led to the assignment `before`, and drop its waiting letters.

    `action` is that of the event. Return the restored assignment, and whether its letters had not gone out yet.
    """
    after, _ = await assignments.save(ask.db, undone(before, change))
    await events.changed(ask.db, action, ask.me, post, ask.now, before, after, batch=change.batch)
    if change.action == "report":
        await reports.undo_last(ask.db, before.id)
        await nudges.take_back_answer(ask.db, before.id, before.reported_at)
    dropped = await pending.drop(ask.db, f"{before.id}:{before.version}")
    return after, dropped > 0
