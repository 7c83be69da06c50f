"""The line that counts and names the skipped tests."""

import pytest

from tests.skips import line


def report(test: str, reason: str) -> pytest.TestReport:
    where = ("tests/test_a.py", 1, f"Skipped: {reason}")
    return pytest.TestReport(f"tests/test_a.py::{test}", ("", 0, ""), {}, "skipped", where, "setup")


def test_nothing_is_skipped() -> None:
    assert line([]) == "Skipped 0."


def test_each_is_named_beside_those_of_its_reason() -> None:
    reports = [
        report("test_b[a/b::c]", "no server"), report("test_b[2]", "no server"), report("test_c", "no paper"),
        report("test_a", "no server"),
    ]  # fmt: skip
    assert line(reports) == "Skipped 4: test_a, test_b x2 (no server); test_c (no paper)"
