"""An index for the last letter to a person, which their next words may be about."""

import sqlalchemy as sa


def upgrade(db: sa.Connection) -> None:
    db.execute(sa.text("CREATE INDEX letters_to_person ON outbox (person_id, sent_at)"))
