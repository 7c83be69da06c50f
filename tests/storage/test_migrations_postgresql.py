"""On PostgreSQL too, a migrated database equals a new one, from any version."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage import migrations, schema
from tests import postgres

pytestmark = postgres.needed
Shape = dict[str, list[tuple[Any, ...]]]
LAST = len(migrations.STEPS)
COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2"
)
WRITTEN = {
    "columns": COLUMNS,
    # Without names, because a table that has replaced another one keeps the names of its constraints.
    "constraints": "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN"
    " (SELECT conname FROM pg_constraint) ORDER BY 1",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
}
VALUES = {
    "bigint": "1", "integer": "1", "boolean": "false", "double precision": "1.5", "date": "'2020-06-30'",
    "json": "'{}'", "text": "'x'", "timestamp with time zone": "'2020-06-30 01:00:00Z'",
}  # fmt: skip


_fresh: Shape = {}


@asynccontextmanager
async def empty() -> AsyncIterator[AsyncConnection]:
    """Begin a transaction in a database without tables."""
    name = await postgres.server().create()
    engine = create_async_engine(postgres.server().url(name), poolclass=sa.NullPool)
    async with engine.begin() as db:
        yield db
    await engine.dispose()
    await postgres.server().execute(f"DROP DATABASE {name} WITH (FORCE)")


async def rows(db: AsyncConnection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await db.exec_driver_sql(query)]


async def shape(db: AsyncConnection) -> Shape:
    return {kind: await rows(db, query) for kind, query in WRITTEN.items()}


async def fill(db: AsyncConnection, tables: Sequence[str]) -> None:
    """Insert one row with the id 1 into each of these tables."""
    await db.exec_driver_sql("SET LOCAL session_replication_role = replica")  # So that foreign keys are not checked.
    for table in tables:
        columns = [(name, kind) for of, name, kind, *_ in await rows(db, COLUMNS) if of == table]
        names = ", ".join(f'"{name}"' for name, _ in columns)
        values = ", ".join(VALUES[kind] for _, kind in columns)
        await db.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({values})")
    await db.exec_driver_sql("SET LOCAL session_replication_role = DEFAULT")


async def tables(db: AsyncConnection) -> list[str]:
    return sorted({of for of, *_ in await rows(db, COLUMNS)} - {"versions"})


@pytest.mark.parametrize("version", range(LAST + 1))
async def test_from_any_version(version: int) -> None:
    if not _fresh:
        async with empty() as db:
            await db.run_sync(schema.metadata.create_all)
            _fresh.update(await shape(db))
    async with empty() as db:
        await db.run_sync(lambda db: migrations.upgrade(db, to=version))
        before = await tables(db)
        await fill(db, before)
        await db.run_sync(migrations.upgrade)
        assert await shape(db) == _fresh
        for table in before:
            assert await rows(db, f"SELECT count(*) FROM {table}") == [(1,)], table
        assert await rows(db, "SELECT count(*), max(number) FROM versions") == [(LAST, LAST)]
