"""Build the SQL that the two dialects write differently, and statements that are used again and again."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage.database import Connection


class ListParameter(sa.TypeDecorator[Sequence[Any]]):
    """A list of ids or texts as one parameter: JSON on SQLite, an array of `item` on PostgreSQL.

    The statement is the same for any number of items, and a list may be longer than the some thousands of parameters
    for which a statement has room.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: type[sa.types.TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.ARRAY(self.item))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Any) -> Any:
        return json.dumps(list(value or ())) if dialect.name == "sqlite" else list(value or ())


IDS, TEXTS = ListParameter(sa.BigInteger), ListParameter(sa.Text)


class _Elements(FunctionElement[int]):
    """The elements of a list parameter, one row each."""

    inherit_cache = True


@compiles(_Elements)
def _unnest(element: _Elements, compiler: Any, **kw: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **kw)})"


@compiles(_Elements, "sqlite")
def _json_each(element: _Elements, compiler: Any, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


def among(column: sa.ColumnElement[Any], ids: str | Sequence[int]) -> sa.ColumnElement[bool]:
    """Return the condition that the column is one of `ids`: a list, or the name of the parameter that will hold it."""
    elements = _Elements(sa.bindparam(ids, type_=IDS) if isinstance(ids, str) else sa.literal(ids, IDS))
    return column.in_(sa.select(elements.table_valued("value", name="value").c.value))


def named(column: sa.ColumnElement[Any], parameter: str) -> sa.ColumnElement[bool]:
    """Return the condition that the column is one of the texts that the parameter of this name will hold."""
    elements = _Elements(sa.bindparam(parameter, type_=TEXTS))
    return sa.cast(column, sa.Text).in_(sa.select(elements.table_valued("value", name="value").c.value))


@cache
def of_id(table: sa.Table) -> sa.Update:
    """Return an UPDATE of the row whose id is the parameter `which`; the other parameters are the columns to set.

    Cached, because building a statement takes longer than running it.
    """
    return table.update().where(table.c.id == sa.bindparam("which"))


def insert_once(table: sa.Table, db: Connection, *returning: sa.Column[Any]) -> Any:
    """Return an INSERT that does nothing if the row exists: its rowcount, or what it returns, tells whether it did."""
    return _insert_once(table, db.dialect.name, *returning)


@cache
def _insert_once(table: sa.Table, dialect: str, *returning: sa.Column[Any]) -> Any:
    statement = (sqlite if dialect == "sqlite" else postgresql).insert(table).on_conflict_do_nothing()
    return statement.returning(*returning) if returning else statement
