"""The tables. A change here needs a migration too; a test compares migrated databases with this schema."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kind_named
from plan.unsent import UnsentReason


class Moment(sa.TypeDecorator[datetime]):
    """An aware datetime, stored in UTC, because SQLite does not store time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Kind(sa.TypeDecorator[LetterKind]):
    """A kind of letter, stored by its name."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: LetterKind | None, _dialect: Any) -> str | None:
        return value.name if value is not None else None

    def process_result_value(self, value: str | None, _dialect: Any) -> LetterKind | None:
        return kind_named(value) if value is not None else None


class Reason(sa.TypeDecorator[UnsentReason]):
    """Why a letter has not arrived, stored as its code."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: UnsentReason | None, _dialect: Any) -> str | None:
        return value.value if value is not None else None

    def process_result_value(self, value: str | None, _dialect: Any) -> UnsentReason | None:
        return UnsentReason(value) if value is not None else None


# SQLite generates ids only for a column of the type INTEGER. On PostgreSQL, INTEGER has 32 bits, so ids are BIGINT.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
metadata = sa.MetaData()


def key(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, Id, primary_key=True)


def ref(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, Id, sa.ForeignKey(f"{target}.id"), nullable=null, index=index)


def text(name: str, *, null: bool = False, unique: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null, unique=unique, server_default=default)


def number(name: str, *, default: int | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=None if default is None else str(default))


def flag(name: str, *, default: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def at(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment, nullable=null)


def day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date)


def big(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null)


LIGHT_DATES = ("even_on", "behind_on", "overdue_on", "yellow_on", "red_on")


def light_dates() -> list[sa.Column[Any]]:
    """Return the columns for the dates on which a light changes if nobody reports: see `plan.light_dates`."""
    return [day(name) for name in LIGHT_DATES]


