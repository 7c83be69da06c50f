"""A message is divided into one report a line."""

import pytest

from plan.report_lines import report_lines


@pytest.mark.parametrize(
    ("message", "reports"),
    [
        ("2.2.4 60% 初评\n2.2.9 35%", ["2.2.4 60% 初评", "2.2.9 35%"]),
        ("2.2.4 60% 初评\n并已公示\n\n2.2.9 35%", ["2.2.4 60% 初评 并已公示", "2.2.9 35%"]),
        ("本周进展\n2.2.4 60%", ["本周进展", "2.2.4 60%"]),
        ("2.2.4，60%\r\n　2.2.9：35%", ["2.2.4，60%", "2.2.9：35%"]),
        ("412 v7 pace 60%\n413 v2 done", ["412 v7 pace 60%", "413 v2 done"]),
        ("2.2.4 放款\n2.5亿元", ["2.2.4 放款 2.5亿元"]),  # no number of a task
        ("2.2.4\n2.2.9", ["2.2.4", "2.2.9"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_one_report_a_line(message: str, reports: list[str]) -> None:
    assert report_lines(message) == reports
