"""Settings that people change in the chat, stored as text: a person's own, and the bureau's under owner 0."""

from collections.abc import Mapping
from dataclasses import fields

import sqlalchemy as sa

from plan.letter_kinds import RULES
from plan.light import Thresholds
from plan.rules import Rules, changed
from storage.database import Connection
from storage.schema import settings
from storage.statements import insert_once

BUREAU = 0
Own = Mapping[str, str]
OF_BUREAU = sa.select(settings.c.name, settings.c.value).where(settings.c.owner == BUREAU).order_by(settings.c.name)
GET = sa.select(settings.c.value).where(
    settings.c.owner == sa.bindparam("owner"), settings.c.name == sa.bindparam("name")
)


async def get(db: Connection, owner: int, name: str, default: str = "") -> str:
    value = (await db.execute(GET, {"owner": owner, "name": name})).scalar()
    return default if value is None else value


async def put(db: Connection, owner: int, name: str, value: str) -> None:
    await db.execute(insert_once(settings, db).values(owner=owner, name=name, value=value))
    is_setting = (settings.c.owner == owner, settings.c.name == name)
    await db.execute(settings.update().where(*is_setting).values(value=value))


async def of_bureau(db: Connection) -> Own:
    """Return the bureau's settings by name, in one query for all that is derived from them."""
    return {row.name: row.value for row in await db.execute(OF_BUREAU)}


async def thresholds(db: Connection) -> Thresholds:
    """Return the bureau's limits for the lights, or the defaults of the product."""
    return thresholds_in(await of_bureau(db))


def thresholds_in(own: Own) -> Thresholds:
    return Thresholds(**{field.name: int(own[field.name]) for field in fields(Thresholds) if field.name in own})


async def of_everybody(db: Connection, *names: str) -> dict[int, dict[str, str]]:
    """Return people's own settings with these names, by the person's id."""
    query = sa.select(settings.c.owner, settings.c.name, settings.c.value).where(settings.c.name.in_(names))
    by_owner: dict[int, dict[str, str]] = {}
    for owner, name, value in await db.execute(query.where(settings.c.owner != BUREAU)):
        by_owner.setdefault(owner, {})[name] = value
    return by_owner


OFF = "off"


async def switched_off(db: Connection) -> dict[int, frozenset[str]]:
    """Return the names of the optional rules that people have switched off for themselves, by the person's id."""
    chosen = await of_everybody(db, OFF)
    return {id: frozenset(name for name in own[OFF].split() if RULES[name].optional) for id, own in chosen.items()}


RULE = "rule."


async def rules(db: Connection) -> Rules:
    """Return the bureau's settings for what the bot sends by itself, or the defaults of the product."""
    return rules_in(await of_bureau(db))


def rules_in(own: Own) -> Rules:
    rules = Rules()
    for name, value in beginning(own, RULE):
        rules = changed(rules, name.removeprefix(RULE), value)
    return rules


async def drop(db: Connection, owner: int, name: str) -> None:
    await db.execute(settings.delete().where(settings.c.owner == owner, settings.c.name == name))


def beginning(own: Own, start: str) -> list[tuple[str, str]]:
    """Return the names and values of the settings whose name begins with `start`, in the order of `own`."""
    return [(name, value) for name, value in own.items() if name.startswith(start)]
