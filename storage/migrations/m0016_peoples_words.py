"""What understanding people's own words needs: the task shown last, long lines of buttons, short names of units,
whether a percent was stated, the message of a report, and the words that were not understood."""

import sqlalchemy as sa

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATEMENTS = (
    "ALTER TABLE questions ADD COLUMN shown TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE units ADD COLUMN short_name TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE assignments ADD COLUMN percent_stated BOOLEAN DEFAULT {yes} NOT NULL",
    "ALTER TABLE reports ADD COLUMN percent_stated BOOLEAN DEFAULT {yes} NOT NULL",
    "ALTER TABLE reports ADD COLUMN message_id BIGINT",
)


def upgrade(db: sa.Connection) -> None:
    for statement in STATEMENTS:
        db.execute(sa.text(statement.format(yes="1" if db.dialect.name == "sqlite" else "true")))
    metadata = sa.MetaData()
    sa.Table("people", metadata, sa.Column("id", Id, primary_key=True))
    sa.Table(
        "button_lines", metadata, sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("line", sa.Text, nullable=False), sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )  # fmt: skip
    sa.Table(
        "misunderstood", metadata, sa.Column("id", Id, primary_key=True),
        sa.Column("words", sa.Text, nullable=False, unique=True),
        sa.Column("times", sa.Integer, nullable=False, server_default="1"),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )  # fmt: skip
    for name in ("button_lines", "misunderstood"):
        metadata.tables[name].create(db)
