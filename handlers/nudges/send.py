"""Nudging (催办) the units that have not reported: chosen, previewed, confirmed, and sent under a number each."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Annotated

from handlers.ask import Ask, View
from handlers.inputs import Input, Page, Stamp, TaskNo, Version, Words
from handlers.messages import keyboard
from handlers.nudges.answer import letters_of
from handlers.nudges.candidates import Case, case_of, possible
from handlers.registry import command
from handlers.tasks.card import on_card
from plan.assignment import Assignment
from plan.format import moment, short_day, shortened
from plan.nudge import WORST, Level, Nudge, copied, missing, owing, sent_as
from plan.permission import may_read_orders, nudging_post
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.values import Duty
from storage import assignments, events, nudges, phone, questions

NUDGERS = frozenset({Duty.CLERK, Duty.LEADER, Duty.HEAD})
EVERY = Annotated[str, Input("范围", "全部", "all|全部")]
A_PAGE = 14
"""Seven rows of two, beside those that turn, take all and lead back."""


def _offer(view: View) -> str:
    theirs = (
        assignment
        for assignment in view.open_assignments
        if owing(assignment) and nudging_post(view.me.posts, assignment.path)
    )
    return f"/nudge {view.task.code}" if any(theirs) else ""


@command(
    "nudge", "催办", "催促未反馈的单位：提醒、催办、督办通知", who=NUDGERS, words=("催", "催促"), writes=True,
    example="/nudge 2.2.4 请于周五前报送", card=_offer,
)  # fmt: skip
async def nudge(
    ask: Ask, number: TaskNo, seen: Version | None = None, page: Page | None = None, every: EVERY = "",
    confirmed: Stamp = "", words: Words = "",
) -> Reply:  # fmt: skip
    case = await case_of(ask, number, seen)
    if confirmed:
        return await _confirmed(ask, case, confirmed)
    possible(case)
    if "." in number and not every and not words and len(case.papers) > 1:
        return _choice(ask, case, page or 0)
    return await _preview(ask, case, words.strip(), "情况已有变化，请重新确认。" if case.moved else "")


def _choice(ask: Ask, case: Case, page: int) -> Reply:
    code = case.task.code
    page_items, page_row, page_label = paged(case.papers, page, f"/nudge {code}", A_PAGE)
    text = ask.render(
        "missing",
        task=case.task,
        total=len(case.papers),
        pages=page_label,
        rows=[
            (assignment.unit, missing(assignment, ask.today, ask.bureau.limits), level)
            for assignment, level in page_items
        ],
    )
    units = pairs(
        Button(shortened(assignment.unit, 6), f"/nudge {assignment.id} v{assignment.version}")
        for assignment, _ in page_items
    )
    foot = (Button("返回", f"/task {code}"), Button("全部未反馈", case.line))
    return Reply(text, keyboard(*units, page_row, foot))


async def _preview(ask: Ask, case: Case, words: str, note: str) -> Reply:
    """Next words are put into the letters; what was typed so far waits in the question."""
    task = case.task
    if task.restricted and words:
        raise Refusal(f"{task.code} 不上机，信中只写编号和单位，不能附言。", Button("催办", f"/nudge {task.code}"))
    lacks = Counter(missing(assignment, ask.today, ask.bureau.limits) for assignment, _ in case.papers)
    by_level: dict[Level, list[str]] = defaultdict(list)
    for assignment, level in case.papers:
        by_level[level].append(assignment.unit)
    text = ask.render(
        "nudging", note=note, task=task, words=words,
        total=len(case.papers), by_level=[(level, units, copied(level)) for level, units in by_level.items()],
        lacks=[(lack.label, lacks[lack]) for lack in WORST if lacks[lack]], spared=len(case.spared),
        unreached=await _unreached(ask, [assignment for assignment, _ in case.papers]),
    )  # fmt: skip
    buttons = (Button("返回", f"/task {task.code}"), Button("确认发送", f"{case.line} {case.stamp(words)}"))
    return Reply(text, (buttons,), question="" if task.restricted else f"{case.line} {words}".strip())


async def _unreached(ask: Ask, shares: Sequence[Assignment]) -> list[str]:
    """The units where no liaison can be reached: a paper goes there too, and somebody has to call."""
    contacts = await phone.contacts(ask.db, [assignment.unit_id for assignment in shares])
    reached = {
        contact.unit_id
        for them in contacts.values()
        for contact in them
        if contact.reachable and contact.duty is Duty.LIAISON
    }
    return [assignment.unit for assignment in shares if assignment.unit_id not in reached]


async def _confirmed(ask: Ask, case: Case, confirmed: str) -> Reply:
    """Sent if it is still what he has seen; the second time the same answer; else what it would be now."""
    if before := sent_as(confirmed, case.chain, ask.me.id, ask.today):
        return await _sent(ask, case, before)
    possible(case)
    kept = await questions.open_of(ask.db, ask.me.id, ask.now) or ""
    words = kept.removeprefix(f"{case.line} ") if kept.startswith(f"{case.line} ") else ""
    if case.stamp(words) != confirmed:
        return await _preview(ask, case, words, "情况已有变化，尚未发出，请重新确认。")
    return await _sent(ask, case, [await _issue(ask, assignment, level, words) for assignment, level in case.papers])


async def _issue(ask: Ask, assignment: Assignment, level: Level, words: str) -> Nudge:
    post = nudging_post(ask.me.posts, assignment.path)
    assert post is not None
    paper = await nudges.issue(ask.db, assignment.id, level, words, ask.me, post, ask.now)
    await events.noted(
        ask.db, "nudge", ask.me, post, ask.now, assignment, "：".join(filter(None, (paper.paper, words)))
    )
    await letters_of(ask, assignment, paper)
    return paper


async def _sent(ask: Ask, case: Case, papers: list[Nudge]) -> Reply:
    shares = {assignment.id: assignment for assignment in await assignments.of_task(ask.db, case.task.id)}
    lines = [f"{paper.paper}　{shares[paper.assignment_id].unit}" for paper in papers]
    at = ask.bureau.calendar.told_at(ask.now, urgent=True)
    when = f"，将于{moment(at, ask.today)}送达" if at > ask.now else ""
    text = "\n".join((f"已就 {case.task.code} 发出 {len(papers)} 件{when}：", *lines))
    if missed := await _unreached(ask, [shares[paper.assignment_id] for paper in papers]):
        text += f"\n\n联络员收不到消息，请电话联系：{'、'.join(missed)}。"
    buttons = (Button("返回", f"/task {case.task.code}"), Button("催办记录", f"/chain {case.task.code}"))
    return Reply(text, (buttons,), toast="已发出")


@on_card
async def _line(ask: Ask, view: View) -> list[str]:
    """`已催办 2 件（最近：催〔2020〕12号，6月3日，未回复）`."""
    told = [assignment.id for assignment in view.readable if may_read_orders(view.me.posts, assignment.path)]
    chain = await nudges.of_shares(ask.db, told, ask.zone) if view.papers.nudges else []
    if not chain:
        return []
    last, units = chain[-1], len({one.assignment_id for one in chain})
    answer = "已回复" if last.answered_at else "未回复"
    among = f"，涉及{units}个单位" if units > 1 else ""
    return [f"已催办 {len(chain)} 件{among}（最近：{last.paper}，{short_day(last.at.date(), ask.today)}，{answer}）"]
