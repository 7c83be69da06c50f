"""What came of an update, so that an edit of its message can be judged; the last letter to a person is found fast."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    db.execute(sa.text("ALTER TABLE inbox ADD COLUMN effect TEXT DEFAULT '' NOT NULL"))
    db.execute(sa.text("CREATE INDEX letters_to_person ON outbox (person_id, sent_at)"))
