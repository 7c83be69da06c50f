"""The tables. A change here comes with a numbered migration; tests hold the two together."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from plan.letter_kinds import LetterKind, kind_named
from plan.unsent import UnsentReason


class Moment(sa.TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite forgets time zones."""

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
    """A kind of letter, kept by its name."""

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


# SQLite fills a rowid by itself only where the column is exactly INTEGER; a Telegram id needs 64 bits elsewhere.
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


TURNS = ("even_on", "behind_on", "overdue_on", "yellow_on", "red_on")


def turns() -> list[sa.Column[Any]]:
    """The days on which it turns, should nothing happen before: `plan.turns` says what each means."""
    return [day(name) for name in TURNS]


PROGRAM = -1
"""Owner of what the program remembers of its own running: the bureau's settings are watched for changes."""
versions = sa.Table("versions", metadata, sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
settings = sa.Table(
    "settings",
    metadata,
    sa.Column("owner", Id, primary_key=True, autoincrement=False),  # a person, 0 for the bureau, or PROGRAM
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
)

# ── who ──────────────────────────────────────────────────────────────────────
units = sa.Table(
    "units", metadata, key(), ref("parent_id", "units", null=True), text("name", unique=True), text("kind"),
    text("path"),  # ids from the root down, "/1/5/": a unit is below another where its path begins with the other's
    number("position"), text("initials", default=""), number("version", default=1),
)  # fmt: skip
people = sa.Table(
    "people", metadata, key(), sa.Column("telegram_id", sa.BigInteger, unique=True), text("name"),
    flag("reachable", default=True), at("joined_at"), text("phone", default=""),
    number("version", default=1),
)  # fmt: skip
posts = sa.Table(
    "posts", metadata, key(), ref("unit_id", "units", index=True), text("duty"),
    ref("person_id", "people", null=True, index=True), at("since", null=True),
    ref("deputy_id", "people", null=True, index=True),  # B岗: stands in while the holder is away
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
    # What its lead and city shares make of it, kept with every change of one of them.
    text("state", default="pending"), number("percent", default=0), *turns(), text("milestones", default=""),
    text("cycle", default="monthly"),
    sa.Index("tasks_of_plan", "plan_id", "retired", "state", *TURNS),
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
    "assignments", metadata, key(), ref("task_id", "tasks"), ref("unit_id", "units"), text("role"),
    text("state"), number("percent", default=0), text("status", null=True),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.Column("assigned_on", sa.Date, nullable=False), sa.Column("starts", sa.Date, nullable=False),
    sa.Column("deadline", sa.Date), at("signed_at", null=True), at("reported_at", null=True),
    number("version", default=1), sa.Column("value", sa.Float), *turns(),
    sa.UniqueConstraint("task_id", "unit_id", name="one_share_a_unit"),
    sa.Index("by_state", "state", "deadline"),
    # All that a count of them or a search among them asks for.
    sa.Index("shares_of_unit", "unit_id", "task_id", "state", *TURNS, "reported_at", "role", "deadline"),
)  # fmt: skip

# ── what happened ────────────────────────────────────────────────────────────
reports = sa.Table(
    "reports", metadata, key(), ref("assignment_id", "assignments", index=True), text("status"), number("percent"),
    text("words"), ref("person_id", "people"), ref("post_id", "posts"), flag("on_behalf"), at("at"), flag("undone"),
    sa.Column("value", sa.Float), flag("unchanged"), flag("repeated"),
)  # fmt: skip
# Until its report is made, a file waits for it with its sender.
evidence = sa.Table(
    "evidence", metadata, key(), ref("assignment_id", "assignments", null=True, index=True),
    ref("report_id", "reports", null=True, index=True), ref("person_id", "people", index=True), text("kind"),
    text("name"), text("type"), number("size"), text("sha256"), text("file_id"), at("at"), text("album", default=""),
    flag("dropped"),  # its sender has taken it back: forgotten with its bytes at the next tidying
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
    text("line"), at("asked_at"),
)  # fmt: skip

# ── what came in, what goes out ──────────────────────────────────────────────
inbox = sa.Table(
    "inbox", metadata, key(), big("bot"), text("identity"), big("chat_id", null=True), text("state"),
    sa.Column("raw", sa.Text), sa.Column("answer", sa.Text), number("parts", default=0),
    number("attempts", default=0), text("error", null=True), at("received_at"), sa.Index("inbox_state", "state"),
    sa.UniqueConstraint("bot", "identity", name="one_row_an_update"),
)  # fmt: skip
strangers = sa.Table(  # what is known of somebody who is not of the bureau: how often they wrote today
    "strangers", metadata, sa.Column("telegram_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Date, nullable=False), number("messages", default=0), number("wrong_codes", default=0),
    flag("told"),
)  # fmt: skip
groups = sa.Table(
    "groups", metadata, key(), sa.Column("chat_id", sa.BigInteger, nullable=False), big("thread_id", null=True),
    text("title"), ref("unit_id", "units", null=True), flag("active", default=True), at("bound_at"),
    ref("bound_by", "people"), number("weekday", default=0), number("hour", default=9),
    text("last", default=""),  # what its last summary has counted, as JSON
    flag("put_off"),  # its summary is owed, and a bulletin has taken its day
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
    at("sent_at", null=True), big("message_id", null=True),  # of one that is unclear, when it was tried last
    ref("replaces", "outbox", null=True),  # an earlier letter: its message is edited, where it still can be
    ref("post_id", "posts", null=True),  # for whoever receives for this post on the day on which it goes out
    at("retry_at", null=True),  # not before this moment, after a try that failed; `due_at` stays when it was meant
    number("parts", default=0),  # so many of its messages have arrived
    sa.Index("to_send", "state", "due_at"), sa.Index("letters_of_a_day", "created_at"),
)  # fmt: skip
# What a group gets (通报). A correction is a bulletin of its own under the number of the one that it replaces.
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
owed = sa.Table(  # what each letter has said: the head's says what the liaison's does
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

# The last number given in each series of papers.
counters = sa.Table("counters", metadata, sa.Column("name", sa.Text, primary_key=True), number("value"))

# History is a promise of the product: the database itself refuses to rewrite it.
WRITTEN_FOR_GOOD = "events are appended, never rewritten"
for action in ("UPDATE", "DELETE"):
    sa.event.listen(
        events,
        "after_create",
        sa.DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events "
            f"BEGIN SELECT RAISE(ABORT, '{WRITTEN_FOR_GOOD}'); END"
        ).execute_if(dialect="sqlite"),
    )
for statement in (
    "CREATE FUNCTION events_are_appended() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WRITTEN_FOR_GOOD}' USING ERRCODE = '23000'; END $$",
    *(
        f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events "
        f"FOR EACH {each} EXECUTE FUNCTION events_are_appended()"
        for action, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
    ),
):
    ddl = sa.DDL(statement)  # type: ignore[no-untyped-call]
    sa.event.listen(events, "after_create", ddl.execute_if(dialect="postgresql"))