PROGRAM = -1
"""Owner of values that the program stores about its own running, apart from the settings of the bureau."""
versions = sa.Table("versions", metadata, sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
settings = sa.Table(
    "settings",
    metadata,
    sa.Column("owner", Id, primary_key=True, autoincrement=False),  # The id of a person, 0 for the bureau, or PROGRAM.
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
)

# ── people ──────────────────────────────────────────────────────────────────────
units = sa.Table(
    "units", metadata, key(), ref("parent_id", "units", null=True), text("name", unique=True), text("kind"),
    text("path"),  # Ids from the root down, "/1/5/": a unit is below another if its path begins with the other's.
    number("position"), text("initials", default=""), number("version", default=1),
    text("short_name", default=""),
)  # fmt: skip
sa.Index(
    "one_short_name", units.c.short_name, unique=True, sqlite_where=units.c.short_name != "",
    postgresql_where=units.c.short_name != "",
)  # fmt: skip
people = sa.Table(
    "people", metadata, key(), sa.Column("telegram_id", sa.BigInteger, unique=True), text("name"),
    flag("reachable", default=True), at("joined_at"), text("phone", default=""),
    number("version", default=1),
)  # fmt: skip
posts = sa.Table(
    "posts", metadata, key(), ref("unit_id", "units", index=True), text("duty"),
    ref("person_id", "people", null=True, index=True), at("since", null=True),
    ref("deputy_id", "people", null=True, index=True),  # The deputy (B岗), who acts while the holder is away.
    number("version", default=1),
)  # fmt: skip
leaves = sa.Table(
    "leaves", metadata, key(), ref("person_id", "people", index=True), day("first"), day("last"),
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
    flag("retired"), number("position"), text("initials", default=""),
    # Computed from its lead and city shares, at each change of one of them.
    text("state", default="pending"), number("percent", default=0), *light_dates(), text("milestones", default=""),
    text("cycle", default="monthly"),
    sa.Index("tasks_of_plan", "plan_id", "retired", "state", *LIGHT_DATES),
)  # fmt: skip
# A task that a later import does not contain is retired, never deleted; its number may be used again.
sa.Index(
    "one_code_a_plan", tasks.c.plan_id, tasks.c.code, unique=True,
    sqlite_where=tasks.c.retired.is_(False), postgresql_where=tasks.c.retired.is_(False),
)  # fmt: skip
targets = sa.Table(
    "targets", metadata, key(), ref("task_id", "tasks", index=True), text("words"), text("kind"), text("op"),
    sa.Column("value", sa.Float), text("unit"), number("position"),
)  # fmt: skip
assignments = sa.Table(
    "assignments", metadata, key(), ref("task_id", "tasks"), ref("unit_id", "units"), text("role"),
    text("state"), number("percent", default=0), text("status", null=True),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.Column("assigned_on", sa.Date, nullable=False), sa.Column("starts", sa.Date, nullable=False),
    sa.Column("deadline", sa.Date), at("signed_at", null=True), at("reported_at", null=True),
    number("version", default=1), sa.Column("value", sa.Float), *light_dates(),
    flag("percent_stated", default=True),  # False where the percent is the pace of the day of the report.
    sa.UniqueConstraint("task_id", "unit_id", name="one_share_a_unit"),
    sa.Index("by_state", "state", "deadline"),
    # Covers all columns that counting and searching need.
    sa.Index("shares_of_unit", "unit_id", "task_id", "state", *LIGHT_DATES, "reported_at", "role", "deadline"),
)  # fmt: skip

# ── events ────────────────────────────────────────────────────────────
reports = sa.Table(
    "reports", metadata, key(), ref("assignment_id", "assignments", index=True), text("status"), number("percent"),
    text("words"), ref("person_id", "people"), ref("post_id", "posts"), flag("on_behalf"), at("at"), flag("undone"),
    sa.Column("value", sa.Float), flag("unchanged"), flag("repeated"), flag("percent_stated", default=True),
    big("message_id", null=True),  # The person's message, by Telegram's number in their private chat.
)  # fmt: skip
# A file without report_id waits for its sender's report.
evidence = sa.Table(
    "evidence", metadata, key(), ref("assignment_id", "assignments", null=True, index=True),
    ref("report_id", "reports", null=True, index=True), ref("person_id", "people", index=True), text("kind"),
    text("name"), text("type"), number("size"), text("sha256"), text("file_id"), at("at"), text("album", default=""),
    flag("dropped"),  # Withdrawn by its sender; deleted at the next clean-up.
    sa.Index("evidence_copies", "sha256"),
)  # fmt: skip
extensions = sa.Table(
    "extensions", metadata, key(), ref("assignment_id", "assignments", index=True), day("was"), day("wanted"),
    text("reason"), text("state"), ref("person_id", "people"), ref("post_id", "posts"), at("at"),
    text("opinion", default=""), ref("opinion_by", "posts", null=True), text("answer", default=""),
    ref("decided_by", "posts", null=True), at("decided_at", null=True), sa.Index("extensions_open", "state"),
)  # fmt: skip
sa.Index(
    "one_open_request", extensions.c.assignment_id, unique=True, sqlite_where=extensions.c.state == "open",
    postgresql_where=extensions.c.state == "open",
)  # fmt: skip
nudges = sa.Table(
    "nudges", metadata, key(), ref("assignment_id", "assignments", index=True), text("level"), number("year"),
    number("number"), text("words"), ref("person_id", "people"), ref("post_id", "posts"), at("at"),
    text("answer", default=""), ref("answered_by", "posts", null=True), at("answered_at", null=True),
    sa.UniqueConstraint("level", "year", "number", name="one_number_a_paper"),
)  # fmt: skip
directives = sa.Table(
    "directives", metadata, key(), ref("task_id", "tasks", index=True), text("words"), ref("person_id", "people"),
    ref("post_id", "posts"), at("at"),
)  # fmt: skip
receipts = sa.Table(
    "receipts", metadata, key(), ref("directive_id", "directives", index=True),
    ref("assignment_id", "assignments", index=True), ref("acknowledged_by", "posts", null=True),
    at("acknowledged_at", null=True), sa.UniqueConstraint("directive_id", "assignment_id", name="one_receipt_a_share"),
)  # fmt: skip
calls = sa.Table(
    "calls", metadata, key(), ref("unit_id", "units", index=True),
    ref("assignment_id", "assignments", null=True, index=True), text("spoke_to"), text("words"), day("promised"),
    ref("person_id", "people"), ref("post_id", "posts"), at("at"),
)  # fmt: skip
feedback = sa.Table(
    "feedback", metadata, key(), ref("person_id", "people", index=True), ref("post_id", "posts"), text("words"),
    at("at"), text("answer", default=""), ref("answered_by", "posts", null=True), at("answered_at", null=True),
    sa.Index("feedback_open", "answered_at"),
)  # fmt: skip
events = sa.Table(
    "events", metadata, key(), at("at"), ref("person_id", "people", null=True), ref("post_id", "posts", null=True),
    text("action"), ref("assignment_id", "assignments", null=True, index=True),
    ref("task_id", "tasks", null=True, index=True), sa.Column("before", sa.JSON), sa.Column("after", sa.JSON),
    sa.Index("events_of_a_kind", "action", "id"),
)  # fmt: skip
questions = sa.Table(
    "questions", metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    text("line"), at("asked_at"), text("shown", default=""),  # The number of the task that the person was shown last.
)  # fmt: skip
# The lines of buttons that are too long for a button.
button_lines = sa.Table(
    "button_lines", metadata, key(), ref("person_id", "people"), text("line"), at("at"),
)  # fmt: skip
# What people wrote and the bot did not understand, without who wrote it.
misunderstood = sa.Table(
    "misunderstood", metadata, key(), text("words", unique=True), number("times", default=1), at("last_at"),
)  # fmt: skip

# ── inbox and outbox ──────────────────────────────────────────────
inbox = sa.Table(
    "inbox", metadata, key(), big("bot"), text("identity"), big("chat_id", null=True), text("state"),
    sa.Column("raw", sa.Text), sa.Column("answer", sa.Text), number("parts", default=0),
    number("attempts", default=0), text("error", null=True), at("received_at"), sa.Index("inbox_state", "state"),
    text("effect", default=""),
    sa.UniqueConstraint("bot", "identity", name="one_row_an_update"),
)  # fmt: skip
strangers = sa.Table(  # People outside the bureau: how often they wrote today.
    "strangers", metadata, sa.Column("telegram_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Date, nullable=False), number("messages", default=0), number("wrong_codes", default=0),
    flag("told"),
)  # fmt: skip
groups = sa.Table(
    "groups", metadata, key(), sa.Column("chat_id", sa.BigInteger, nullable=False), big("thread_id", null=True),
    text("title"), ref("unit_id", "units", null=True), flag("active", default=True), at("bound_at"),
    ref("bound_by", "people"), number("weekday", default=0), number("hour", default=9),
    text("last", default=""),  # The counts of its last summary, as JSON.
    flag("put_off"),  # Its summary was postponed because of a bulletin.
    big("board_message_id", null=True), text("board_hash", default=""), at("board_at", null=True), flag("board_pinned"),
    sa.Index("one_binding_a_topic", "chat_id", sa.text("coalesce(thread_id, 0)"), unique=True),
)  # fmt: skip
# What a letter's picture shows, as JSON (SVG in rows of older versions). It is drawn when the letter is sent.
pictures = sa.Table("pictures", metadata, sa.Column("sha256", sa.Text, primary_key=True), text("content"), at("at"))
outbox = sa.Table(
    "outbox", metadata, key(), text("key", unique=True), sa.Column("rule", Kind, nullable=False),
    ref("person_id", "people", null=True),
    ref("group_id", "groups", null=True), text("payload"), flag("urgent"), text("state"), at("due_at"),
    at("claimed_until", null=True), number("attempts", default=0), sa.Column("error", Reason), at("created_at"),
    at("sent_at", null=True), big("message_id", null=True),  # For an unclear letter, sent_at is its last attempt.
    ref("replaces", "outbox", null=True),  # An earlier letter, whose message is edited if possible.
    ref("post_id", "posts", null=True),  # The receiver is whoever receives for this post on the day of sending.
    at("retry_at", null=True),  # Not before this moment, after a failed attempt; due_at stays unchanged.
    number("parts", default=0),  # Number of its messages that have arrived.
    sa.Index("to_send", "state", "due_at"), sa.Index("letters_of_a_day", "created_at"),
    sa.Index("letters_to_person", "person_id", "sent_at"),
)  # fmt: skip
# Bulletins (通报). A correction is a bulletin of its own, under the number of the one that it corrects.
bulletins = sa.Table(
    "bulletins", metadata, key(), ref("plan_id", "plans"), text("stage"), sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False), text("words"), text("text"),
    sa.Column("dated", sa.Date, nullable=False), number("year"), sa.Column("number", sa.Integer),
    sa.Column("counts", sa.JSON, nullable=False), text("hidden"), text("hands"),
    ref("corrects", "bulletins", null=True), ref("post_id", "posts"), text("remark", default=""),
    ref("returned_by", "posts", null=True), ref("signed_by", "posts", null=True), ref("signer_id", "people", null=True),
    at("signed_at", null=True), number("version", default=1),
)  # fmt: skip
sa.Index(
    "one_number_a_bulletin", bulletins.c.year, bulletins.c.number, unique=True,
    sqlite_where=bulletins.c.corrects.is_(None), postgresql_where=bulletins.c.corrects.is_(None),
)  # fmt: skip
sa.Index(
    "one_correction_of_each", bulletins.c.corrects, unique=True, sqlite_where=bulletins.c.stage != "dropped",
    postgresql_where=bulletins.c.stage != "dropped",
)  # fmt: skip
bulletin_groups = sa.Table(
    "bulletin_groups", metadata,
    sa.Column("bulletin_id", Id, sa.ForeignKey("bulletins.id"), primary_key=True, autoincrement=False),
    sa.Column("group_id", Id, sa.ForeignKey("groups.id"), primary_key=True, autoincrement=False),
)  # fmt: skip
owed = sa.Table(  # The reminders that each letter contains. The letters of two people may contain the same ones.
    "owed", metadata, sa.Column("key", sa.Text, primary_key=True),
    sa.Column("letter_id", Id, sa.ForeignKey("outbox.id"), primary_key=True, autoincrement=False, index=True),
)  # fmt: skip
reminders = sa.Table(
    "reminders", metadata, key(), ref("person_id", "people", index=True), ref("task_id", "tasks"), at("at"),
    text("words"), text("state"), sa.Index("reminders_due", "state", "at"),
)  # fmt: skip
runs = sa.Table(
    "runs", metadata, sa.Column("schedule", sa.Text, primary_key=True), sa.Column("nominal", Moment, primary_key=True),
    text("state"), number("attempts", default=0), text("error", null=True), at("at"),
)  # fmt: skip

# The last number taken in each series of papers.
counters = sa.Table("counters", metadata, sa.Column("name", sa.Text, primary_key=True), number("value"))

# The product promises that events are never rewritten, so the database itself prevents it.
REWRITE_REFUSED = "events are appended, never rewritten"
for action in ("UPDATE", "DELETE"):
    sa.event.listen(
        events,
        "after_create",
        sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events "
            f"BEGIN SELECT RAISE(ABORT, '{REWRITE_REFUSED}'); END"
        ).execute_if(dialect="sqlite"),
    )
for statement in (
    "CREATE FUNCTION events_are_appended() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REWRITE_REFUSED}' USING ERRCODE = '23000'; END $$",
    *(
        f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events "
        f"FOR EACH {each} EXECUTE FUNCTION events_are_appended()"
        for action, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
    ),
):
    ddl = sa.DDL(statement)  # type: ignore[no-untyped-call]
    sa.event.listen(events, "after_create", ddl.execute_if(dialect="postgresql"))
