"""Collect what a paper says of one task, in its own sentence and in notes around it."""

from dataclasses import dataclass, field

from plan.reading.document import TargetText, TaskText, TimeHint
from plan.reading.lower_level import is_lower_level


@dataclass(slots=True)
class TaskBuilder:
    """A task that is not complete yet; `units` and `lead` are as written.

    `has_note` is true once a note or a table named the units: these replace the actors of the sentence.
    """

    text: str
    targets: list[TargetText] = field(default_factory=list)
    hints: list[TimeHint] = field(default_factory=list)
    local: bool = False
    units: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    has_note: bool = False

    def add_note(self, units: list[str], lead: list[str], hints: list[TimeHint], issuer: str) -> None:
        """Add the units and time hints of a note that applies to this task."""
        if units:
            if not self.has_note:
                self.units, self.lead, self.has_note = [], [], True
            self.units += [unit for unit in units if unit not in self.units]
            self.lead += [unit for unit in lead if unit not in self.lead]
            self.local = self.local or any(is_lower_level(unit, issuer) for unit in units)
        self.hints += [hint for hint in hints if hint not in self.hints]

    def build(self) -> TaskText:
        return TaskText(
            self.text, tuple(self.targets), tuple(self.hints), self.local, tuple(self.units), tuple(self.lead)
        )
