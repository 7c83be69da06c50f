"""What a report becomes when its author corrects a part of it (更正): the other parts stay as they were."""

from dataclasses import replace

from plan import reported_value
from plan.assignment import Assignment
from plan.report_input import ReportInput
from plan.targets import Target
from plan.values import Draft, Status


def amended(last: Assignment, correction: ReportInput, target: Target | None, *, follows: bool) -> ReportInput:
    """Return the report that replaces the last one, which has left the assignment as `last`.

    A value alone replaces the value in the words. A status that was not stated (`follows`) follows from the new percent
    or value.
    """
    words = "" if last.words == Draft.UNCHANGED.label else last.words
    with_value = reported_value.with_value_of(words, correction.words, target)
    percent = correction.percent
    if percent is None and Status.DONE not in (correction.status, last.status):
        percent = last.stated_percent
    says_progress = correction.percent is not None or with_value is not None
    follows = says_progress and (follows or percent == 100 or (last.status is Status.DONE and percent is not None))
    status = correction.status or (None if follows else last.status)
    return ReportInput(status=status, percent=percent, words=with_value or correction.words or words)


def is_same(last: Assignment, correction: ReportInput) -> bool:
    """Whether the last report says what the correction says, because it has been made before."""
    now = replace(correction, words=correction.words or last.words)
    percents = (None, last.percent)
    return now.status in (None, last.status) and now.percent in percents and now.words == last.words
