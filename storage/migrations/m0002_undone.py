"""Mark undone reports (撤销), which stay stored and are not shown as the latest."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    false = "false" if db.dialect.name == "postgresql" else "0"
    db.execute(sa.text(f"ALTER TABLE reports ADD COLUMN undone BOOLEAN DEFAULT {false} NOT NULL"))
