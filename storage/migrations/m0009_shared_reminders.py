"""Let several letters contain the same reminder, because two people may be owed the same."""

import sqlalchemy as sa

STATEMENTS = (
    "CREATE TABLE said (key TEXT NOT NULL, letter_id {id} NOT NULL, PRIMARY KEY (key, letter_id), "
    "FOREIGN KEY(letter_id) REFERENCES outbox (id))",
    "INSERT INTO said SELECT key, letter_id FROM owed",
    "DROP TABLE owed",
    "ALTER TABLE said RENAME TO owed",
    "CREATE INDEX ix_owed_letter_id ON owed (letter_id)",
)


def upgrade(db: sa.Connection) -> None:
    kind = "INTEGER" if db.dialect.name == "sqlite" else "BIGINT"
    for statement in STATEMENTS:
        db.execute(sa.text(statement.format(id=kind)))
