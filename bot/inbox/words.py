"""Find the command that a person's own words mean, while a question of the bot may be open."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.inbox.word_alone import page_of
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
from plan.words.open_question import BARE_NUMBER, Choice, Wants, choose
from plan.words.understand import understand
from storage.questions import Question

Match = tuple[Command, str]
"""A command and its unparsed input."""
OWN_SENTENCES = frozenset({"progress", "submit", "sign", "nudge", "directive", "remind", "leave", "task"})
"""Commands whose word begins whole sentences, which the table of intents reads better than the inputs do."""
NAMES = frozenset({Wants.NAME, Wants.UNIT, Wants.PHONE})
"""What never begins with a command's word: 岗位 处室 is a command, also while a name is asked for."""
TEXT_ONLY = "这一步请回复文字。如要报送材料，请在文件的说明中写明任务编号，例如：2.2.4"
MAX_QUOTED = 20


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
        message, meaning = self._understood
        line = self.question.line
        if line and message.shape == TASK and self._wants() is Wants.TASK:
            return REGISTRY.by_slash(filled(line, message.normal.text))
        if by_word := self._by_word():
            return by_word
        if not line:
            return self.by_meaning() or REGISTRY.by_slash(f"/unclear {self.text}")
        command, rest = REGISTRY.by_slash(line)
        choice = choose(command.wants(rest), self.asked_task, message, meaning, self.letter)
        if choice is Choice.ANSWER:
            return REGISTRY.by_slash(self._completed(command))
        if command.files and SLOT not in line and not rest and meaning and meaning.sort is Sort.REPORT and meaning.task:
            return REGISTRY.by_slash(f"{line} {meaning.line.partition(' ')[2]}")  # Files wait for this report.
        if choice is Choice.UNCLEAR:
            raise self._asked_back(command, meaning)
        return self.by_meaning() or REGISTRY.by_slash(f"/unclear {self.text}")

    def _completed(self, asking: Command) -> str:
        """Return the question's line with the answer: the inputs that the sentence means for the asking command,
        without a task of its own, such as `2020-10-31` for `延到10月底`; else what was written."""
        line, (message, meaning) = self.question.line, self._understood
        if self._wants() is Wants.TASK:
            return filled(line, str(message.of(TASK)[0]))
        if self._wants() is Wants.REPORT:
            return completed_report(line, message, self.names, self._speaker)
        is_same = meaning is not None and meaning.line.startswith(f"/{asking.name} {SLOT}")
        if meaning is None or not is_same or SLOT in line:
            return filled(line, self.text)
        return filled(line, meaning.line.partition(SLOT)[2].strip())

    def _wants(self) -> Wants:
        command, rest = REGISTRY.by_slash(self.question.line)
        return command.wants(rest)

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
        return self._by_word() or self.by_meaning()

    def _by_word(self) -> Match | None:
        """Return the command that the first word names, unless the sentence as a whole says more."""
        text = self._understood[0].normal.text
        may_be_answer = bool(self.question.line) and self._wants() not in NAMES
        match = REGISTRY.by_word(text, whole=may_be_answer) or REGISTRY.by_phrase(text)
        if match is None:
            return None
        command, rest = match
        if self._is_beside(command, rest):
            return None
        if not rest and command.needs_task:
            shown = self.question.shown
            return REGISTRY.by_slash(f"/{command.name} {shown}" if shown else f"/which /{command.name} {SLOT}")
        if not rest and command.lacks_input(rest) and command.allows(self.person.duties):
            return page_of(command)
        return command, self._as_written(len(text) - len(rest))

    def _is_beside(self, command: Command, rest: str) -> bool:
        """Return whether the sentence is not this command, although it begins with its word."""
        meaning = self._understood[1]
        if meaning is None or (command.needs_task and not rest):
            is_unreadable = bool(rest) and command.lacks_input(rest) and command.allows(self.person.duties)
            return is_unreadable or (command.needs_task and bool(BARE_NUMBER.match(rest)))
        is_other = not command.takes(rest) or (bool(rest) and _says_more(command, rest, meaning))
        is_courtesy = meaning.sort is Sort.COURTESY and not command.allows(self.person.duties)
        return is_other or is_courtesy or (command.needs_task and bool(BARE_NUMBER.match(rest)))

    def _as_written(self, start: int) -> str:
        """Return the input behind `start` of the normal text as it was written, but a task's number in normal form."""
        message = self._understood[0]
        number = next((entity for entity in message.entities if entity.kind == TASK and entity.start == start), None)
        end = number.end if number else start
        words = message.normal.as_written(end, len(message.normal.text))
        return f"{number.value}{words}" if number else words

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
        raise self._which(meaning)

    def _which(self, meaning: Meaning) -> Refusal:
        """Return the question which of a few tasks is meant."""
        label = REGISTRY.by_slash(meaning.line)[0].label
        lines = [(number, meaning.line.replace(SLOT, number)) for number in meaning.choices]
        rows = [f"{number} {self.names.title_of(number)}".strip() for number in meaning.choices]
        words = self._quoted_for(*meaning.choices)
        if len(rows) == 1:
            text = f"{words}是否作为以下任务的{label}？尚未办理。"
            return Refusal(f"{text}\n{rows[0]}", *(Button(f"是，{number}", line) for number, line in lines))
        text = f"请问{words}是哪一项任务的{label}？尚未办理。"
        return Refusal("\n".join((text, *rows)), *(Button(number, line) for number, line in lines))

    def _asked_back(self, command: Command, meaning: Meaning | None) -> Refusal:
        """Return the question whether the words are the answer that is waited for, or something else."""
        what = f"{self.asked_task}的{command.label}" if self.asked_task else command.label
        buttons = [Button(f"记为{what}", self._completed(command))]
        letter = self.letter
        if letter and letter != self.asked_task and command.wants("1.1") is Wants.REPORT:
            report = completed_report(f"/progress {letter}", self._understood[0], self.names, self._speaker)
            buttons.append(Button(f"记为{letter}的汇报", report))
        elif meaning is not None and not meaning.choices and not meaning.lacks_task:
            label = "不是，查找" if meaning.sort in (Sort.SEARCH, Sort.QUESTION) else "不是，另办"
            buttons.append(Button(label, meaning.line))
        else:
            buttons.append(Button("不是，取消", "/cancel"))
        return Refusal(f"{self._quoted_for(self.asked_task)}是{what}的内容吗？尚未记录。", *buttons)

    def _quoted_for(self, *numbers: str) -> str:
        """Return the words, or 这句话 beside the number of a restricted task (不上机), which is named without any."""
        is_restricted = any(self.names.is_task(number) and not self.names.title_of(number) for number in numbers)
        return "这句话" if is_restricted else f"“{quoted(self.text)}”"


def _says_more(command: Command, rest: str, meaning: Meaning) -> bool:
    """Return whether a sentence that begins with the command's word is this command with more than a task's number."""
    if command.name not in OWN_SENTENCES:
        return False
    is_report = command.name in ("progress", "submit") and meaning.sort in (Sort.REPORT, Sort.CORRECTION)
    is_same = is_report or meaning.line.startswith(f"/{command.name}")
    return is_same and command.task_reference(rest) != rest


def quoted(text: str) -> str:
    """Return the beginning of what a person wrote, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED else f"{line[:MAX_QUOTED]}…"
