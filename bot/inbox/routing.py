"""Which command is meant by what was sent, where it is not words alone that say so."""

from handlers import REGISTRY
from handlers.registry import Command
from plan.refusal import Refusal
from plan.reply import SLOT, Button, filled

WORDS_ONLY = "这一步请回复文字。如要报送材料，请在文件的说明中写明任务编号，例如：2.2.4"
Meant = tuple[Command, str]


def by_file(text: str, line: str | None, about: str) -> Meant:
    """Where a file goes: by the `text` under it, else to what was asked in `line`, else to the task that the message is
    `about` to which it replies, else it is asked which task it is.

    Raises Refusal where something else was asked.
    """
    found = REGISTRY.by_word(text, whole=bool(line)) or REGISTRY.by_phrase(text)
    line = line or (f"/attach {about}" if about else None)
    if found is None and line and (text or SLOT not in line):
        found = REGISTRY.by_slash(filled(line, text))
        if found[0].writes and not found[0].files:
            raise Refusal(WORDS_ONLY)
    command, rest = found or (None, text)
    return (command, rest) if command and command.files else REGISTRY.by_slash(f"/attach {rest if text else ''}")


def by_number(text: str, line: str | None) -> Meant | None:
    """What was asked in `line`, where it was to which task a file belongs, and `text` begins with its number."""
    if line is None or line.partition(" ")[2][:1] not in ("", SLOT):
        return None
    command, rest = REGISTRY.by_slash(filled(line, text))
    return (command, rest) if command.files and command.means_task(rest) else None


def waiting(refusal: Refusal, command: Command) -> Refusal:
    """The same, where a file came along: it waits, and what is chosen or said next tells where it belongs."""
    mine, attach = f"/{command.name} ", "/attach "
    buttons = [Button(button.label, button.line.replace(mine, attach, 1), button.url) for button in refusal.buttons]
    question = refusal.question.replace(mine, attach, 1) or attach.strip()
    return Refusal(f"材料已保留。{refusal.sentence}", *buttons, question=question)
