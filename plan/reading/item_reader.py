"""Read the texts of one item: sentences become tasks, to which the notes and dates around them are added."""

import re
from dataclasses import dataclass, field

from plan.reading.acting_units import acting_units
from plan.reading.brackets import overwrite, spans
from plan.reading.document import TimeHint
from plan.reading.is_task import REFERS_TO_PREVIOUS, is_task, only_sets_date
from plan.reading.lower_level import lower_level_acts
from plan.reading.outline import TextRange
from plan.reading.sentences import sentences
from plan.reading.stated_targets import find_targets
from plan.reading.task_builder import TaskBuilder
from plan.reading.time_hints import DateContext, HintRange, find_time_hints
from plan.reading.unit_notes import Note, bracket_note, line_note

_LABEL = re.compile(
    r"^(?:(?:目标|工作|具体|主要|重点|年度)?(?:任务|内容|措施|举措|目标|要求|事项|安排)(?:要求|内容|分工)?|任务分解|工作目标及措施)：(?=.{6})"
)
_ASSIGNS_PREVIOUS = re.compile(r"(?:以上|上述|该项|此项|本项|各项)[^，。由]{0,8}，?(?=由).*(?:负责|牵头|落实|配合)")


@dataclass(slots=True)
class PlacedNote:
    """The texts of a note, and the number of tasks that stood before it."""

    units: list[str]
    lead: list[str]
    hints: list[TimeHint]
    tasks_before: int


