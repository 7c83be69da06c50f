"""Add an index on the day of a letter, and a flag for summaries postponed because of a bulletin."""

import sqlalchemy as sa

STATEMENTS = (
    "CREATE INDEX letters_of_a_day ON outbox (created_at)",
    "ALTER TABLE groups ADD COLUMN put_off BOOLEAN DEFAULT {no} NOT NULL",
)


def upgrade(db: sa.Connection) -> None:
    no = "0" if db.dialect.name == "sqlite" else "false"
    for statement in STATEMENTS:
        db.execute(sa.text(statement.format(no=no)))
