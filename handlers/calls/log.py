"""Record a phone call (通话记录): who answered, what they said, and the date that they promised."""

from datetime import date

from handlers.ask import Ask
from handlers.calls.phone_list import phone_page
from handlers.inputs import Id, Words
from handlers.registry import CLERK, command
from plan.assignment import Assignment
from plan.format import short_day
from plan.nudge import awaits_unit
from plan.permission import Post
from plan.phone import CallNote, assignment_called_about, parse_call
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply
from plan.values import Duty
from plan.words import dates
from storage import assignments, calls, events, units
from storage.units import Unit


@command(
    "called", "通话记录", "登记通话：谁接的、说了什么、答应哪天报送", who=CLERK, words=("通话",), writes=True,
    example="/called 5 值班室 6月5日 下周报送",
)  # fmt: skip
async def called(ask: Ask, unit: Id, words: Words = "") -> Reply:
    called_unit = (await units.by_id(ask.db, [unit])).get(unit)
    if called_unit is None:
        note = "通话情况尚未登记。" if words else ""
        raise Refusal(f"没有这个单位，请从电话清单中选择。{note}", Button("电话清单", "/phone"))
    line = f"/called {unit}"
    if not words.strip():
        return Reply(
            f"请回复 {called_unit.name} 的通话情况：谁接的、答应哪天报送、说了什么，例如：值班室 6月5日 下周报送\n"
            "只涉及一项任务时，请在文字中写明编号。",
            ((Button("返回", "/phone"),),),
            question=line,
        )
    call = parse_call(words, ask.sent_on, ask.bureau.calendar)
    if not call.spoke_to:
        raise Refusal("请先写明是谁接的电话。其余内容已保留，只需回复接电话的人。", question=f"{line} {SLOT} {words}")
    return await _record(ask, called_unit, call, _promised(ask, call, line))


def _promised(ask: Ask, call: CallNote, line: str) -> date | None:
    """Return the promised date, or None. Raises Refusal if it is invalid or past; the question keeps the rest."""
    if not call.date:
        return None
    question = f"{line} {call.spoke_to} {call.before} {SLOT} {call.after}".rstrip(" ")
    hint = "其余内容已保留，只需重新回复日期。"
    try:
        day = dates.day(call.date, ask.sent_on, ask.bureau.calendar)
    except Refusal as refusal:
        raise Refusal(f"{refusal.sentence}{hint}", question=question) from None
    if day < ask.sent_on:
        raise Refusal(f"{short_day(day, ask.today)}已过，请填今天或以后的日期。{hint}", question=question)
    return day


async def _record(ask: Ask, unit: Unit, call: CallNote, promised: date | None) -> Reply:
    post = ask.post_of(Duty.CLERK)
    assignment = assignment_called_about(
        call.words,
        [assignment for assignment in await assignments.of_units(ask.db, [unit.id]) if awaits_unit(assignment)],
    )
    promise = f"答应{short_day(promised, ask.today)}前报送" if promised else "未约定日期"
    note = f"已记录：{unit.name}{f' {assignment.code}' if assignment else ''}，{call.spoke_to}，{promise}。"
    await calls.record(ask.db, unit.id, assignment, call.spoke_to, call.words, promised, ask.me, post, ask.now)
    await _event(ask, unit, assignment, post, "，".join(part for part in (call.spoke_to, promise, call.words) if part))
    return await phone_page(ask, note=note)


async def _event(ask: Ask, unit: Unit, assignment: Assignment | None, post: Post, content: str) -> None:
    """Record the call in the history of the assignment, or as an event of the unit."""
    if assignment:
        await events.noted(ask.db, "call", ask.me, post, ask.now, assignment, content)
    else:
        await events.happened(ask.db, "call", ask.now, ask.me, {"unit": unit.name, "said": content})
