"""Settings that are changed in chat, as text: a person's own, and the bureau's under owner 0."""

from collections.abc import Mapping
from dataclasses import fields

import sqlalchemy as sa

from plan.letter_kinds import RULES
from plan.light import Thresholds
from plan.rules import Rules, changed
from storage.database import Connection, insert_once
from storage.schema import settings

BUREAU = 0
Own = Mapping[str, str]
OF_BUREAU = sa.select(settings.c.name, settings.c.value).where(settings.c.owner == BUREAU).order_by(settings.c.name)
GET = sa.select(settings.c.value).where(
    settings.c.owner == sa.bindparam("owner"), settings.c.name == sa.bindparam("name")
)


async def get(db: Connection, owner: int, name: str, default: str = "") -> str:
    found = (await db.execute(GET, {"owner": owner, "name": name})).scalar()
    return default if found is None else found


async def put(db: Connection, owner: int, name: str, value: str) -> None:
    await db.execute(insert_once(settings, db).values(owner=owner, name=name, value=value))
    mine = (settings.c.owner == owner, settings.c.name == name)
    await db.execute(settings.update().where(*mine).values(value=value))


async def of_bureau(db: Connection) -> Own:
    """All that the bureau has set, by name: asked once for whatever is made of it."""
    return {row.name: row.value for row in await db.execute(OF_BUREAU)}


async def thresholds(db: Connection) -> Thresholds:
    """The bureau's limits for the lights, the product's defaults where it has set none."""
    return thresholds_in(await of_bureau(db))


def thresholds_in(own: Own) -> Thresholds:
    return Thresholds(**{field.name: int(own[field.name]) for field in fields(Thresholds) if field.name in own})


async def of_everybody(db: Connection, *names: str) -> dict[int, dict[str, str]]:
    """What people have set for themselves, by the person's id."""
    query = sa.select(settings.c.owner, settings.c.name, settings.c.value).where(settings.c.name.in_(names))
    found: dict[int, dict[str, str]] = {}
    for owner, name, value in await db.execute(query.where(settings.c.owner != BUREAU)):
        found.setdefault(owner, {})[name] = value
    return found


OFF = "off"


async def switched_off(db: Connection) -> dict[int, frozenset[str]]:
    """The rules that people have switched off for themselves, as far as these may be."""
    chosen = await of_everybody(db, OFF)
    return {id: frozenset(name for name in own[OFF].split() if RULES[name].optional) for id, own in chosen.items()}


RULE = "rule."


async def rules(db: Connection) -> Rules:
    """The bureau's settings for what the bot says by itself, the product's defaults where it has set none."""
    return rules_in(await of_bureau(db))


def rules_in(own: Own) -> Rules:
    found = Rules()
    for name, value in beginning(own, RULE):
        found = changed(found, name.removeprefix(RULE), value)
    return found


async def drop(db: Connection, owner: int, name: str) -> None:
    await db.execute(settings.delete().where(settings.c.owner == owner, settings.c.name == name))


def beginning(own: Own, start: str) -> list[tuple[str, str]]:
    """Name and value of those whose name begins so, by name."""
    return [(name, value) for name, value in own.items() if name.startswith(start)]
