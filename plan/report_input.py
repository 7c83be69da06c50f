"""What a person has entered of a report, before the rest follows from the assignment."""

from dataclasses import dataclass

from plan.values import Draft, Status


@dataclass(frozen=True)
class ReportInput:
    """The parts of a report that were entered; `words` is "" and the others are None where they were not."""

    draft: Draft | None = None
    status: Status | None = None
    percent: int | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.draft or self.status or self.words) or self.percent is not None

    @property
    def is_status_only(self) -> bool:
        return self.status is not None and not self.words and self.percent is None

    @property
    def is_words_only(self) -> bool:
        return bool(self.words) and not (self.draft or self.status) and self.percent is None

    @property
    def says_done(self) -> bool:
        """Whether it says that the work is done: 已完成 or 100%. `已完成 50%` contradicts itself and does not count."""
        return self.status in (Status.DONE, None) and (self.percent == 100 or self.is_done_without_percent)

    @property
    def is_done_without_percent(self) -> bool:
        return self.status is Status.DONE and self.percent is None

    @property
    def typed(self) -> str:
        """Return it as a person would type it."""
        return self._joined(self.draft and self.draft.label, self.status and self.status.label)

    @property
    def line(self) -> str:
        """Return it as the end of a command line."""
        return self._joined(self.draft and self.draft.value, self.status and self.status.value)

    def _joined(self, *names: str | None) -> str:
        percent = None if self.percent is None else f"{self.percent}%"
        return " ".join(part for part in (*names, percent, self.words) if part)
