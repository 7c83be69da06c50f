"""Store what pictures show, under the digest of it, by which letters name them."""

import hashlib
from datetime import datetime

import sqlalchemy as sa

from plan.picture import Picture
from plan.reply import DRAWING, File
from storage.database import Connection
from storage.schema import outbox, pictures
from storage.statements import insert_once


async def put(db: Connection, picture: Picture, name: str, now: datetime) -> File:
    """Store a picture and return it as a file of a reply, called `name`. Equal pictures are stored once."""
    content = picture.dump()
    digest = hashlib.sha256(content.encode()).hexdigest()
    await db.execute(insert_once(pictures, db).values(sha256=digest, content=content, at=now))
    await db.execute(pictures.update().where(pictures.c.sha256 == digest).values(at=now))
    return File(digest, name, DRAWING)


async def get(db: Connection, digest: str) -> str | None:
    """Return the picture as JSON, or as SVG if an older version has stored it."""
    return (await db.execute(sa.select(pictures.c.content).where(pictures.c.sha256 == digest))).scalar()


async def forget(db: Connection, before: datetime) -> None:
    """Delete the pictures that were last stored before this moment and that no waiting letter names."""
    waiting = sa.exists().where(outbox.c.state == "waiting", outbox.c.payload.contains(pictures.c.sha256))
    await db.execute(pictures.delete().where(pictures.c.at < before, ~waiting))