@dataclass(slots=True)
class ItemReader:
    """Reads the texts of one item in order.

    `first_leads`: the document says that the first unit of a list leads. `hints_for_previous` are dates of a sentence
    such as 以上工作… that opens the item and so applies to the tasks of earlier items. `openings` and `closings` map
    the brackets of the text that is being read.
    """

    dates: DateContext
    issuer: str
    first_leads: bool
    tasks: list[TaskBuilder] = field(default_factory=list)
    notes: list[PlacedNote] = field(default_factory=list)
    hints_for_previous: list[TimeHint] = field(default_factory=list)
    openings: dict[int, int] = field(default_factory=dict)
    closings: dict[int, int] = field(default_factory=dict)

    def read(self, text: TextRange) -> None:
        """Add the tasks and the notes of a text."""
        view = text.view
        is_local: bool | None = None
        self.openings = dict(spans(view))
        self.closings = {end: start for start, end in self.openings.items()}
        for sentence in sentences(view, 0, len(view)):
            start, end = self._skip_leading_notes(text, sentence.start, sentence.end)
            if start >= end:
                continue
            is_local = self._read_sentence(text, start, end, is_local if sentence.shares_subject else None)

    def _skip_leading_notes(self, text: TextRange, start: int, end: int) -> tuple[int, int]:
        """Return the sentence without the notes at its start: a note after a 。 belongs to the task before it."""
        view = text.view
        while start < end:
            while start < end and view[start] in " \u3000，。；、":
                start += 1
            if start >= end or view[start] != "（":
                break
            close = self.openings.get(start, end + 1)
            note = bracket_note(view, start + 1, close - 1, self.dates, alone=True) if close <= end else None
            if not note:
                break
            self._place_note(text, note)
            start = close
        return start, end

    def _read_sentence(self, text: TextRange, start: int, end: int, previous_is_local: bool | None) -> bool:
        """Add the task of a sentence, if it is one, and its notes. Return whether a lower level acts in it."""
        view = text.view
        if note := line_note(view, start, end, self.dates):
            self._place_note(text, note)
            return False
        if label := _LABEL.match(view[start:end]):
            start += label.end()
        end, notes = self._cut_trailing_notes(view, start, end)
        sentence = view[start:end]
        hints = find_time_hints(sentence, self.dates)
        is_local = previous_is_local
        if not self._completes_previous(text, start, sentence, hints) and is_task(sentence):
            is_local = lower_level_acts(sentence, previous_is_local)
            self.tasks.append(self._build_task(text, start, end, hints, is_local))
        for note in notes:
            self._place_note(text, note)
        return bool(is_local)

    def _cut_trailing_notes(self, view: str, start: int, end: int) -> tuple[int, list[Note]]:
        """Return where the sentence ends without the notes at its end, and these notes in order."""
        notes: list[Note] = []
        while end > start:
            last = end
            while last > start and view[last - 1] in "。；， \u3000":
                last -= 1
            opening = self.closings.get(last, start)
            if opening <= start or view[opening] != "（":
                break
            note = bracket_note(view, opening + 1, last - 1, self.dates, alone=last == len(view))
            if not note or not note.units:
                break
            notes.insert(0, note)
            end = opening
        return end, notes

    def _completes_previous(self, text: TextRange, start: int, sentence: str, hints: list[HintRange]) -> bool:
        """Whether the sentence only dates or assigns tasks before it; what it says is then added to these.

        该项工作于…完成 refers to the task before, 以上工作… to all tasks before it in this item.
        """
        texts = _hint_texts(text, start, hints)
        refers_to_all = REFERS_TO_PREVIOUS.match(sentence)
        previous = self.tasks if refers_to_all else self.tasks[-1:]
        if hints and only_sets_date(overwrite(sentence, [(hint.start, hint.end) for hint in hints], "")):
            is_own_paragraph = text.start == 0 and start == 0
            if refers_to_all and (not self.tasks or is_own_paragraph):
                self.hints_for_previous += texts
            for task in previous:
                task.add_note([], [], texts, self.issuer)
            return True
        assigned = _ASSIGNS_PREVIOUS.match(sentence)
        note = bracket_note(sentence, sentence.index("由"), assigned.end(), self.dates) if assigned else None
        if note and self.tasks:
            units = [sentence[a:b] for a, b in note.units]
            lead = [sentence[a:b] for a, b in note.lead]
            for task in previous:
                task.add_note(units, lead, texts, self.issuer)
            return True
        return False

    def _build_task(self, text: TextRange, start: int, end: int, hints: list[HintRange], is_local: bool) -> TaskBuilder:
        sentence = text.view[start:end]
        task = TaskBuilder(text.piece(start, end), local=is_local)
        task.targets = [target.quoted(text.piece(start + a, start + b)) for a, b, target in find_targets(sentence)]
        task.hints = _hint_texts(text, start, hints)
        units, lead = acting_units(sentence)
        task.units = [text.piece(start + a, start + b) for a, b in units]
        task.lead = [text.piece(start + a, start + b) for a, b in lead]
        # Notes may stand in the middle of a sentence: 推进甲（A负责），落实乙（B负责）.
        for a, b in spans(sentence) if "责" in sentence or "牵头" in sentence else []:
            note = bracket_note(sentence, a + 1, b - 1, self.dates) if sentence[a] == "（" else None
            if note and note.units:
                names = [text.piece(start + c, start + d) for c, d in note.units]
                task.add_note(names, [text.piece(start + c, start + d) for c, d in note.lead], [], self.issuer)
        return task

    def _place_note(self, text: TextRange, note: Note) -> None:
        """Remember a note; notes that directly follow each other become one."""
        units = [text.piece(a, b) for a, b in note.units]
        lead = [text.piece(a, b) for a, b in note.lead]
        if not lead and units and self.first_leads:
            lead = units[:1]
        hints = _hint_texts(text, 0, note.hints)
        if self.notes and self.notes[-1].tasks_before == len(self.tasks):
            last = self.notes[-1]
            last.units += units
            last.lead += lead
            last.hints += hints
        else:
            self.notes.append(PlacedNote(units, lead, hints, len(self.tasks)))

    def apply_notes(self) -> list[TaskBuilder]:
        """Add the notes to the tasks, and return the tasks.

        A note applies to the tasks between the note before it and itself; the last note also to the tasks after it.
        Where the item begins with a note, each note applies to the tasks between itself and the next note instead.
        """
        if not self.notes:
            return self.tasks
        notes_come_first = self.notes[0].tasks_before == 0
        borders = [note.tasks_before for note in self.notes]
        for i, note in enumerate(self.notes):
            next_border = borders[i + 1] if i + 1 < len(borders) else len(self.tasks)
            if notes_come_first:
                first, last = note.tasks_before, next_border
            else:
                first = borders[i - 1] if i else 0
                last = note.tasks_before if i + 1 < len(borders) else len(self.tasks)
            for task in self.tasks[first:last]:
                task.add_note(note.units, note.lead, note.hints, self.issuer)
        return self.tasks


def _hint_texts(text: TextRange, offset: int, hints: list[HintRange]) -> list[TimeHint]:
    """Quote time hints; `offset` is where in `text` the string began in which they were found."""
    return [TimeHint(text.piece(offset + hint.start, offset + hint.end), hint.due, hint.impossible) for hint in hints]
