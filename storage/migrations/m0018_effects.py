"""What came of an update, so that an edit of its message can be judged."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    db.execute(sa.text("ALTER TABLE inbox ADD COLUMN effect TEXT DEFAULT '' NOT NULL"))
