"""What a running bot says of itself once a minute, for `duban doctor`."""

import json
from dataclasses import dataclass
from datetime import datetime

from storage.database import Connection, insert_once
from storage.records import HEALTH
from storage.schema import PROGRAM, settings

MINE = (settings.c.owner == PROGRAM, settings.c.name == HEALTH)


@dataclass(frozen=True)
class Health:
    """`at` is when it was said; `last_poll` when Telegram last answered getUpdates, None where it never has. Moments
    are aware."""

    at: datetime
    started_at: datetime
    version: str
    last_poll: datetime | None


async def note(
    db: Connection, now: datetime, *, started_at: datetime, version: str, last_poll: datetime | None
) -> None:  # fmt: skip
    """In place of what was said before."""
    moments = {"at": now, "started_at": started_at, "last_poll": last_poll}
    value = json.dumps({"version": version} | {name: at and at.isoformat() for name, at in moments.items()})
    await db.execute(insert_once(settings, db).values(owner=PROGRAM, name=HEALTH, value=value))
    await db.execute(settings.update().where(*MINE).values(value=value))


def parsed(value: str) -> Health:
    fields = json.loads(value)
    at = {name: fields[name] and datetime.fromisoformat(fields[name]) for name in ("at", "started_at", "last_poll")}
    return Health(version=fields["version"], **at)
