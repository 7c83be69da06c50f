"""The last line of a run of the tests: how many were skipped, which, and why."""

from collections import Counter
from collections.abc import Iterable

import pytest


def line(reports: Iterable[pytest.TestReport]) -> str:
    """`Skipped 3: test_one x2, test_another (the reason)`; tests that are skipped for one reason stand together."""
    skipped: dict[str, Counter[str]] = {}
    for report in reports:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "without a reason"
        name = report.nodeid.partition("[")[0].rpartition("::")[2]
        skipped.setdefault(reason.removeprefix("Skipped: "), Counter())[name] += 1
    if not skipped:
        return "Skipped 0."
    named = [f"{', '.join(_times(*one) for one in sorted(names.items()))} ({why})" for why, names in skipped.items()]
    return f"Skipped {sum(names.total() for names in skipped.values())}: {'; '.join(named)}"


def _times(name: str, count: int) -> str:
    return name if count == 1 else f"{name} x{count}"
