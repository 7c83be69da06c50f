"""Ask the person back which task is meant, or whether the words are the answer that the bot waits for."""

from handlers import REGISTRY
from plan.refusal import Refusal
from plan.reply import SLOT, Button
from plan.words.intent import Meaning
from plan.words.message import Names

MAX_QUOTED = 20


def which_task(text: str, meaning: Meaning, names: Names) -> Refusal:
    """Return the question which of the few tasks of the meaning a person wrote about."""
    label = REGISTRY.by_slash(meaning.line)[0].label
    lines = [(number, meaning.line.replace(SLOT, number)) for number in meaning.choices]
    rows = [f"{number} {names.title_of(number)}".strip() for number in meaning.choices]
    words = _quoted(text, names, *meaning.choices)
    if len(rows) == 1:
        question = f"{words}是否作为以下任务的{label}？尚未办理。"
        return Refusal(f"{question}\n{rows[0]}", *(Button(f"是，{number}", line) for number, line in lines))
    question = f"请问{words}是哪一项任务的{label}？尚未办理。"
    return Refusal("\n".join((question, *rows)), *(Button(number, line) for number, line in lines))


def whether_answer(text: str, names: Names, task: str, what: str, *buttons: Button) -> Refusal:
    """Return the question whether a text is what the bot asked for, such as 2.2.6的汇报, about the task, "" if none."""
    return Refusal(f"{_quoted(text, names, task)}是{what}的内容吗？尚未记录。", *buttons)


def _quoted(text: str, names: Names, *numbers: str) -> str:
    """Return the beginning of a text in one line, or 这句话 beside the number of a restricted task (不上机), which is
    named without any words."""
    if any(names.is_task(number) and not names.title_of(number) for number in numbers):
        return "这句话"
    line = " ".join(text.split())
    return f"“{line if len(line) <= MAX_QUOTED else f'{line[:MAX_QUOTED]}…'}”"
