"""The database: one engine, one session per request, one unit of work per happening.

SQLite advice measured in production-like load: read first, then ``BEGIN IMMEDIATE`` late and
short. Reads run without a transaction; the first write of a unit of work takes the write lock.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.infra.orm import Base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy import CursorResult, Executable
    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"autoflush": False, "expire_on_commit": False},
)
migrate = Migrate(db=db)

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine options that fit the kind of database."""
    if url.startswith("sqlite"):
        connect = {"timeout": 20, "check_same_thread": False}
        return {"connect_args": connect, "hide_parameters": True}
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 5,
        "hide_parameters": True,
    }


def is_sqlite(connection: Connection) -> bool:
    """Tell whether a connection leads to the embedded database."""
    return connection.dialect.name == "sqlite"


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=20000",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "before_cursor_execute")
def _lock_before_first_write(
    connection: Connection, cursor: Any, statement: str, *_: object
) -> None:
    if not is_sqlite(connection) or not statement.lstrip()[:8].upper().startswith(WRITES):
        return
    raw: SqliteConnection = cursor.connection
    if not raw.in_transaction:
        cursor.execute("BEGIN IMMEDIATE")


def lock_for_write(session: Session) -> None:
    """Take SQLite's write lock now, so that what is read next cannot change before we write.

    On PostgreSQL this does nothing: rows are locked by the query that reads them.
    """
    connection = session.connection()
    if not is_sqlite(connection):
        return
    raw: Any = connection.connection.driver_connection
    if not raw.in_transaction:
        connection.execute(sa.text("BEGIN IMMEDIATE"))


def rows(
    statement: Executable, wanted: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement of plain columns in the present unit of work, past the machinery of models.

    What a session does to find, fill and watch models costs more than a short read itself.
    Nothing that waits to be flushed is seen.
    """
    return db.session.connection().execute(statement, wanted)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Commit what happens inside, whole or not at all; for commands and jobs.

    Requests have their own unit of work in `app.infra.guard`.
    """
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
