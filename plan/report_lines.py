"""Divide a message into the reports that it contains, one a line."""

import re

BEGINS = re.compile(r"[ \t　]*(?:\d+(?:\.\d+){1,3}(?:@\d{1,9})?(?=[\s,，:：]|$)|\d{1,18} v\d)")
"""What a line begins with that reports on a task: its number, or as on buttons an assignment's id and version."""


def report_lines(message: str) -> list[str]:
    """Return the reports. A line that does not begin with a task's number continues the report before it."""
    reports: list[str] = []
    for line in message.strip().splitlines():
        if BEGINS.match(line) or not reports:
            reports.append(line.strip())
        elif line.strip():
            reports[-1] = f"{reports[-1]} {line.strip()}"
    return reports
