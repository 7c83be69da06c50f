"""Add a summary time and a pinned board for each group, and pictures for letters."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    postgresql = db.dialect.name == "postgresql"
    moment, false = ("TIMESTAMP WITH TIME ZONE", "false") if postgresql else ("DATETIME", "0")
    columns = (
        "weekday INTEGER DEFAULT '0' NOT NULL", "hour INTEGER DEFAULT '9' NOT NULL", "last TEXT DEFAULT '' NOT NULL",
        "board_message_id BIGINT", "board_hash TEXT DEFAULT '' NOT NULL", f"board_at {moment}",
        f"board_pinned BOOLEAN DEFAULT {false} NOT NULL",
    )  # fmt: skip
    for column in columns:
        db.execute(sa.text(f"ALTER TABLE groups ADD COLUMN {column}"))
    db.execute(
        sa.text(f"CREATE TABLE pictures (sha256 TEXT PRIMARY KEY NOT NULL, svg TEXT NOT NULL, at {moment} NOT NULL)")
    )
