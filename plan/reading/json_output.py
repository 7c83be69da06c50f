"""Convert a document to the JSON that `duban read FILE --json` prints."""

from typing import Any

from plan.reading.document import Document, Item, Section, TargetText, TaskText


def as_json(document: Document) -> dict[str, Any]:
    """Return plain dicts and lists; dates are strings in the form YYYY-MM-DD."""
    return {
        "title": document.title,
        "issuer": document.issuer,
        "year": document.year,
        "recipients": list(document.recipients),
        "overall": [{"text": goal.text, "targets": [_target(t) for t in goal.targets]} for goal in document.overall],
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"no": section.no, "title": section.title, "items": [_item(item) for item in section.items]}


def _item(item: Item) -> dict[str, Any]:
    return {"no": item.no, "title": item.title, "tasks": [_task(task) for task in item.tasks]}


def _task(task: TaskText) -> dict[str, Any]:
    return {
        "text": task.text,
        "targets": [_target(t) for t in task.targets],
        "time_hints": [{"text": h.text, "due": h.due.isoformat() if h.due else None} for h in task.time_hints],
        "local": task.local,
        "units": list(task.units),
        "lead": list(task.lead),
    }


def _target(target: TargetText) -> dict[str, Any]:
    return {"text": target.text, "value": target.value, "op": target.op, "unit": target.unit}
