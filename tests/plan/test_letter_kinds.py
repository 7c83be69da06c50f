"""A letter kind is a typed value: mypy rejects its name as text, and no function accepts that."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.schema import Kind
from storage.schema import outbox as outbox_table

if TYPE_CHECKING:
    from plan.letter_kinds import DIGEST, OVERDUE
    from plan.reply import Reply
    from schedules.registry import schedule
    from storage import outbox
    from storage.database import Connection
    from storage.outbox import delivery_counts, letters, pending

    async def refused(db: Connection, now: datetime) -> None:
        """`make lint` fails if mypy accepts one of these: an unused `type: ignore` is an error."""
        await outbox.put(db, "digest:1", "digest", "{}", now, person_id=1)  # type: ignore[arg-type]
        await letters.tell(db, "nudge", "copy1", Reply("-"), [], now)  # type: ignore[arg-type]
        await pending.take_back(db, OVERDUE, now)  # type: ignore[arg-type]
        await outbox.card_days(db, 1, now, ("bulletin",))  # type: ignore[arg-type]
        await delivery_counts.late_count(db, now.date(), UTC, {DIGEST.name})  # type: ignore[arg-type]
        schedule("digest", cron="0 9 * * *")  # type: ignore[arg-type]


ROOT = Path(__file__).parents[2]
PACKAGES = ("plan", "storage", "handlers", "schedules", "bot")
MAPPING = {"plan/letter_kinds.py", "storage/schema.py"}
"""The registry, and how the database spells a kind."""
OTHER_KINDS = ("plan/reading/", "storage/migrations/")
"""Kinds of lines in a document; names in databases of earlier versions."""
NAMES = {"kind", "kinds", "rule", "rules", "letter_kind"}


def parameters() -> Iterator[tuple[str, str, str]]:
    """Yield file and function, name and annotation of every parameter."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name in MAPPING or name.startswith(OTHER_KINDS):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    arguments = node.args
                    for parameter in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                        annotation = ast.unparse(parameter.annotation) if parameter.annotation else ""
                        yield f"{name}:{node.name}", parameter.arg, annotation


def test_no_function_takes_a_kind_as_text() -> None:
    all_parameters = list(parameters())
    assert len(all_parameters) > 1000
    assert [entry for entry in all_parameters if entry[1] in NAMES and "str" in entry[2]] == []


def test_the_outbox_holds_kinds() -> None:
    assert isinstance(outbox_table.c.rule.type, Kind)
