"""Add bulletins, their groups, and letters that replace an earlier one."""

from typing import Any

import sqlalchemy as sa

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
metadata = sa.MetaData()
for known in ("people", "posts", "plans", "groups"):
    sa.Table(known, metadata, sa.Column("id", Id, primary_key=True))


def ref(name: str, target: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, Id, sa.ForeignKey(f"{target}.id"), nullable=null)


def text(name: str, *, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date, nullable=False)


bulletins = sa.Table(
    "bulletins", metadata, sa.Column("id", Id, primary_key=True), ref("plan_id", "plans"), text("stage"), day("first"),
    day("last"), text("words"), text("text"), day("dated"), sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer), sa.Column("counts", sa.JSON, nullable=False), text("hidden"), text("hands"),
    ref("corrects", "bulletins", null=True), ref("post_id", "posts"), text("remark", default=""),
    ref("returned_by", "posts", null=True), ref("signed_by", "posts", null=True), ref("signer_id", "people", null=True),
    sa.Column("signed_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
)  # fmt: skip
b = bulletins.c
sa.Index(
    "one_number_a_bulletin", b.year, b.number, unique=True, sqlite_where=b.corrects.is_(None),
    postgresql_where=b.corrects.is_(None),
)  # fmt: skip
sa.Index(
    "one_correction_of_each", b.corrects, unique=True, sqlite_where=b.stage != "dropped",
    postgresql_where=b.stage != "dropped",
)  # fmt: skip
sa.Table(
    "bulletin_groups", metadata,
    sa.Column("bulletin_id", Id, sa.ForeignKey("bulletins.id"), primary_key=True, autoincrement=False),
    sa.Column("group_id", Id, sa.ForeignKey("groups.id"), primary_key=True, autoincrement=False),
)  # fmt: skip


def upgrade(db: sa.Connection) -> None:
    metadata.create_all(db)
    kind = "BIGINT" if db.dialect.name == "postgresql" else "INTEGER"
    db.execute(sa.text(f"ALTER TABLE outbox ADD COLUMN replaces {kind} REFERENCES outbox (id)"))
