"""What came of a call (通话记录): who answered, what was said, and the day that was promised."""

from datetime import date

from handlers.ask import Ask
from handlers.calls.phone_list import listed
from handlers.inputs import Id, Words
from handlers.registry import CLERK, command
from plan import days
from plan.assignment import Assignment
from plan.format import short_day
from plan.nudge import owing
from plan.permission import Post
from plan.phone import Heard, heard, meant
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply
from plan.values import Duty
from storage import assignments, calls, events, units
from storage.units import Unit


@command(
    "called", "通话记录", "登记通话：谁接的、说了什么、答应哪天报送", who=CLERK, words=("通话",), writes=True,
    example="/called 5 值班室 6月5日 下周报送",
)  # fmt: skip
async def called(ask: Ask, unit: Id, words: Words = "") -> Reply:
    found = (await units.by_id(ask.db, [unit])).get(unit)
    if found is None:
        raise Refusal("没有这个单位，请从电话清单中选择。", Button("电话清单", "/phone"))
    line = f"/called {unit}"
    if not words.strip():
        return Reply(
            f"请回复 {found.name} 的通话情况：谁接的、答应哪天报送、说了什么，例如：值班室 6月5日 下周报送\n"
            "只涉及一项任务时，请在文字中写明编号。",
            ((Button("返回", "/phone"),),),
            question=line,
        )
    said = heard(words)
    if not said.spoke_to:
        raise Refusal("请先写明是谁接的电话。其余内容已保留，只需回复接电话的人。", question=f"{line} {SLOT} {words}")
    return await _record(ask, found, said, _promised(ask, said, line))


def _promised(ask: Ask, said: Heard, line: str) -> date | None:
    """Raises Refusal for a date that is none or has passed; the rest of the line is kept."""
    if not said.date:
        return None
    question = f"{line} {said.spoke_to} {said.before} {SLOT} {said.after}".rstrip(" ")
    again = "其余内容已保留，只需重新回复日期。"
    try:
        day = days.read(said.date, ask.today)
    except Refusal as refusal:
        raise Refusal(f"{refusal.sentence}{again}", question=question) from None
    if day < ask.today:
        raise Refusal(f"{short_day(day, ask.today)}已过，请填今天或以后的日期。{again}", question=question)
    return day


async def _record(ask: Ask, unit: Unit, said: Heard, promised: date | None) -> Reply:
    post = ask.post_of(Duty.CLERK)
    share = meant(
        said.words, [assignment for assignment in await assignments.of_units(ask.db, [unit.id]) if owing(assignment)]
    )
    promise = f"答应{short_day(promised, ask.today)}前报送" if promised else "未约定日期"
    note = f"已记录：{unit.name}{f' {share.code}' if share else ''}，{said.spoke_to}，{promise}。"
    await calls.record(ask.db, unit.id, share, said.spoke_to, said.words, promised, ask.me, post, ask.now)
    await _event(ask, unit, share, post, "，".join(part for part in (said.spoke_to, promise, said.words) if part))
    return await listed(ask, note=note)


async def _event(ask: Ask, unit: Unit, share: Assignment | None, post: Post, said: str) -> None:
    if share:
        await events.noted(ask.db, "call", ask.me, post, ask.now, share, said)
    else:
        await events.happened(ask.db, "call", ask.now, ask.me, {"unit": unit.name, "said": said})
