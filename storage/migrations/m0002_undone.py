"""A report that was taken back (撤销) stays on record, but is no longer shown as the latest."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    false = "false" if db.dialect.name == "postgresql" else "0"
    db.execute(sa.text(f"ALTER TABLE reports ADD COLUMN undone BOOLEAN DEFAULT {false} NOT NULL"))
