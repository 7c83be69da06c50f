"""Add personal reminders."""

import sqlalchemy as sa

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade(db: sa.Connection) -> None:
    metadata = sa.MetaData()
    for known in ("people", "tasks"):
        sa.Table(known, metadata, sa.Column("id", Id, primary_key=True))
    sa.Table(
        "reminders", metadata, sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("task_id", Id, sa.ForeignKey("tasks.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False), sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False), sa.Index("reminders_due", "state", "at"),
    )  # fmt: skip
    metadata.create_all(db)
