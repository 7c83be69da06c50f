"""Tasks in the making: sentences of one item become tasks, notes and dates are handed to the tasks they hold for."""

import re
from dataclasses import dataclass, field

from plan.reading.brackets import blotted, spans
from plan.reading.hints import Calendar, Found, hints
from plan.reading.inline import acting_units
from plan.reading.is_task import ABOVE, is_task, only_dates
from plan.reading.local import acts_below, is_lower
from plan.reading.notes import Note, bracket_note, line_note
from plan.reading.outline import Text
from plan.reading.sentences import sentences
from plan.reading.targets import targets
from plan.reading.values import Target, TaskText, TimeHint

_CONTENT = re.compile(
    r"^(?:(?:目标|工作|具体|主要|重点|年度)?(?:任务|内容|措施|举措|目标|要求|事项|安排)(?:要求|内容|分工)?|任务分解|工作目标及措施)：(?=.{6})"
)


@dataclass(slots=True)
class Draft:
    """`units` and `lead` as written; `noted` once a note or a table said who."""

    text: str
    targets: list[Target] = field(default_factory=list)
    hints: list[TimeHint] = field(default_factory=list)
    local: bool = False
    units: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    noted: bool = False

    def take(self, units: list[str], lead: list[str], times: list[TimeHint], issuer: str) -> None:
        """What a note says of this task."""
        if units:
            if not self.noted:
                self.units, self.lead, self.noted = [], [], True
            self.units += [u for u in units if u not in self.units]
            self.lead += [u for u in lead if u not in self.lead]
            self.local = self.local or any(is_lower(u, issuer) for u in units)
        self.hints += [h for h in times if h not in self.hints]

    def done(self) -> TaskText:
        return TaskText(
            self.text, tuple(self.targets), tuple(self.hints), self.local, tuple(self.units), tuple(self.lead)
        )


@dataclass(slots=True)
class Told:
    """A note, as text, and the number of tasks that stood before it."""

    units: list[str]
    lead: list[str]
    hints: list[TimeHint]
    at: int


