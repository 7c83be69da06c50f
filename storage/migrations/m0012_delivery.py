"""Give updates ids of our own and identities, and store how much of a letter or an answer has arrived."""

import sqlalchemy as sa

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COPY = (
    "INSERT INTO inbox (bot, identity, chat_id, state, raw, answer, error, received_at) "
    "SELECT 0, 'update:' || CAST(id AS TEXT), chat_id, state, raw, answer, error, received_at "
    "FROM old_inbox ORDER BY id"
)
"""The bot's id and the identities are filled in at the next start (`inbox.adopt`)."""


def upgrade(db: sa.Connection) -> None:
    db.execute(sa.text("ALTER TABLE inbox RENAME TO old_inbox"))
    db.execute(sa.text("DROP INDEX inbox_state"))
    if db.dialect.name == "postgresql":
        db.execute(sa.text("ALTER TABLE old_inbox RENAME CONSTRAINT inbox_pkey TO old_inbox_pkey"))
    metadata = sa.MetaData()
    sa.Table(
        "inbox", metadata, sa.Column("id", Id, primary_key=True), sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("identity", sa.Text, nullable=False), sa.Column("chat_id", sa.BigInteger),
        sa.Column("state", sa.Text, nullable=False), sa.Column("raw", sa.Text), sa.Column("answer", sa.Text),
        sa.Column("parts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"), sa.Column("error", sa.Text),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False), sa.Index("inbox_state", "state"),
        sa.UniqueConstraint("bot", "identity", name="one_row_an_update"),
    )  # fmt: skip
    sa.Table(
        "strangers", metadata, sa.Column("telegram_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("messages", sa.Integer, nullable=False, server_default="0"),
        sa.Column("wrong_codes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
    )  # fmt: skip
    metadata.create_all(db)
    db.execute(sa.text(COPY))
    db.execute(sa.text("DROP TABLE old_inbox"))
    moment = "DATETIME" if db.dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    db.execute(sa.text(f"ALTER TABLE outbox ADD COLUMN retry_at {moment}"))
    db.execute(sa.text("ALTER TABLE outbox ADD COLUMN parts INTEGER DEFAULT '0' NOT NULL"))
