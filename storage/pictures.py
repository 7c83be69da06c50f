"""Pictures as SVG, under the digest of what they show: a letter names one, and sent again it is the same."""

import hashlib
from datetime import datetime

import sqlalchemy as sa

from plan.reply import DRAWING, File
from storage.database import Connection
from storage.schema import outbox, pictures
from storage.statements import insert_once


async def put(db: Connection, svg: str, name: str, now: datetime) -> File:
    """What a reply or a letter takes along."""
    digest = hashlib.sha256(svg.encode()).hexdigest()
    await db.execute(insert_once(pictures, db).values(sha256=digest, svg=svg, at=now))
    await db.execute(pictures.update().where(pictures.c.sha256 == digest).values(at=now))
    return File(digest, name, DRAWING)


async def get(db: Connection, digest: str) -> str | None:
    return (await db.execute(sa.select(pictures.c.svg).where(pictures.c.sha256 == digest))).scalar()


async def forget(db: Connection, before: datetime) -> None:
    """Those that no letter waits for any more."""
    waiting = sa.exists().where(outbox.c.state == "waiting", outbox.c.payload.contains(pictures.c.sha256))
    await db.execute(pictures.delete().where(pictures.c.at < before, ~waiting))