@dataclass(slots=True)
class Drafting:
    """Reads one item's texts in order."""

    calendar: Calendar
    issuer: str
    leads: bool  # the first unit of a list leads, as the document says
    tasks: list[Draft] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    above: list[TimeHint] = field(default_factory=list)  # of 以上工作…: for whoever holds the tasks before this item
    openings: dict[int, int] = field(default_factory=dict)  # of the brackets of the text being read
    closings: dict[int, int] = field(default_factory=dict)

    def read(self, text: Text) -> None:
        view = text.view
        carried: bool | None = None
        self.openings = dict(spans(view))
        self.closings = {end: start for start, end in self.openings.items()}
        for sentence in sentences(view, 0, len(view)):
            start, end = self._leading_notes(text, sentence.start, sentence.end)
            if start >= end:
                continue
            carried = self._sentence(text, start, end, carried if sentence.carried else None)

    def _leading_notes(self, text: Text, start: int, end: int) -> tuple[int, int]:
        """Notes behind a 。 stand at the head of what is cut next."""
        view = text.view
        while start < end:
            while start < end and view[start] in " \u3000，。；、":
                start += 1
            if start >= end or view[start] != "（":
                break
            close = self.openings.get(start, end + 1)
            note = bracket_note(view, start + 1, close - 1, self.calendar, alone=True) if close <= end else None
            if not note:
                break
            self._tell(text, note)
            start = close
        return start, end

    def _sentence(self, text: Text, start: int, end: int, carried: bool | None) -> bool:
        view = text.view
        if note := line_note(view, start, end, self.calendar):
            self._tell(text, note)
            return False
        if label := _CONTENT.match(view[start:end]):
            start += label.end()
        end, notes = self._trailing_notes(view, start, end)
        said = view[start:end]
        found = hints(said, self.calendar)
        if not self._holds_for_above(text, start, said, found) and is_task(said):
            below = acts_below(said, carried)
            self.tasks.append(self._draft(text, start, end, found, below))
            carried = below
        for note in notes:
            self._tell(text, note)
        return bool(carried)

    def _trailing_notes(self, view: str, start: int, end: int) -> tuple[int, list[Note]]:
        notes: list[Note] = []
        while end > start:
            bare = end
            while bare > start and view[bare - 1] in "。；， \u3000":
                bare -= 1
            opening = self.closings.get(bare, start)
            if opening <= start or view[opening] != "（":
                break
            note = bracket_note(view, opening + 1, bare - 1, self.calendar, alone=bare == len(view))
            if not note or not note.units:
                break
            notes.insert(0, note)
            end = opening
        return end, notes

    def _holds_for_above(self, text: Text, start: int, said: str, found: list[Found]) -> bool:
        """该项工作于…完成: a date of the task before; 以上工作…: of all before in this item. Or who does it."""
        times = self._times(text, start, found)
        if found and only_dates(blotted(said, [(h.start, h.end) for h in found], "")):
            if ABOVE.match(said) and (not self.tasks or (text.start == 0 and start == 0)):  # in a paragraph of its own
                self.above += times
            for task in self.tasks if ABOVE.match(said) else self.tasks[-1:]:
                task.take([], [], times, self.issuer)
            return True
        match = re.match(r"(?:以上|上述|该项|此项|本项|各项)[^，。由]{0,8}，?(?=由).*(?:负责|牵头|落实|配合)", said)
        note = (
            bracket_note(said, match.end() - len(match.group()) + said.index("由"), match.end(), self.calendar)
            if match
            else None
        )
        if note and self.tasks:
            names = [said[a:b] for a, b in note.units]
            for task in self.tasks if ABOVE.match(said) else self.tasks[-1:]:
                task.take(names, [said[a:b] for a, b in note.lead], times, self.issuer)
            return True
        return False

    def _draft(self, text: Text, start: int, end: int, found: list[Found], below: bool) -> Draft:
        said = text.view[start:end]
        draft = Draft(text.piece(start, end), local=below)
        draft.targets = [Target(text.piece(start + a, start + b), t.value, t.op, t.unit) for a, b, t in targets(said)]
        draft.hints = self._times(text, start, found)
        units, lead = acting_units(said)
        draft.units = [text.piece(start + a, start + b) for a, b in units]
        draft.lead = [text.piece(start + a, start + b) for a, b in lead]
        for a, b in spans(said) if "责" in said or "牵头" in said else []:  # 推进甲（A负责），落实乙（B负责）
            note = bracket_note(said, a + 1, b - 1, self.calendar) if said[a] == "（" else None
            if note and note.units:
                names = [text.piece(start + c, start + d) for c, d in note.units]
                draft.take(names, [text.piece(start + c, start + d) for c, d in note.lead], [], self.issuer)
        return draft

    def _times(self, text: Text, start: int, found: list[Found]) -> list[TimeHint]:
        return [TimeHint(text.piece(start + h.start, start + h.end), h.due) for h in found]

    def _tell(self, text: Text, note: Note) -> None:
        units = [text.piece(a, b) for a, b in note.units]
        lead = [text.piece(a, b) for a, b in note.lead]
        if not lead and units and self.leads:
            lead = units[:1]
        times = self._times(text, 0, note.hints)
        if self.told and self.told[-1].at == len(self.tasks):
            last = self.told[-1]
            last.units += units
            last.lead += lead
            last.hints += times
        else:
            self.told.append(Told(units, lead, times, len(self.tasks)))

    def settle(self) -> list[Draft]:
        """A note holds for the tasks since the one before; the last, and one that stands first, for those behind."""
        if not self.told:
            return self.tasks
        ahead = self.told[0].at == 0
        borders = [t.at for t in self.told]
        for i, told in enumerate(self.told):
            if ahead:
                first, last = told.at, borders[i + 1] if i + 1 < len(borders) else len(self.tasks)
            else:
                first = borders[i - 1] if i else 0
                last = told.at if i + 1 < len(borders) else len(self.tasks)
            for task in self.tasks[first:last]:
                task.take(told.units, told.lead, told.hints, self.issuer)
        return self.tasks
