"""Nudge units that have not reported (催办): choose, preview, confirm, and send each a numbered letter."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Annotated

from handlers.ask import Ask, View
from handlers.inputs import Input, Page, Stamp, TaskNo, Version, Words
from handlers.messages import keyboard
from handlers.nudges.answer import queue_letters
from handlers.nudges.candidates import NUDGERS, NudgeCase, check_possible, nudge_case
from handlers.preview import NOT_SENT
from handlers.registry import command
from plan.assignment import Assignment
from plan.format import moment
from plan.nudge import LACKS, Level, Nudge, awaits_unit, copied_to, lack_of, nudges_sent_from
from plan.permission import nudging_post
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.values import Duty
from storage import assignments, events, nudges, phone, units

EveryUnit = Annotated[str, Input("范围", "全部", "all|全部")]
PAGE_SIZE = 14
"""Seven rows of two units, above the rows that turn pages, choose all units, and lead back."""


def _card_button(view: View) -> str:
    nudgeable = (
        assignment
        for assignment in view.open_assignments
        if awaits_unit(assignment) and nudging_post(view.me.posts, assignment.path)
    )
    return f"/nudge {view.task.code}" if any(nudgeable) else ""


@command(
    "nudge", "催办", "催促未反馈的单位：提醒、催办、督办通知", who=NUDGERS, words=("催", "催促"), writes=True,
    example="/nudge 2.2.4 请于周五前报送", card=_card_button,
)  # fmt: skip
async def nudge(
    ask: Ask, number: TaskNo, seen: Version | None = None, page: Page | None = None, every: EveryUnit = "",
    confirmed: Stamp = "", words: Words = "",
) -> Reply:  # fmt: skip
    case = await nudge_case(ask, number, seen)
    if case.task.restricted and words:
        code = case.task.code
        raise Refusal(f"{code} 不上机，信中只写编号和单位，不能附言，尚未发出。", Button("催办", f"/nudge {code}"))
    if confirmed:
        return await _confirmed(ask, case, confirmed, words)
    check_possible(case, words)
    if "." in number and not every and not words and len(case.planned) > 1:
        return await _unit_choice(ask, case, page or 0)
    return await _preview(ask, case, words, "情况已有变化，请重新确认。" if case.has_moved else "")


async def _unit_choice(ask: Ask, case: NudgeCase, page: int) -> Reply:
    code = case.task.code
    page_items, page_row, page_label = paged(case.planned, page, f"/nudge {code}", PAGE_SIZE)
    text = ask.render(
        "nudge_candidates",
        task=case.task,
        total=len(case.planned),
        pages=page_label,
        rows=[
            (assignment.unit, lack_of(assignment, ask.today, ask.bureau.limits), level)
            for assignment, level in page_items
        ],
    )
    names = await units.short_names_of(ask.db, [assignment.unit_id for assignment, _ in page_items])
    unit_buttons = pairs(
        Button(names[assignment.unit_id], f"/nudge {assignment.id} v{assignment.version}")
        for assignment, _ in page_items
    )
    foot = (Button("返回", f"/task {code}"), Button("全部未反馈", case.line))
    return Reply(text, keyboard(*unit_buttons, page_row, foot))


async def _preview(ask: Ask, case: NudgeCase, words: str, note: str) -> Reply:
    """Show what would be sent. The person's next words replace `words` in the letters."""
    task = case.task
    lacks = Counter(lack_of(assignment, ask.today, ask.bureau.limits) for assignment, _ in case.planned)
    by_level: dict[Level, list[str]] = defaultdict(list)
    for assignment, level in case.planned:
        by_level[level].append(assignment.unit)
    text = ask.render(
        "nudge_preview", note=note, task=task, words=words,
        total=len(case.planned), by_level=[(level, units, copied_to(level)) for level, units in by_level.items()],
        lacks=[(lack.label, lacks[lack]) for lack in LACKS if lacks[lack]], spared=len(case.nudged_today),
        unreached=await _unreached(ask, [assignment for assignment, _ in case.planned]),
    )  # fmt: skip
    confirm = Button("确认发送", f"{case.line} {case.stamp(words)} {words}".rstrip())
    buttons = (Button("返回", f"/task {task.code}"), confirm)
    return Reply(text, (buttons,), question="" if task.restricted else case.line)


async def _unreached(ask: Ask, receivers: Sequence[Assignment]) -> list[str]:
    """Return the units whose liaisons cannot be reached: they are nudged all the same, and somebody has to call."""
    contacts = await phone.contacts(ask.db, [assignment.unit_id for assignment in receivers])
    reached = {
        contact.unit_id
        for unit_contacts in contacts.values()
        for contact in unit_contacts
        if contact.reachable and contact.duty is Duty.LIAISON
    }
    return [assignment.unit for assignment in receivers if assignment.unit_id not in reached]


async def _confirmed(ask: Ask, case: NudgeCase, confirmed: str, words: str) -> Reply:
    """Send what the preview showed, or preview anew if that has changed; a repeated tap gets the same answer again."""
    if already_sent := nudges_sent_from(confirmed, case.chain, ask.me.id, ask.today):
        return await _sent_page(ask, case, already_sent)
    check_possible(case, words)
    if case.stamp(words) != confirmed:
        return await _preview(ask, case, words, NOT_SENT)
    issued = [await _issue(ask, assignment, level, words) for assignment, level in case.planned]
    return await _sent_page(ask, case, issued)


async def _issue(ask: Ask, assignment: Assignment, level: Level, words: str) -> Nudge:
    """Store a nudge under the next number, with its event and letters."""
    post = nudging_post(ask.me.posts, assignment.path)
    assert post is not None
    issued = await nudges.issue(ask.db, assignment.id, level, words, ask.me, post, ask.now)
    await events.noted(
        ask.db, "nudge", ask.me, post, ask.now, assignment, "：".join(filter(None, (issued.paper, words)))
    )
    await queue_letters(ask, assignment, issued)
    return issued


async def _sent_page(ask: Ask, case: NudgeCase, sent_nudges: list[Nudge]) -> Reply:
    """Return the numbers under which the nudges were sent, and the units that must be called."""
    assignments_by_id = {assignment.id: assignment for assignment in await assignments.of_task(ask.db, case.task.id)}
    lines = [f"{sent.paper}　{assignments_by_id[sent.assignment_id].unit}" for sent in sent_nudges]
    at = ask.bureau.calendar.send_time(ask.now, urgent=True)
    when = f"，将于{moment(at, ask.today)}送达" if at > ask.now else ""
    text = "\n".join((f"已就 {case.task.code} 发出 {len(sent_nudges)} 件{when}：", *lines))
    if unreached := await _unreached(ask, [assignments_by_id[sent.assignment_id] for sent in sent_nudges]):
        text += f"\n\n联络员收不到消息，请电话联系：{'、'.join(unreached)}。"
    buttons = (Button("返回", f"/task {case.task.code}"), Button("催办记录", f"/chain {case.task.code}"))
    return Reply(text, (buttons,), toast="已发出")
