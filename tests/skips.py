"""Write the last line of a test run: how many tests were skipped, which ones, and why."""

from collections import Counter
from collections.abc import Iterable

import pytest


def line(reports: Iterable[pytest.TestReport]) -> str:
    """Return `Skipped 3: test_one x2, test_another (the reason)`, with the tests grouped by reason."""
    skipped: dict[str, Counter[str]] = {}
    for report in reports:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "without a reason"
        name = report.nodeid.partition("[")[0].rpartition("::")[2]
        skipped.setdefault(reason.removeprefix("Skipped: "), Counter())[name] += 1
    if not skipped:
        return "Skipped 0."
    groups = [f"{', '.join(_times(*item) for item in sorted(names.items()))} ({why})" for why, names in skipped.items()]
    return f"Skipped {sum(names.total() for names in skipped.values())}: {'; '.join(groups)}"


def _times(name: str, count: int) -> str:
    return name if count == 1 else f"{name} x{count}"
