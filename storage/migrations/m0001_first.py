"""The first schema. It does not use storage/schema.py, so that later changes there do not alter it."""

from typing import Any

import sqlalchemy as sa

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
metadata = sa.MetaData()


def key(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, Id, primary_key=True)


def ref(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, Id, sa.ForeignKey(f"{target}.id"), nullable=null, index=index)


def text(name: str, *, null: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null, unique=unique)


def number(name: str, *, default: int | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=None if default is None else str(default))


def flag(name: str, *, default: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def at(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def big(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null)


settings = sa.Table(
    "settings",
    metadata,
    sa.Column("owner", Id, primary_key=True, autoincrement=False),  # a person, or 0 for the bureau
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
)

# ── who ──────────────────────────────────────────────────────────────────────
units = sa.Table(
    "units", metadata, key(), ref("parent_id", "units", null=True), text("name", unique=True), text("kind"),
    text("path"),  # ids from the root down, "/1/5/": a unit is below another where its path begins with the other's
    number("position"),
)  # fmt: skip
people = sa.Table(
    "people", metadata, key(), sa.Column("telegram_id", sa.BigInteger, unique=True), text("name"),
    flag("reachable", default=True), at("joined_at"),
)  # fmt: skip
posts = sa.Table(
    "posts", metadata, key(), ref("unit_id", "units", index=True), text("duty"),
    ref("person_id", "people", null=True, index=True), at("since", null=True),
)  # fmt: skip
invitations = sa.Table(
    "invitations", metadata, key(), text("code_hash", unique=True), ref("post_id", "posts"), text("name"),
    at("created_at"), at("expires_at"), at("used_at", null=True), ref("used_by", "people", null=True),
)  # fmt: skip

# ── the plan ─────────────────────────────────────────────────────────────────
plans = sa.Table(
    "plans", metadata, key(), text("title"), text("issuer"), number("year"), flag("current"),
    sa.Column("starts", sa.Date, nullable=False), at("imported_at"),
)  # fmt: skip
sections = sa.Table(
    "sections", metadata, key(), ref("plan_id", "plans", index=True), text("no"), text("title"), number("position"),
)  # fmt: skip
items = sa.Table(
    "items", metadata, key(), ref("section_id", "sections", index=True), text("no"), text("title"), number("position"),
)  # fmt: skip
tasks = sa.Table(
    "tasks", metadata, key(), ref("plan_id", "plans"), ref("item_id", "items", index=True), text("code"), text("title"),
    text("sentence"), sa.Column("deadline", sa.Date), text("basis"), flag("local"), flag("restricted"),
    flag("retired"), number("position"),
)  # fmt: skip
# A task that a later import no longer has is retired, never deleted: its number is free again.
sa.Index(
    "one_code_a_plan", tasks.c.plan_id, tasks.c.code, unique=True,
    sqlite_where=tasks.c.retired.is_(False), postgresql_where=tasks.c.retired.is_(False),
)  # fmt: skip
targets = sa.Table(
    "targets", metadata, key(), ref("task_id", "tasks", index=True), text("words"), text("kind"), text("op"),
    sa.Column("value", sa.Float), text("unit"), number("position"),
)  # fmt: skip
assignments = sa.Table(
    "assignments", metadata, key(), ref("task_id", "tasks"), ref("unit_id", "units", index=True), text("role"),
    text("state"), number("percent", default=0), text("status", null=True),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.Column("assigned_on", sa.Date, nullable=False), sa.Column("starts", sa.Date, nullable=False),
    sa.Column("deadline", sa.Date), at("signed_at", null=True), at("reported_at", null=True),
    number("version", default=1), sa.UniqueConstraint("task_id", "unit_id", name="one_share_a_unit"),
    sa.Index("by_state", "state", "deadline"),
)  # fmt: skip

# ── what happened ────────────────────────────────────────────────────────────
reports = sa.Table(
    "reports", metadata, key(), ref("assignment_id", "assignments", index=True), text("status"), number("percent"),
    text("words"), ref("person_id", "people"), ref("post_id", "posts"), flag("on_behalf"), at("at"),
)  # fmt: skip
events = sa.Table(
    "events", metadata, key(), at("at"), ref("person_id", "people", null=True), ref("post_id", "posts", null=True),
    text("action"), ref("assignment_id", "assignments", null=True, index=True),
    ref("task_id", "tasks", null=True, index=True), sa.Column("before", sa.JSON), sa.Column("after", sa.JSON),
)  # fmt: skip
questions = sa.Table(
    "questions", metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    text("line"), at("asked_at"),
)  # fmt: skip

# ── what came in, what goes out ──────────────────────────────────────────────
inbox = sa.Table(
    "inbox", metadata, sa.Column("id", Id, primary_key=True, autoincrement=False), big("chat_id", null=True),
    text("state"), sa.Column("raw", sa.Text), sa.Column("answer", sa.Text), text("error", null=True),
    at("received_at"), sa.Index("inbox_state", "state"),
)  # fmt: skip
groups = sa.Table(
    "groups", metadata, key(), sa.Column("chat_id", sa.BigInteger, nullable=False), big("thread_id", null=True),
    text("title"), ref("unit_id", "units", null=True), flag("active", default=True), at("bound_at"),
    ref("bound_by", "people"),
    sa.Index("one_binding_a_topic", "chat_id", sa.text("coalesce(thread_id, 0)"), unique=True),
)  # fmt: skip
outbox = sa.Table(
    "outbox", metadata, key(), text("key", unique=True), text("rule"), ref("person_id", "people", null=True),
    ref("group_id", "groups", null=True), text("payload"), flag("urgent"), text("state"), at("due_at"),
    at("claimed_until", null=True), number("attempts", default=0), text("error", null=True), at("created_at"),
    at("sent_at", null=True), big("message_id", null=True), sa.Index("to_send", "state", "due_at"),
)  # fmt: skip
owed = sa.Table(
    "owed", metadata, sa.Column("key", sa.Text, primary_key=True), ref("letter_id", "outbox", index=True),
)  # fmt: skip
runs = sa.Table(
    "runs", metadata, sa.Column("schedule", sa.Text, primary_key=True),
    sa.Column("nominal", sa.DateTime(timezone=True), primary_key=True),
    text("state"), number("attempts", default=0), text("error", null=True), at("at"),
)  # fmt: skip

# History is a promise of the product: the database itself refuses to rewrite it.
for action in ("UPDATE", "DELETE"):
    sa.event.listen(
        events,
        "after_create",
        sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are appended, never rewritten'); END"
        ).execute_if(dialect="sqlite"),
    )


def upgrade(db: sa.Connection) -> None:
    metadata.create_all(db)
