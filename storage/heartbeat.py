"""What a running bot stores about itself once a minute, for `duban doctor`."""

import json
from dataclasses import dataclass
from datetime import datetime

from storage.database import Connection
from storage.records import HEARTBEAT
from storage.schema import PROGRAM, settings
from storage.statements import insert_once

ROW = (settings.c.owner == PROGRAM, settings.c.name == HEARTBEAT)


@dataclass(frozen=True)
class Heartbeat:
    """`at` is when it was stored; `last_poll` when Telegram last answered getUpdates, None if never.

    Moments are aware.
    """

    at: datetime
    started_at: datetime
    version: str
    last_poll: datetime | None


async def put(
    db: Connection, now: datetime, *, started_at: datetime, version: str, last_poll: datetime | None
) -> None:  # fmt: skip
    """Replace the heartbeat before."""
    moments = {"at": now, "started_at": started_at, "last_poll": last_poll}
    value = json.dumps({"version": version} | {name: at and at.isoformat() for name, at in moments.items()})
    await db.execute(insert_once(settings, db).values(owner=PROGRAM, name=HEARTBEAT, value=value))
    await db.execute(settings.update().where(*ROW).values(value=value))


def parsed(value: str) -> Heartbeat:
    fields = json.loads(value)
    at = {name: fields[name] and datetime.fromisoformat(fields[name]) for name in ("at", "started_at", "last_poll")}
    return Heartbeat(version=fields["version"], **at)
