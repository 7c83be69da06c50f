"""The requests for more time that wait for me (延期申请), and what the card says of a task's extensions."""

from handlers.ask import Ask, View
from handlers.extensions.page import Approving, approving, request_of, sheet
from handlers.inputs import Id, Page
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from handlers.tasks.card import on_card
from plan import extension
from plan.assignment import Assignment
from plan.extension import WORKED_ON, Extension, Stage
from plan.format import short_day
from plan.permission import doing_post, may_read_orders
from plan.reply import Button, Reply, paged, pairs
from plan.values import Duty
from storage import extensions

MOST = 4


@command(
    "extensions", "延期申请", "等待我审批或提出意见的延期申请", who=CLERK | {Duty.LEADER}, words=("审批",), menu=7,
    example="/extensions",
)  # fmt: skip
async def extensions_(ask: Ask, page: Page = 0, id: Id | None = None) -> Reply:
    if id is not None:
        return await sheet(ask, *await request_of(ask, id))
    waiting = await waiting_for_me(ask)
    page_items, page_row, page_label = paged(waiting, page, "/extensions")
    text = ask.render(
        "extensions",
        rows=page_items,
        total=len(waiting),
        pages=page_label,
    )
    buttons = [Button(assignment.code, f"/extensions {request.id}") for request, assignment in page_items]
    return Reply(text, keyboard(*pairs(buttons), page_row))


async def waiting_for_me(ask: Ask) -> list[tuple[Extension, Assignment]]:
    """An opinion is asked of the clerks once. Many requests may come from one unit."""
    who: dict[int, Approving] = {}
    rows = []
    for request, assignment in await extensions.waiting(ask.db):
        if assignment.unit_id not in who:
            who[assignment.unit_id] = await approving(ask, assignment)
        asked = who[assignment.unit_id].deciders + ([] if request.opinion else who[assignment.unit_id].advisers)
        if any(person.id == ask.me.id for person in asked):
            rows.append((request, assignment))
    return rows


@on_card
async def lines(ask: Ask, view: View) -> list[str]:
    """Of my own share; else of those that I may read, each under its unit's name."""
    shares = (view.own,) if view.own else view.readable
    requests = (
        await extensions.of_shares(ask.db, [assignment.id for assignment in shares]) if view.papers.extensions else []
    )
    said = []
    for assignment in shares:
        unit = "" if view.own else f"{assignment.unit}："
        said += [
            unit + line for line in _lines(ask, assignment, [r for r in requests if r.assignment_id == assignment.id])
        ]
    more = [f"另有{len(said) - MOST}条延期情况，请看轨迹。"] if len(said) > MOST else []
    return said[:MOST] + more


def _lines(ask: Ask, assignment: Assignment, requests: list[Extension]) -> list[str]:
    """That a unit asks is between it and those who decide; that it has more time is part of the plan."""
    said = [extension.granted(requests, ask.today)]
    if assignment.state in WORKED_ON and may_read_orders(ask.me.posts, assignment.path):
        if requests and requests[-1].stage is Stage.OPEN:
            said.append(f"已申请延至{short_day(requests[-1].wanted, ask.today)}，等待审批")
        elif doing_post(ask.me.posts, assignment.unit_id) and extension.too_late(assignment, ask.today):
            said.append("已过时限，不能申请延期")
    return [line for line in said if line]
