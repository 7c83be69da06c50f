"""Add light dates, evidence, extensions, nudges, directives, calls, leaves, deputies and feedback."""

from typing import Any

import sqlalchemy as sa

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
metadata = sa.MetaData()
for known in ("people", "posts", "units", "tasks", "assignments", "reports"):
    sa.Table(known, metadata, sa.Column("id", Id, primary_key=True))


def key() -> sa.Column[int]:
    return sa.Column("id", Id, primary_key=True)


def ref(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, Id, sa.ForeignKey(f"{target}.id"), nullable=null, index=index)


def text(name: str, *, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def at(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date)


sa.Table(
    "leaves", metadata, key(), ref("person_id", "people", index=True), day("first"), day("last"),
)  # fmt: skip
sa.Table(
    "evidence", metadata, key(), ref("assignment_id", "assignments", null=True, index=True),
    ref("report_id", "reports", null=True, index=True), ref("person_id", "people", index=True), text("kind"),
    text("name"), text("type"), number("size"), text("sha256"), text("file_id"), at("at"), text("album", default=""),
    sa.Column("dropped", sa.Boolean, nullable=False, server_default=sa.false()), sa.Index("evidence_copies", "sha256"),
)  # fmt: skip
asked = sa.Table(
    "extensions", metadata, key(), ref("assignment_id", "assignments", index=True), day("was"), day("wanted"),
    text("reason"), text("state"), ref("person_id", "people"), ref("post_id", "posts"), at("at"),
    text("opinion", default=""), ref("opinion_by", "posts", null=True), text("answer", default=""),
    ref("decided_by", "posts", null=True), at("decided_at", null=True), sa.Index("extensions_open", "state"),
)  # fmt: skip
sa.Index(
    "one_open_request", asked.c.assignment_id, unique=True, sqlite_where=asked.c.state == "open",
    postgresql_where=asked.c.state == "open",
)  # fmt: skip
sa.Table(
    "nudges", metadata, key(), ref("assignment_id", "assignments", index=True), text("level"), number("year"),
    number("number"), text("words"), ref("person_id", "people"), ref("post_id", "posts"), at("at"),
    text("answer", default=""), ref("answered_by", "posts", null=True), at("answered_at", null=True),
    sa.UniqueConstraint("level", "year", "number", name="one_number_a_paper"),
)  # fmt: skip
sa.Table(
    "directives", metadata, key(), ref("task_id", "tasks", index=True), text("words"), ref("person_id", "people"),
    ref("post_id", "posts"), at("at"),
)  # fmt: skip
sa.Table(
    "receipts", metadata, key(), ref("directive_id", "directives", index=True),
    ref("assignment_id", "assignments", index=True), ref("acknowledged_by", "posts", null=True),
    at("acknowledged_at", null=True), sa.UniqueConstraint("directive_id", "assignment_id", name="one_receipt_a_share"),
)  # fmt: skip
sa.Table(
    "calls", metadata, key(), ref("unit_id", "units", index=True),
    ref("assignment_id", "assignments", null=True, index=True), text("spoke_to"), text("words"), day("promised"),
    ref("person_id", "people"), ref("post_id", "posts"), at("at"),
)  # fmt: skip
sa.Table(
    "feedback", metadata, key(), ref("person_id", "people", index=True), ref("post_id", "posts"), text("words"),
    at("at"), text("answer", default=""), ref("answered_by", "posts", null=True), at("answered_at", null=True),
    sa.Index("feedback_open", "answered_at"),
)  # fmt: skip

DATES = dict.fromkeys(("even_on", "behind_on", "overdue_on", "yellow_on", "red_on"), "DATE")
ADDED = {
    "units": {"initials": "TEXT DEFAULT '' NOT NULL", "version": "INTEGER DEFAULT '1' NOT NULL"},
    "people": {"phone": "TEXT DEFAULT '' NOT NULL", "version": "INTEGER DEFAULT '1' NOT NULL"},
    "posts": {"deputy_id": "INTEGER REFERENCES people (id)", "version": "INTEGER DEFAULT '1' NOT NULL"},
    "tasks": {
        "initials": "TEXT DEFAULT '' NOT NULL", "state": "TEXT DEFAULT 'pending' NOT NULL",
        "percent": "INTEGER DEFAULT '0' NOT NULL", "milestones": "TEXT DEFAULT '' NOT NULL", **DATES,
    },
    "assignments": {"value": "FLOAT", **DATES},
    "reports": {"value": "FLOAT", "unchanged": "BOOLEAN DEFAULT 0 NOT NULL", "repeated": "BOOLEAN DEFAULT 0 NOT NULL"},
}  # fmt: skip
INDEXES = (
    "CREATE INDEX ix_posts_deputy_id ON posts (deputy_id)",
    f"CREATE INDEX tasks_of_plan ON tasks (plan_id, retired, state, {', '.join(DATES)})",
    "DROP INDEX ix_assignments_unit_id",
    f"CREATE INDEX shares_of_unit ON assignments (unit_id, task_id, state, {', '.join(DATES)}, reported_at, role)",
)


def upgrade(db: sa.Connection) -> None:
    """Add columns and tables. The bot computes the light dates when it starts."""
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            db.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {name} {_of(db, kind)}"))
    for statement in INDEXES:
        db.execute(sa.text(statement))
    metadata.create_all(db)


def _of(db: sa.Connection, kind: str) -> str:
    if db.dialect.name != "postgresql":
        return kind
    return kind.replace("DEFAULT 0", "DEFAULT false").replace("INTEGER REFERENCES", "BIGINT REFERENCES")
