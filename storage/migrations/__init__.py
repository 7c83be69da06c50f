"""Migrations: numbered steps from any older schema to the present one, each run once, in the opening transaction."""

from collections.abc import Callable

import sqlalchemy as sa

from storage.migrations import (
    m0001_first,
    m0002_undone,
    m0003_supervision,
    m0004_quick_lists,
    m0005_cycles,
    m0006_bulletin,
    m0007_reminders,
    m0008_groups,
    m0009_shared_reminders,
    m0010_letters_of_a_day,
    m0011_for_a_post,
    m0012_delivery,
    m0013_counters,
    m0014_pictures,
    m0015_unsent_reasons,
    m0016_peoples_words,
    m0017_short_names,
    m0018_effects,
    m0019_letters_to_person,
)
from storage.schema import versions

STEPS: tuple[Callable[[sa.Connection], None], ...] = (
    m0001_first.upgrade, m0002_undone.upgrade, m0003_supervision.upgrade, m0004_quick_lists.upgrade,
    m0005_cycles.upgrade, m0006_bulletin.upgrade, m0007_reminders.upgrade, m0008_groups.upgrade,
    m0009_shared_reminders.upgrade, m0010_letters_of_a_day.upgrade, m0011_for_a_post.upgrade, m0012_delivery.upgrade,
    m0013_counters.upgrade, m0014_pictures.upgrade, m0015_unsent_reasons.upgrade,
    m0016_peoples_words.upgrade, m0017_short_names.upgrade, m0018_effects.upgrade,
    m0019_letters_to_person.upgrade,
)  # fmt: skip


class TooNew(Exception):
    """The database was written by a later version of the program."""


class Foreign(Exception):
    """The database belongs to another program: it has tables, but not the one with our versions."""


def upgrade(db: sa.Connection, to: int = len(STEPS)) -> None:
    """Run the missing steps up to version `to`. Raises TooNew or Foreign, before anything is changed."""
    tables = sa.inspect(db).get_table_names()
    if tables and versions.name not in tables:
        raise Foreign("another program's database")
    db.execute(sa.text("CREATE TABLE IF NOT EXISTS versions (number INTEGER NOT NULL PRIMARY KEY)"))
    done = db.execute(sa.text("SELECT coalesce(max(number), 0) FROM versions")).scalar_one()
    if done > len(STEPS):
        raise TooNew(f"database {done}, program {len(STEPS)}")
    for number, step in enumerate(STEPS[done:to], done + 1):
        step(db)
        db.execute(sa.text("INSERT INTO versions (number) VALUES (:number)"), {"number": number})
