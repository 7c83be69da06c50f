"""A migrated database equals a new one, from any version."""

import ast
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from plan.unsent import UnsentReason
from storage import migrations, schema

BEFORE_COUNTERS = migrations.STEPS.index(migrations.m0013_counters.upgrade)
BEFORE_PICTURES = migrations.STEPS.index(migrations.m0014_pictures.upgrade)
BEFORE_REASONS = migrations.STEPS.index(migrations.m0015_unsent_reasons.upgrade)
Shape = dict[str, Any]
VERSIONS = range(len(migrations.STEPS) + 1)
EXAMPLES = {"INTEGER": 1, "BIGINT": 1, "BOOLEAN": 0, "FLOAT": 1.5, "DATE": "2020-06-30", "JSON": "{}"}


def engine(folder: Path, name: str) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{folder}/{name}.db", poolclass=sa.NullPool)


def rows(db: sa.Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.exec_driver_sql(query)]


def tables(db: sa.Connection) -> list[str]:
    return [
        name for (name,) in rows(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    ]


def shape(db: sa.Connection) -> Shape:
    """Return all that SQLite knows of the schema, except the order of columns and the numbers of constraints."""
    schema: Shape = {}
    for table in tables(db):
        indexes = rows(db, f"SELECT name, \"unique\", origin, partial FROM pragma_index_list('{table}')")
        schema[table] = {
            "columns": sorted(
                rows(db, f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')")
            ),
            "references": sorted(rows(db, f'SELECT "from", "table", "to" FROM pragma_foreign_key_list(\'{table}\')')),
            "indexes": sorted((*rest, keys(db, name)) for name, *rest in indexes),
        }
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql NOT NULL"
    schema["written"] = sorted((*rest, " ".join(sql.split())) for *rest, sql in rows(db, query))
    return schema


def keys(db: sa.Connection, index: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(rows(db, f"SELECT seqno, name, \"desc\" FROM pragma_index_xinfo('{index}') WHERE key"))


def fill(db: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Insert one row with the id 1 into each table except the versions, and return the contents."""
    for table in set(tables(db)) - {"versions"}:
        columns = rows(db, f"SELECT name, type FROM pragma_table_info('{table}')")
        values = {name: EXAMPLES.get(kind, "2020-06-30 01:00:00.000000") for name, kind in columns}
        names = ", ".join(f'"{name}"' for name in values)
        db.execute(
            sa.text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values
        )
    return contents(db)


def contents(db: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(db, f"SELECT * FROM {table}") for table in tables(db) if table != "versions"}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Shape:
    with engine(tmp_path_factory.mktemp("fresh"), "fresh").begin() as db:
        schema.metadata.create_all(db)
        return shape(db)


@pytest.mark.parametrize("version", VERSIONS)
def test_from_any_version(tmp_path: Path, fresh: Shape, version: int) -> None:
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db, to=version)
        assert [n for (n,) in rows(db, "SELECT number FROM versions")] == list(range(1, version + 1))
        before = fill(db)
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db)
        assert shape(db) == fresh
        after = contents(db)
        counts = {table: len(table_rows) for table, table_rows in after.items() if table in before}
        assert counts == dict.fromkeys(before, 1)
        assert rows(db, "PRAGMA foreign_key_check") == []


def test_a_second_upgrade_changes_nothing(tmp_path: Path) -> None:
    with engine(tmp_path, "new").begin() as db:
        migrations.upgrade(db)
        before = fill(db)
    with engine(tmp_path, "new").begin() as db:
        migrations.upgrade(db)
        assert contents(db) == before
        db.exec_driver_sql(f"INSERT INTO versions VALUES ({len(migrations.STEPS) + 1})")
        with pytest.raises(migrations.TooNew):
            migrations.upgrade(db)


def test_a_step_is_a_snapshot() -> None:
    """A migration must not import the present schema: its effect would change whenever the schema does."""
    steps = sorted(Path(migrations.__file__).parent.glob("m*.py"))
    assert len(steps) == len(migrations.STEPS)
    for step in steps:
        tree = ast.parse(step.read_text(encoding="utf-8"))
        named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not [name for name in named if name.partition(".")[0] in ("storage", "plan", "bot")], step.name


PAPERS = (
    "INSERT INTO nudges (assignment_id, level, year, number, words, person_id, post_id, at) VALUES"
    " (1, 'nudge', 2020, 1, '', 1, 1, '2020-06-30'), (1, 'nudge', 2020, 7, '', 1, 1, '2020-06-30'),"
    " (1, 'notice', 2020, 2, '', 1, 1, '2020-06-30'), (1, 'nudge', 2021, 1, '', 1, 1, '2021-06-30')",
    "INSERT INTO bulletins (plan_id, stage, first, last, words, text, dated, year, number, counts, hidden, hands,"
    " corrects, post_id) VALUES"
    " (1, 'signed', '2020-06-01', '2020-06-30', '', '', '2020-06-30', 2020, 3, '{}', '', '', NULL, 1),"
    " (1, 'signed', '2020-06-01', '2020-06-30', '', '', '2020-06-30', 2020, 3, '{}', '', '', 1, 1),"
    " (1, 'draft', '2020-06-01', '2020-06-30', '', '', '2020-06-30', 2021, NULL, '{}', '', '', NULL, 1)",
)


def test_counters_continue_after_existing_papers(tmp_path: Path) -> None:
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db, to=BEFORE_COUNTERS)
        for statement in PAPERS:
            db.exec_driver_sql(statement)
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db)
        given = rows(db, "SELECT name, value FROM counters ORDER BY name")
    assert given == [("bulletin:2020", 3), ("nudge:notice:2020", 2), ("nudge:nudge:2020", 7), ("nudge:nudge:2021", 1)]


DESCRIPTIONS = (
    ("failed", "never bound", "尚未绑定"),
    ("failed", "Forbidden: bot was kicked from the supergroup chat", "机器人已不在群内"),
    ("failed", "Forbidden: the group chat was deactivated", "机器人已不在群内"),
    ("failed", "Bad Request: not enough rights to send text messages to the chat", "机器人无权在群内发言"),
    ("failed", "Bad Request: CHAT_WRITE_FORBIDDEN", "机器人无权在群内发言"),
    ("failed", "Bad Request: TOPIC_CLOSED", "机器人无权在群内发言"),
    ("failed", "Forbidden: bot was blocked by the user", "停用或屏蔽了机器人"),
    ("failed", "Forbidden: user is deactivated", "停用或屏蔽了机器人"),
    ("failed", "Bad Request: can't parse entities", "内容未被 Telegram 接受"),
    ("failed", "KeyError", "内容有误，未能发出"),
    ("waiting", "Too Many Requests: retry after 5", "发送较多，稍后自动续发"),
    ("waiting", "Telegram does not know the token", "机器人令牌失效，请联系管理员"),
    ("waiting", "the group is now -1001", "群已升级，正在转到新群"),
    ("waiting", "ClientConnectorError", "Telegram 暂时无法连接"),
    ("waiting", "502 Bad Gateway", "Telegram 暂时无法连接"),
    ("unclear", "the answer is not Telegram's: status 502", "多次发送均未获确认，可能已送达"),
    ("unclear", "Forbidden: bot was blocked by the user", "多次发送均未获确认，可能已送达"),
    ("dropped", "restored", UnsentReason.RESTORED.label),
    ("waiting", "", None),
    ("waiting", None, None),
    ("sent", None, None),
)
"""State and description as an older version has stored them, and what 送达 said then."""
LETTER = (
    "INSERT INTO outbox (key, rule, payload, state, due_at, created_at, error)"
    " VALUES (:key, 'nudge', '{}', :state, '2020-06-30', '2020-06-30', :error)"
)


def test_letters_keep_their_reasons(tmp_path: Path) -> None:
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db, to=BEFORE_REASONS)
        for number, (state, description, _) in enumerate(DESCRIPTIONS):
            db.execute(sa.text(LETTER), {"key": str(number), "state": state, "error": description})
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db)
        stored = rows(db, "SELECT state, error FROM outbox ORDER BY id")
    read = [(state, UnsentReason(error).label if error else None) for state, error in stored]
    assert read == [(state, words) for state, _, words in DESCRIPTIONS]
    assert {error for _, error in stored} <= {None, *UnsentReason}


def test_pictures_of_an_older_version_stay(tmp_path: Path) -> None:
    with engine(tmp_path, "old").begin() as db:
        migrations.upgrade(db, to=BEFORE_PICTURES)
        db.exec_driver_sql("INSERT INTO pictures (sha256, svg, at) VALUES ('0f', '<svg></svg>', '2020-06-30')")
        migrations.upgrade(db)
        assert rows(db, "SELECT sha256, content FROM pictures") == [("0f", "<svg></svg>")]
