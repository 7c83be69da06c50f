"""A letter knows for which post it is, so that it follows its holder's leave while it waits."""

import sqlalchemy as sa

STATEMENT = "ALTER TABLE outbox ADD COLUMN post_id {id} REFERENCES posts (id)"


def upgrade(db: sa.Connection) -> None:
    kind = "INTEGER" if db.dialect.name == "sqlite" else "BIGINT"
    db.execute(sa.text(STATEMENT.format(id=kind)))
