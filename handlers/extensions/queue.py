"""The extension requests that wait for a person (延期申请), and the card's lines on a task's extensions."""

from handlers.ask import Ask, View
from handlers.extensions.page import Approval, approval_for, request_of, request_page
from handlers.inputs import Id, Page
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from handlers.tasks.card import on_card
from handlers.tasks.pick import share_labels
from plan import extension
from plan.assignment import Assignment
from plan.extension import EXTENDABLE, Extension, ExtensionStage
from plan.format import short_day
from plan.permission import doing_post, may_read_directives
from plan.reply import Button, Reply, paged, pairs
from plan.values import Duty
from storage import extensions

MAX_CARD_LINES = 4


@command(
    "extensions", "延期申请", "等待我审批或提出意见的延期申请", who=CLERK | {Duty.LEADER}, words=("审批",), menu=7,
    example="/extensions",
)  # fmt: skip
async def extensions_(ask: Ask, page: Page = 0, id: Id | None = None) -> Reply:
    if id is not None:
        return await request_page(ask, *await request_of(ask, id))
    waiting = await waiting_for_me(ask)
    page_items, page_row, page_label = paged(waiting, page, "/extensions")
    names = await share_labels(ask, [assignment for _, assignment in page_items])
    rows = [(*row, name) for row, name in zip(page_items, names, strict=True)]
    text = ask.render("extension_queue", rows=rows, total=len(waiting), pages=page_label)
    buttons = [Button(name, f"/extensions {request.id}") for request, _, name in rows]
    return Reply(text, keyboard(*pairs(buttons), page_row))


async def waiting_for_me(ask: Ask) -> list[tuple[Extension, Assignment]]:
    """Return the requests that wait for this person's decision or, until one is given, opinion."""
    by_unit: dict[int, Approval] = {}
    rows = []
    for request, assignment in await extensions.waiting(ask.db):
        if assignment.unit_id not in by_unit:  # Many requests may come from one unit.
            by_unit[assignment.unit_id] = await approval_for(ask, assignment)
        approval = by_unit[assignment.unit_id]
        receivers = approval.deciders + ([] if request.opinion else approval.advisers)
        if any(person.id == ask.me.id for person in receivers):
            rows.append((request, assignment))
    return rows


@on_card
async def card_lines(ask: Ask, view: View) -> list[str]:
    """Return lines on the own assignment; without one, on those that may be read, each with its unit's name."""
    shown_assignments = (view.own,) if view.own else view.readable
    ids = [assignment.id for assignment in shown_assignments]
    requests = await extensions.of_shares(ask.db, ids) if view.papers.extensions else []
    lines = []
    for assignment in shown_assignments:
        unit = "" if view.own else f"{assignment.unit}："
        own_requests = [request for request in requests if request.assignment_id == assignment.id]
        lines += [unit + line for line in _assignment_lines(ask, assignment, own_requests)]
    more = [f"另有{len(lines) - MAX_CARD_LINES}条延期情况，请看轨迹。"] if len(lines) > MAX_CARD_LINES else []
    return lines[:MAX_CARD_LINES] + more


def _assignment_lines(ask: Ask, assignment: Assignment, requests: list[Extension]) -> list[str]:
    """Return what is granted, which everybody may read, and what is requested, which only those concerned may read."""
    lines = [extension.granted_text(requests, ask.today)]
    if assignment.state in EXTENDABLE and may_read_directives(ask.me.posts, assignment.path):
        if requests and requests[-1].stage is ExtensionStage.OPEN:
            lines.append(f"已申请延至{short_day(requests[-1].wanted, ask.today)}，等待审批")
        elif doing_post(ask.me.posts, assignment.unit_id) and extension.too_late(assignment, ask.today):
            lines.append("已过时限，不能申请延期")
    return [line for line in lines if line]
