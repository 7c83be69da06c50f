"""Pictures are stored as JSON; the SVG of letters that wait stays, and is drawn as it is."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    db.execute(sa.text("ALTER TABLE pictures RENAME COLUMN svg TO content"))
