"""Take the numbers of papers from counters, and prevent changes of events on PostgreSQL as on SQLite."""

import sqlalchemy as sa

TABLE = "CREATE TABLE counters (name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (name))"
FILLED = (
    "INSERT INTO counters (name, value) SELECT 'nudge:' || level || ':' || year, max(number) FROM nudges"
    " GROUP BY level, year",
    "INSERT INTO counters (name, value) SELECT 'bulletin:' || year, max(number) FROM bulletins"
    " WHERE number IS NOT NULL GROUP BY year",
)
FUNCTION = (
    "CREATE FUNCTION events_are_appended() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are appended, never rewritten' USING ERRCODE = '23000'; END $$"
)
TRIGGERS = tuple(
    f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events "
    f"FOR EACH {each} EXECUTE FUNCTION events_are_appended()"
    for action, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
)


def upgrade(db: sa.Connection) -> None:
    guard = (FUNCTION, *TRIGGERS) if db.dialect.name == "postgresql" else ()
    for statement in (TABLE, *FILLED, *guard):
        db.execute(sa.text(statement))
