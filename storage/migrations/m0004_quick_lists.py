"""Add indexes that cover the columns of lists and of the search."""

import sqlalchemy as sa

STATEMENTS = (
    "DROP INDEX shares_of_unit",
    "CREATE INDEX shares_of_unit ON assignments (unit_id, task_id, state, even_on, behind_on, overdue_on, yellow_on, "
    "red_on, reported_at, role, deadline)",
    "CREATE INDEX events_of_a_kind ON events (action, id)",
)


def upgrade(db: sa.Connection) -> None:
    for statement in STATEMENTS:
        db.execute(sa.text(statement))
