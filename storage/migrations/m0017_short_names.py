"""No two units have the same short name. Handled updates that may hold an invitation code in plain lose their text."""

import sqlalchemy as sa

STATEMENTS = (
    "UPDATE units SET short_name = '' WHERE id NOT IN (SELECT min(id) FROM units GROUP BY short_name)",
    "CREATE UNIQUE INDEX one_short_name ON units (short_name) WHERE short_name != ''",
    "UPDATE inbox SET raw = NULL WHERE state IN ('done', 'unclear') AND raw LIKE '%start%'",
)


def upgrade(db: sa.Connection) -> None:
    for statement in STATEMENTS:
        db.execute(sa.text(statement))
