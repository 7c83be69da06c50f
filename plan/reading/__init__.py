"""Reads a Chinese work plan: from its characters to sections, items, tasks, targets, dates and units."""

from plan.reading.decode import decode
from plan.reading.reader import read
from plan.reading.shape import as_json
from plan.reading.values import Document, Item, NotAPlan, Section, Target, TaskText, TimeHint

__all__ = ["Document", "Item", "NotAPlan", "Section", "Target", "TaskText", "TimeHint", "as_json", "decode", "read"]
