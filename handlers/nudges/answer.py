"""A nudge as its unit sees it: the letter, and the answer to it (回复)."""

from handlers.ask import Ask
from handlers.inputs import Id, Words
from handlers.messages import view_task
from handlers.registry import command
from plan.assignment import Assignment
from plan.format import moment, named
from plan.letter_kinds import NUDGE
from plan.nudge import COPIED, WISHES, Nudge, copied, missing
from plan.permission import DOES, doing_post
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.texts import render
from plan.values import Duty
from storage import assignments, events, nudges, people
from storage.outbox import letters


async def letters_of(ask: Ask, assignment: Assignment, paper: Nudge) -> None:
    """To the liaison and whom the level names; who is told twice has one letter, that of the unit."""
    doers = [Duty.LIAISON, *(duty for duty in COPIED[paper.level] if duty in DOES)]
    to = await people.holders(ask.db, doers, ask.today, assignment.unit_id)
    await letters.tell(ask.db, NUDGE, f"{paper.id}", _letter(ask, assignment, paper), to, ask.now)
    if Duty.LEADER in COPIED[paper.level]:
        leaders = await people.in_charge(ask.db, assignment.path, ask.today)
        told = {person.id for person in to}
        copy, others = (
            _letter(ask, assignment, paper, copy=True),
            [person for person in leaders if person.id not in told],
        )
        await letters.tell(ask.db, NUDGE, f"copy{paper.id}", copy, others, ask.now)


def _letter(ask: Ask, one: Assignment, paper: Nudge, *, copy: bool = False) -> Reply:
    text = render(
        "nudge", today=ask.delivery_day, calendar=ask.bureau.calendar, one=one, paper=paper,
        wish="请关注（抄送）" if copy else WISHES[paper.level], copied=copied(paper.level),
        lack=missing(one, ask.delivery_day, ask.bureau.limits),
    )  # fmt: skip
    look = (view_task(one.code), Button("催办记录", f"/chain {one.id}"))
    does = (Button("汇报", f"/progress {one.id}"), Button("回复", f"/answer {paper.id}"))
    return Reply(text, (look,) if copy else (does, look))


@command(
    "answer", "回复催办", "回复收到的提醒、催办或督办通知", who=DOES, writes=True, example="/answer 12 初稿周五报送"
)
async def answer(ask: Ask, id: Id, words: Words = "") -> Reply:
    paper, one = await _mine(ask, id)
    post = doing_post(ask.me.posts, one.unit_id)
    assert post is not None
    words = words.strip()
    if paper.answered_at:
        if paper.answer == words:
            return Reply(f"已回复 {paper.paper}。", _buttons(one), toast="已回复")
        done = f"{paper.paper} 已由{paper.answered_by}于{moment(paper.answered_at, ask.today)}回复"
        said = "" if one.restricted else f"：{paper.answer}"
        return Reply(f"{done}{said}。如有新进展，请直接汇报。", _buttons(one))
    if not words:
        title = named(one.title, 40, restricted=one.restricted)
        return Reply(f"请回复 {paper.paper}：{one.code} {title}\n直接发送文字即可。", question=f"/answer {paper.id}")
    await nudges.answered(ask.db, one.id, words, post, ask.now)
    await events.noted(ask.db, "answer", ask.me, post, ask.now, one, f"{paper.paper}：{words}")
    return Reply(f"已回复 {paper.paper}。", _buttons(one), toast="已回复")


async def _mine(ask: Ask, id: int) -> tuple[Nudge, Assignment]:
    paper = await nudges.get(ask.db, id, ask.zone)
    assignment = await assignments.get(ask.db, paper.assignment_id) if paper else None
    if paper is None or assignment is None or doing_post(ask.me.posts, assignment.unit_id) is None:
        raise Refusal("没有发给您单位的这份催办。请从收到的催办信中点“回复”。", Button("我的任务", "/my"))
    return paper, assignment


def _buttons(one: Assignment) -> tuple[tuple[Button, ...], ...]:
    return ((Button("汇报", f"/progress {one.id}"), view_task(one.code)),)
