"""Store the post that a letter is for, so that a waiting letter goes to the deputy during a leave."""

import sqlalchemy as sa

STATEMENT = "ALTER TABLE outbox ADD COLUMN post_id {id} REFERENCES posts (id)"


def upgrade(db: sa.Connection) -> None:
    kind = "INTEGER" if db.dialect.name == "sqlite" else "BIGINT"
    db.execute(sa.text(STATEMENT.format(id=kind)))
