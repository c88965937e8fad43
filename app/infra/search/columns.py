"""Tables whose rows can be searched: two columns that follow the row, and an index of trigrams.

Each row holds the words of its own columns and of nothing else, written by the very statement
that writes the row. Nothing has to be told that something else changed, so nothing goes stale; a
list that finds dossiers by the people named in them looks into both tables.

SQLite looks words up in an FTS5 table that triggers keep equal to the column; PostgreSQL in a GIN
index of its extension pg_trgm, or, where that is not to be had, in the folded column as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.infra.orm import Base
from app.infra.search.words import folded_words, marked_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.default import DefaultExecutionContext
    from sqlalchemy.orm import Mapper

TEXT, FOLDED = "search_text", "search_folded"
PREFIX = "search_"

EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
# Without a list of what is still to be entered, for which planners read the table instead.
POSTGRESQL = (
    (
        "CREATE INDEX search_{table} ON {table} USING gin (search_folded gin_trgm_ops) "
        "WITH (fastupdate = off)"
    ),
)
SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_{table} USING fts5(search_folded, content='{table}', "
        "content_rowid='id', tokenize='trigram case_sensitive 1')"
    ),
)
_FORGET = (
    "INSERT INTO search_{table}(search_{table}, rowid, search_folded) "
    "VALUES ('delete', old.id, old.search_folded); "
)
_LEARN = "INSERT INTO search_{table}(rowid, search_folded) VALUES (new.id, new.search_folded); "
SQLITE_TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS search_{table}_insert AFTER INSERT ON {table} "
    "BEGIN " + _LEARN + "END",
    "CREATE TRIGGER IF NOT EXISTS search_{table}_delete AFTER DELETE ON {table} "
    "BEGIN " + _FORGET + "END",
    "CREATE TRIGGER IF NOT EXISTS search_{table}_update AFTER UPDATE OF search_folded ON {table} "
    "BEGIN " + _FORGET + _LEARN + "END",
)


class Searchable:
    """A table whose rows are found by the words of the columns that ``searched_by`` names."""

    searched_by: ClassVar[tuple[str, ...]]

    @declared_attr
    def search_text(cls) -> Mapped[str]:  # noqa: N805  # SQLAlchemy passes the class
        """The words with their marks, by which hits are ordered."""
        return _column(_of_insert(cls, marked_words))

    @declared_attr
    def search_folded(cls) -> Mapped[str]:  # noqa: N805  # SQLAlchemy passes the class
        """The words without marks, by which rows are found."""
        return _column(_of_insert(cls, folded_words))


def _column(of_insert: Callable[[DefaultExecutionContext], str]) -> Mapped[str]:
    return mapped_column(
        sa.Text(), default=of_insert, server_default="", deferred=True, deferred_raiseload=True
    )


def _of_insert(
    cls: Any, words: Callable[[Iterable[str | None]], str]
) -> Callable[[DefaultExecutionContext], str]:
    """Return what writes the words of a new row, however it is inserted."""

    def written(context: DefaultExecutionContext) -> str:
        values = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy's
        return words(values.get(name) for name in cls.searched_by)

    return written


@event.listens_for(Searchable, "before_update", propagate=True)
def _follow_the_row(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    """Write the words anew when one of the columns that they come from is written."""
    changed = sa.inspect(row).committed_state
    if not any(name in changed for name in row.searched_by):
        return
    texts = [getattr(row, name) for name in row.searched_by]
    row.search_text, row.search_folded = marked_words(texts), folded_words(texts)


# ── the index ────────────────────────────────────────────────────────────────────────────────


def searched_tables() -> list[str]:
    """Return the names of the tables that can be searched."""
    return [table.name for table in Base.metadata.sorted_tables if FOLDED in table.columns]


def is_of_search(name: str | None, kind: str) -> bool:
    """Tell whether a table or an index belongs to the search: no model describes it."""
    return kind in {"table", "index"} and (name or "").startswith(PREFIX)


def has_trigrams(connection: Connection) -> bool:
    """Have PostgreSQL's extension for trigrams, or tell that it is not to be had.

    It ships with the server, and whoever owns a database may create it. Where it was left out,
    the folded column is read through instead.
    """
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(EXTENSION)
    except DBAPIError:
        return False
    return True


def index_statements(table: str, connection: Connection) -> list[str]:
    """Return the statements that make the index of a table."""
    if connection.dialect.name == "sqlite":
        made: tuple[str, ...] = (*SQLITE, *SQLITE_TRIGGERS)
    else:
        made = POSTGRESQL if has_trigrams(connection) else ()
    return [statement.format(table=table) for statement in made]


@event.listens_for(Base.metadata, "after_create")
def _make_indexes(
    _metadata: sa.MetaData, connection: Connection, *, tables: Iterable[sa.Table], **_how: object
) -> None:
    for table in tables:
        if FOLDED in table.columns:
            for statement in index_statements(table.name, connection):
                connection.exec_driver_sql(statement)


def put_triggers_back(connection: Connection) -> None:
    """Make the triggers anew that a migration took along when it rebuilt a table of SQLite."""
    if connection.dialect.name != "sqlite":
        return
    known = set(sa.inspect(connection).get_table_names())
    for table in searched_tables():
        if f"{PREFIX}{table}" in known:
            for statement in SQLITE_TRIGGERS:
                connection.exec_driver_sql(statement.format(table=table))
