"""Find the command that a person's own words mean, while a question of the bot may be open."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.inbox.asking_back import whether_answer, which_task
from bot.inbox.first_word import Match, by_first_word, wanted
from handlers import REGISTRY
from handlers.registry import Command
from plan.calendar import Calendar
from plan.permission import UNIT_DUTIES
from plan.person import Person
from plan.refusal import Refusal
from plan.reply import SLOT, Button, filled
from plan.words.intent import Meaning, Sort, Speaker
from plan.words.intents.report_words import completed_report
from plan.words.message import TASK, Message, Names
from plan.words.open_question import Choice, Wants, choose
from plan.words.understand import understand
from storage.questions import Question

TEXT_ONLY = "这一步请回复文字。如要报送材料，请在文件的说明中写明任务编号，例如：2.2.4"


@dataclass(frozen=True)
class Words:
    """What a person wrote, and what it may complete. `asked_task` is the number of the task that the open question is
    about, and `letter` that of the one task of a letter that has come since; "" if there is none."""

    text: str
    person: Person
    sent_at: datetime
    calendar: Calendar
    names: Names
    question: Question
    asked_task: str = ""
    letter: str = ""

    def in_reply_to(self, shown: str, names: tuple[str, ...]) -> "Words":
        """Return the same words as a reply to a message that shows the task `shown`, "" for none or several, and has
        the numbers `names` in it.

        They are about that task and not about the one that was shown last, and answer the open question only if the
        message may be this question: an earlier question about another task is not.
        """
        number = shown or (names[0] if len(names) == 1 else "")
        about = (shown,) if shown else names
        is_elsewhere = bool(about) and self.asked_task not in about and bool(shown or self.asked_task)
        if not is_elsewhere:
            return replace(self, question=Question(self.question.line, number), letter="")
        line = REGISTRY.by_reply(self.person.duties, shown) if shown else ""
        return replace(self, question=Question(line, number), asked_task=number, letter="")

    @property
    def _speaker(self) -> Speaker:
        own_units = frozenset(post.unit_id for post in self.person.posts if post.duty in UNIT_DUTIES)
        shown = self.question.shown if not self.question.line else ""
        return Speaker(self.person.duties, own_units, self.sent_at, self.calendar, shown)

    @cached_property
    def _understood(self) -> tuple[Message, Meaning | None]:
        return understand(self.text, self.names, self._speaker)

    def match(self) -> Match:
        """Return the command and its input. Raises Refusal with the question that the bot asks back."""
        line = self.question.line
        if line and wanted(line) is Wants.TASK and self._understood[0].shape == TASK:
            return REGISTRY.by_slash(filled(line, self._understood[0].normal.text))
        if by_word := self._by_first_word():
            return by_word
        return self._by_question(line) if line else self._by_itself()

    def _by_itself(self) -> Match:
        return self.by_meaning() or REGISTRY.by_slash(f"/unclear {self.text}")

    def _by_question(self, line: str) -> Match:
        """Return what the words are while the question with `line` is open: its answer, or a message of their own."""
        message, meaning = self._understood
        command, rest = REGISTRY.by_slash(line)
        choice = choose(command.wants(rest), self.asked_task, message, meaning, self.letter)
        if choice is Choice.ANSWER:
            return REGISTRY.by_slash(self._completed(command))
        if command.files and SLOT not in line and not rest and meaning and meaning.sort is Sort.REPORT and meaning.task:
            return REGISTRY.by_slash(f"{line} {meaning.line.partition(' ')[2]}")  # Files wait for this report.
        if choice is Choice.UNCLEAR:
            raise self._asked_back(command, meaning)
        if meaning is None and wanted(line) is Wants.TASK:
            return REGISTRY.by_slash(f"/which {line}" if SLOT in line else line)  # It asks once more.
        return self._by_itself()

    def _completed(self, asking: Command) -> str:
        """Return the question's line with the answer: the inputs that the sentence means for the asking command,
        without a task of its own, such as `2020-10-31` for `延到10月底`; else what was written."""
        line, (message, meaning) = self.question.line, self._understood
        if wanted(line) is Wants.TASK:
            return filled(line, str(message.of(TASK)[0]))
        if wanted(line) is Wants.REPORT:
            return completed_report(line, message, self.names, self._speaker)
        is_same = meaning is not None and meaning.line.startswith(f"/{asking.name} {SLOT}")
        if meaning is None or not is_same or SLOT in line:
            return filled(line, self.text)
        return filled(line, meaning.line.partition(SLOT)[2].strip())

    def _asked_back(self, command: Command, meaning: Meaning | None) -> Refusal:
        """Return the question whether the words are the answer that is waited for, or something else."""
        what = f"{self.asked_task}的{command.label}" if self.asked_task else command.label
        other = self._other(command, meaning)
        answer = Button(f"记为{what}", self._completed(command))
        return whether_answer(self.text, self.names, self.asked_task, what, answer, other)

    def _other(self, command: Command, meaning: Meaning | None) -> Button:
        """Return the button for what the words are if they are not the answer."""
        letter = self.letter
        if letter and letter != self.asked_task and command.wants("1.1") is Wants.REPORT:
            report = completed_report(f"/progress {letter}", self._understood[0], self.names, self._speaker)
            return Button(f"记为{letter}的汇报", report)
        if meaning is None or meaning.lacks_task:
            return Button("不是，取消", "/cancel")
        return Button("不是，查找" if meaning.sort in (Sort.SEARCH, Sort.QUESTION) else "不是，另办", meaning.line)

    def match_file(self, about: str) -> Match:
        """Return the command that takes a file with these words as its caption: the one that the words mean, else the
        one that the open question asks for, else /attach for the task `about` which the message is to which it replies.
        If none says so, /attach asks for the task. Raises Refusal if the question asks for text."""
        line = self.question.line or (f"/attach {about}" if about else "")
        match = self._of_caption(line) if self.text else None
        if match is None and line and (self.text or SLOT not in line):
            match = REGISTRY.by_slash(filled(line, self.text))
            if match[0].writes and not match[0].files:
                raise Refusal(TEXT_ONLY)
        command, rest = match or (None, self.text)
        return (
            (command, rest) if command and command.files else REGISTRY.by_slash(f"/attach {rest if self.text else ''}")
        )

    def _of_caption(self, line: str) -> Match | None:
        message, meaning = self._understood
        if line:
            command, rest = REGISTRY.by_slash(line)
            if choose(command.wants(rest), self.asked_task, message, meaning) is not Choice.OTHER:
                return None
        if meaning is not None and meaning.lacks_task:
            return REGISTRY.by_slash(f"/attach {meaning.line.partition(SLOT)[2]}")
        return self._by_first_word() or self.by_meaning()

    def _by_first_word(self) -> Match | None:
        return by_first_word(*self._understood, self.person, self.question)

    def by_meaning(self) -> Match | None:
        """Return what the words mean by themselves, None where they are not understood. Raises Refusal where the
        person must choose between tasks."""
        meaning = self._understood[1]
        if meaning is None:
            return None
        if not meaning.lacks_task:
            return REGISTRY.by_slash(meaning.line)
        if not meaning.choices:
            return REGISTRY.by_slash(f"/which {meaning.line}")
        raise which_task(self.text, meaning, self.names)
