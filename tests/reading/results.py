"""Helpers with which the tests of whole papers inspect a reading."""

from plan.reading import Document, TaskText


def tasks(document: Document) -> list[TaskText]:
    return [task for section in document.sections for item in section.items for task in item.tasks]


def texts(document: Document) -> list[str]:
    return [task.text for task in tasks(document)]


def dues(task: TaskText) -> list[str]:
    return [hint.due.isoformat() if hint.due else "" for hint in task.time_hints]
