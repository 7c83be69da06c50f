"""A leader writes a directive (批示) on a task, from its card or by replying to a message; units are told at once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask, View
from handlers.inputs import Input, Stamp, TaskNo
from handlers.messages import code_and_title, view_task
from handlers.preview import Preview, unsent
from handlers.registry import LEADER, command
from handlers.tasks.card import on_card, task_card
from handlers.tasks.pick import find_task
from plan.assignment import Assignment
from plan.format import short_day
from plan.letter_kinds import DIRECTIVE
from plan.permission import UNIT_DUTIES, doing_post, may_read_directives
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Duty, Role
from storage import assignments, directives, events, people
from storage.directives import Directive, Receipt
from storage.outbox import letters
from storage.plans import Task

MAX_LENGTH = 1000
MAX_CARD_LINES = 3
SAME_FOR = timedelta(days=1)
"""The time within which the same words of the same leader on the same task are one directive."""
DirectiveText = Annotated[
    str,
    Field(max_length=MAX_LENGTH),
    Input("文字", "请抓紧办理", r"[\s\S]+", f"批示请控制在{MAX_LENGTH}字以内，尚未发出，请重新回复。", after=""),
]


@command(
    "directive", "批示", "对一项任务作出批示，由承办单位确认收到", who=LEADER, writes=True, menu=6, replies=True,
    example="/directive 2.2.4 请抓紧办理",
    card=lambda view: "" if view.task.restricted else f"/directive {view.task.code}",
)  # fmt: skip
async def directive(ask: Ask, number: TaskNo, confirmed: Stamp = "", words: DirectiveText = "") -> Reply:
    task = await find_task(ask, number)
    addressees = _addressees(task, await assignments.of_task(ask.db, task.id), words)
    if not words:
        back = (Button("返回", f"/task {task.code}"),)
        return Reply(f"请回复对 {task.code} 的批示，{MAX_LENGTH}字以内。", (back,), question=f"/directive {task.code}")
    reached, vacant = await _by_holders(ask, addressees)
    if not await _already_written(ask, task, words):
        if reply := _preview(task, words, reached, vacant).unless(ask, confirmed):
            return reply
        await _write(ask, task, words, addressees)
    told = f"通知{_units(reached)}的联络员和负责人，请其确认收到；配合单位不另行通知。" if reached else ""
    return await task_card(ask, task, note=f"已批示，{told}{_missing(vacant)}", toast="已批示")


def _preview(task: Task, words: str, reached: Sequence[Assignment], vacant: Sequence[Assignment]) -> Preview:
    names = "、".join(assignment.unit for assignment in reached)
    told = f"送：{names}的联络员和负责人；配合单位不另行通知。" if reached else ""
    heading = f"将向 {len(reached) + len(vacant)} 个单位发出批示，请确认"
    return Preview(
        f"/directive {task.code}", words, heading, "批示", "确认发出",
        back=f"/task {task.code}", about=code_and_title(task),
        receivers=tuple(line for line in (told, _missing(vacant)) if line),
        facts=(*(assignment.id for assignment in reached), "", *(assignment.id for assignment in vacant)),
    )  # fmt: skip


async def _by_holders(ask: Ask, addressees: Sequence[Assignment]) -> tuple[list[Assignment], list[Assignment]]:
    """Return the addressees whose unit has somebody to tell, and those whose posts are vacant."""
    vacant = [
        assignment
        for assignment in addressees
        if not await people.holders(ask.db, UNIT_DUTIES, ask.today, assignment.unit_id)
    ]
    return [assignment for assignment in addressees if assignment not in vacant], vacant


def _missing(vacant: Sequence[Assignment]) -> str:
    """Return which units have nobody who could be told, so that somebody calls them."""
    others = f"等{len(vacant)}个单位" if len(vacant) > 1 else ""
    return f"{vacant[0].unit}{others}的联络员、负责人空缺，请另行通知。" if vacant else ""


def _addressees(task: Task, task_assignments: Sequence[Assignment], words: str) -> list[Assignment]:
    """Return the open assignments of leading units and cities; supporting units follow the leading one."""
    if task.restricted:
        raise Refusal(f"不上机任务的批示请按纸质渠道办理。{'您的文字未发出。' if words else ''}")
    addressees = [
        assignment for assignment in task_assignments if assignment.open and assignment.role is not Role.SUPPORT
    ]
    if not addressees:
        raise Refusal(f"{task.code} 的牵头单位和各市均已办结，没有需要通知的单位。{unsent(words)}")
    return addressees


def _units(addressees: Sequence[Assignment]) -> str:
    return addressees[0].unit if len(addressees) == 1 else f"{len(addressees)}个单位"


async def _already_written(ask: Ask, task: Task, words: str) -> bool:
    """Return whether the person has just written these words: confirming them twice writes one directive."""
    before = await directives.of_task(ask.db, task.id)
    same = [earlier for earlier in before if earlier.person_id == ask.me.id and earlier.words == words]
    return any(earlier.at > ask.now - SAME_FOR for earlier in same)


async def _write(ask: Ask, task: Task, words: str, addressees: Sequence[Assignment]) -> None:
    post = ask.post_of(Duty.LEADER)
    written = await directives.write(ask.db, task.id, words, addressees, ask.me, post, ask.now)
    for assignment, receipt in zip(addressees, written.receipts, strict=True):
        await events.changed(ask.db, "directive", ask.me, post, ask.now, assignment, assignment)
        receivers = await people.holders(ask.db, UNIT_DUTIES, ask.today, assignment.unit_id)
        key, letter = f"receipt{receipt.id}", _letter(written, receipt)
        await letters.tell(ask.db, DIRECTIVE, key, letter, receivers, ask.now)


def _letter(directive: Directive, receipt: Receipt) -> Reply:
    text = f"请落实批示，并点“收到”：{code_and_title(directive)}\n{directive.by}批示：{directive.words}"
    return Reply(text, ((Button("收到", f"/ack {receipt.id}"), view_task(directive.code)),))


@on_card
async def card_lines(ask: Ask, view: View) -> list[str]:
    """Return the latest directives, with the state of the receipts that the person may read."""
    lines = []
    for item in await directives.of_task(ask.db, view.task.id) if view.papers.directives else ():
        receipts = [receipt for receipt in item.receipts if may_read_directives(ask.me.posts, receipt.path)]
        if receipts:
            on = short_day(item.at.astimezone(ask.zone).date(), ask.today)
            lines.append(f"批示（{on}，{item.by}）：{item.words}（{_receipt_state(ask, receipts)}）")
    return lines[-MAX_CARD_LINES:]


def _receipt_state(ask: Ask, receipts: Sequence[Receipt]) -> str:
    """Return who has yet to acknowledge, in a few words."""
    waiting = [receipt for receipt in receipts if receipt.waits]
    if any(doing_post(ask.me.posts, receipt.unit_id) for receipt in waiting):
        return "请发送“收到”确认"
    if not waiting:
        return "已确认" if all(receipt.acknowledged_by for receipt in receipts) else "已办结"
    return f"{waiting[0].unit}未确认" if len(waiting) == 1 else f"{len(waiting)}个单位未确认"
