"""The letters of a nudge to its unit, and the unit's answer (回复催办)."""

from handlers.ask import Ask
from handlers.inputs import Id, Words
from handlers.messages import code_and_title, view_task
from handlers.registry import command
from plan.assignment import Assignment
from plan.format import moment
from plan.letter_kinds import NUDGE
from plan.nudge import COPIED, WISHES, Nudge, copied_to, lack_of
from plan.permission import UNIT_DUTIES, doing_post
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row
from plan.texts import render
from plan.values import Duty
from storage import assignments, events, nudges, people
from storage.outbox import letters


async def queue_letters(ask: Ask, assignment: Assignment, nudge: Nudge) -> None:
    """Queue the letters of a nudge: to the liaison, and to the others whom its level names.

    A leader who is also liaison or head of the unit gets only the unit's letter.
    """
    doers = [Duty.LIAISON, *(duty for duty in COPIED[nudge.level] if duty in UNIT_DUTIES)]
    receivers = await people.holders(ask.db, doers, ask.today, assignment.unit_id)
    await letters.tell(ask.db, NUDGE, f"{nudge.id}", _letter(ask, assignment, nudge), receivers, ask.now)
    if Duty.LEADER in COPIED[nudge.level]:
        leaders = await people.in_charge(ask.db, assignment.path, ask.today)
        receiver_ids = {person.id for person in receivers}
        others = [person for person in leaders if person.id not in receiver_ids]
        copy = _letter(ask, assignment, nudge, copy=True)
        await letters.tell(ask.db, NUDGE, f"copy{nudge.id}", copy, others, ask.now)


def _letter(ask: Ask, assignment: Assignment, nudge: Nudge, *, copy: bool = False) -> Reply:
    text = render(
        "nudge_letter", today=ask.delivery_day, calendar=ask.bureau.calendar, assignment=assignment, paper=nudge,
        wish="请关注（抄送）" if copy else WISHES[nudge.level], copied=copied_to(nudge.level),
        lack=lack_of(assignment, ask.delivery_day, ask.bureau.limits),
    )  # fmt: skip
    look_buttons = (view_task(assignment.code), Button("催办记录", f"/chain {assignment.id}"))
    act_buttons = (Button("汇报", f"/progress {assignment.id}"), Button("回复", f"/answer {nudge.id}"))
    return Reply(text, (look_buttons,) if copy else (act_buttons, look_buttons))


@command(
    "answer",
    "回复催办",
    "回复收到的提醒、催办或督办通知",
    who=UNIT_DUTIES,
    writes=True,
    example="/answer 12 初稿周五报送",
)
async def answer(ask: Ask, id: Id, words: Words = "") -> Reply:
    nudge, assignment = await _nudge_to_answer(ask, id)
    post = doing_post(ask.me.posts, assignment.unit_id)
    assert post is not None
    if nudge.answered_at:
        if nudge.answer == words:
            return Reply(f"已回复 {nudge.paper}。", _buttons(assignment), toast="已回复")
        done = f"{nudge.paper} 已由{nudge.answered_by}于{moment(nudge.answered_at, ask.today)}回复"
        answer_text = "" if assignment.restricted else f"：{nudge.answer}"
        lost = f"\n您这次的回复未记录：{words}" if words and not assignment.restricted else ""
        return Reply(f"{done}{answer_text}。如有新进展，请直接汇报。{lost}", _buttons(assignment))
    if not words:
        text = f"请回复 {nudge.paper}：{code_and_title(assignment)}\n直接发送文字即可。"
        return Reply(text, question=f"/answer {nudge.id}", about=assignment.code)
    await nudges.answered(ask.db, assignment.id, words, post, ask.now)
    await events.noted(ask.db, "answer", ask.me, post, ask.now, assignment, f"{nudge.paper}：{words}")
    return Reply(f"已回复 {nudge.paper}。", _buttons(assignment), toast="已回复")


async def _nudge_to_answer(ask: Ask, id: int) -> tuple[Nudge, Assignment]:
    """Return the nudge and its assignment. Raises Refusal if it was not sent to the person's unit."""
    nudge = await nudges.get(ask.db, id, ask.zone)
    assignment = await assignments.get(ask.db, nudge.assignment_id) if nudge else None
    if nudge is None or assignment is None or doing_post(ask.me.posts, assignment.unit_id) is None:
        raise Refusal("没有发给您单位的这份催办。请从收到的催办信中点“回复”。", Button("我的任务", "/my"))
    return nudge, assignment


def _buttons(assignment: Assignment) -> tuple[Row, ...]:
    return ((Button("汇报", f"/progress {assignment.id}"), view_task(assignment.code)),)
