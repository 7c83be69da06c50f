"""A reminder without a task (提醒我明天交材料): ask which task, and keep the time and the words."""

from datetime import date, datetime

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.messages import code_and_title
from handlers.personal.reminders import ExactMoment, read_moment, time_text
from handlers.registry import command
from plan import moment_words
from plan.permission import UNIT_DUTIES
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from storage import assignments

MAX_TASKS = 4


@command("remindwhich", "提醒哪项", "设定提醒时选择任务", example="/remindwhich 明天下午3点 交材料")
async def remind_which(ask: Ask, exact: ExactMoment | None = None, words: Words = "") -> Reply:
    if not words and not exact:
        return Reply("请回复提醒的时间和事项，例如：明天下午3点 交材料", question="/remindwhich")
    try:
        at, note = read_moment(ask, exact, words, None)
    except Refusal as wrong:
        has_only_words = exact is not None or wrong.sentence == moment_words.UNCLEAR
        question = f"/remindwhich {SLOT} {words}".rstrip() if has_only_words else "/remindwhich"
        kept = "文字已保留，" if has_only_words and words else ""
        raise Refusal(f"{wrong.sentence}{kept}请重新回复时间。", question=question) from None
    return await _task_choice(ask, at, note)


async def _task_choice(ask: Ask, at: datetime, note: str) -> Reply:
    """Offer the nearest tasks of the person's units; another one can be named by its number."""
    units = [post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES]
    own = [assignment for assignment in await assignments.of_units(ask.db, units) if assignment.open]
    nearest = sorted(own, key=lambda assignment: assignment.deadline or date.max)[:MAX_TASKS]
    rest = f"{at:%Y-%m-%d %H:%M} {note}".rstrip()
    lines = "\n".join(code_and_title(assignment) for assignment in nearest)
    text = f"请选择提醒哪项任务，或回复任务编号：\n{time_text(ask, at)} {note}".rstrip()
    buttons = pairs(Button(assignment.code, f"/remind {assignment.code} {rest}") for assignment in nearest)
    return Reply(f"{text}\n\n{lines}".rstrip(), buttons, question=f"/remind {SLOT} {rest}")
