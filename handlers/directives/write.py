"""A leader writes to a task (批示), from its card or as a reply to a message about it; its units are told at once."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask, View
from handlers.inputs import Input, TaskNo
from handlers.messages import view_task
from handlers.registry import LEADER, command
from handlers.tasks.card import on_card, task_card
from handlers.tasks.pick import find_task
from plan.assignment import Assignment
from plan.format import named, short_day
from plan.letter_kinds import DIRECTIVE
from plan.permission import DOES, doing_post, may_read_orders
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Duty, Role
from storage import assignments, directives, events, people
from storage.directives import Directive, Receipt
from storage.outbox import letters
from storage.plans import Task

LONGEST = 1000
SHOWN = 3
Order = Annotated[
    str, Field(max_length=LONGEST), Input("文字", "请抓紧办理", r"[\s\S]+", f"批示请控制在{LONGEST}字以内。", after="")
]


@command(
    "directive", "批示", "对一项任务作出批示，由承办单位确认收到", who=LEADER, writes=True, menu=6, replies=True,
    example="/directive 2.2.4 请抓紧办理",
    card=lambda view: "" if view.task.restricted else f"/directive {view.task.code}",
)  # fmt: skip
async def directive(ask: Ask, number: TaskNo, words: Order = "") -> Reply:
    task = await find_task(ask, number)
    told = _told(task, await assignments.of_task(ask.db, task.id))
    if not words:
        back = (Button("返回", f"/task {task.code}"),)
        return Reply(f"请回复对 {task.code} 的批示，{LONGEST}字以内。", (back,), question=f"/directive {task.code}")
    if not await _said_today(ask, task, words):
        await _write(ask, task, words, told)
    return await task_card(ask, task, note=await _note(ask, told), toast="已批示")


async def _note(ask: Ask, told: Sequence[Assignment]) -> str:
    """A unit in which nobody is there to be told is named: somebody has to call."""
    vacant = [
        assignment for assignment in told if not await people.holders(ask.db, DOES, ask.today, assignment.unit_id)
    ]
    reached = [assignment for assignment in told if assignment not in vacant]
    said = f"通知{_units(reached)}的联络员和负责人，请其确认收到；配合单位不另行通知。" if reached else ""
    others = f"等{len(vacant)}个单位" if len(vacant) > 1 else ""
    missing = f"{vacant[0].unit}{others}的联络员、负责人空缺，请另行通知。" if vacant else ""
    return f"已批示，{said}{missing}"


def _told(task: Task, shares: Sequence[Assignment]) -> list[Assignment]:
    """Those who decide about the task and still work on it: a unit that supports follows the one that leads."""
    if task.restricted:
        raise Refusal("不上机任务的批示请按纸质渠道办理。")
    told = [assignment for assignment in shares if assignment.open and assignment.role is not Role.SUPPORT]
    if not told:
        raise Refusal(f"{task.code} 的牵头单位和各市均已办结，没有需要通知的单位。")
    return told


def _units(told: Sequence[Assignment]) -> str:
    return told[0].unit if len(told) == 1 else f"{len(told)}个单位"


async def _said_today(ask: Ask, task: Task, words: str) -> bool:
    """The same words again, from a thumb that was not sure, are the same directive."""
    before = await directives.of_task(ask.db, task.id)
    mine = [one for one in before if one.person_id == ask.me.id and one.words == words]
    return any(one.at.astimezone(ask.zone).date() == ask.today for one in mine)


async def _write(ask: Ask, task: Task, words: str, told: Sequence[Assignment]) -> None:
    post = ask.post_of(Duty.LEADER)
    written = await directives.write(ask.db, task.id, words, told, ask.me, post, ask.now)
    for assignment, receipt in zip(told, written.receipts, strict=True):
        await events.changed(ask.db, "directive", ask.me, post, ask.now, assignment, assignment)
        to = await people.holders(ask.db, DOES, ask.today, assignment.unit_id)
        key, letter = f"receipt{receipt.id}", _letter(written, receipt)
        await letters.tell(ask.db, DIRECTIVE, key, letter, to, ask.now)


def _letter(one: Directive, receipt: Receipt) -> Reply:
    title = named(one.title, 40, restricted=one.restricted)
    text = f"请落实批示，并点“收到”：{one.code} {title}\n{one.by}批示：{one.words}"
    return Reply(text, ((Button("收到", f"/ack {receipt.id}"), view_task(one.code)),))


@on_card
async def lines(ask: Ask, view: View) -> list[str]:
    """The latest ones, with the receipts of the units that this reader may read."""
    said = []
    for one in await directives.of_task(ask.db, view.task.id) if view.papers.directives else ():
        told = [receipt for receipt in one.receipts if may_read_orders(ask.me.posts, receipt.path)]
        if told:
            on = short_day(one.at.astimezone(ask.zone).date(), ask.today)
            said.append(f"批示（{on}，{one.by}）：{one.words}（{_standing(ask, told)}）")
    return said[-SHOWN:]


def _standing(ask: Ask, told: Sequence[Receipt]) -> str:
    waiting = [receipt for receipt in told if receipt.waits]
    if any(doing_post(ask.me.posts, receipt.unit_id) for receipt in waiting):
        return "请发送“收到”确认"
    if not waiting:
        return "已确认" if all(one.acknowledged_by for one in told) else "已办结"
    return f"{waiting[0].unit}未确认" if len(waiting) == 1 else f"{len(waiting)}个单位未确认"
