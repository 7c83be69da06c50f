"""Add the reporting cycle of a task (报送周期)."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    db.execute(sa.text("ALTER TABLE tasks ADD COLUMN cycle TEXT DEFAULT 'monthly' NOT NULL"))
