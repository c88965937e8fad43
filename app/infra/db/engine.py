"""The one engine and its connections: how they are made, kept and asked whether they live."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import Pool

from app.infra.orm import Base

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy.engine import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# A connection that rested longer is asked whether it lives before it is used again.
SECONDS_OF_REST = 1.0
# What a session notes about itself, and a connection about what it wrote.
READS_ONLY = "reads_only"
WRITTEN = "statements_that_wrote"


class UnitSession(Session):
    """The session of a unit of work, which knows whether it only reads."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Engine:
        """Return the one engine, found once, or its like for reading while the session only reads.

        Every statement asks. Flask-SQLAlchemy's own goes through tables and models, for
        applications with several databases.
        """
        engine: Engine | None = self.info.get("engine")
        if engine is None:
            engine = self.info["engine"] = db.engine
        return _reading(engine) if READS_ONLY in self.info else engine


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"class_": UnitSession, "autoflush": False, "expire_on_commit": False},
)
migrate = Migrate(db=db)


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine options that fit the kind of database."""
    if url.startswith("sqlite"):
        connect = {"timeout": 20, "check_same_thread": False}
        return {"connect_args": connect, "hide_parameters": True}
    return {
        "pool_size": 5,
        "max_overflow": 5,
        "hide_parameters": True,
    }


def is_sqlite(connection: Connection) -> bool:
    """Tell whether a connection leads to the embedded database."""
    return connection.dialect.name == "sqlite"


@lru_cache(maxsize=8)
def _reading(engine: Engine) -> Engine:
    """Return the same engine, on the same connections, for units of work that only read."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READS_ONLY: True})
    return engine.execution_options(**{READS_ONLY: True}, isolation_level="AUTOCOMMIT")


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


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, _record: object) -> None:
    """Let PostgreSQL compile nothing: a page's statement is over before its compiler would be."""
    if type(connection).__module__.startswith("psycopg"):
        connection.autocommit = True
        connection.execute("SET jit = off")
        connection.autocommit = False


@event.listens_for(Pool, "checkin")
def _note_rest(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = monotonic()


@event.listens_for(Pool, "checkout")
def _ask_whether_it_lives(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Replace a connection that a restarted server has closed; a busy one is not asked each time.

    Raises:
        DisconnectionError: for the pool, which then connects anew.
    """
    rests_since = record.info.get("rests_since")
    if rests_since is None or monotonic() - rests_since < SECONDS_OF_REST:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


@event.listens_for(Engine, "before_cursor_execute")
def _guard_writes(connection: Connection, cursor: Any, statement: str, *_: object) -> None:
    """Refuse to write where only reading was announced; take SQLite's lock before the first write."""
    if not statement.lstrip()[:8].upper().startswith(WRITES):
        return
    if connection.get_execution_options().get(READS_ONLY):
        message = "a page that only reads has written"
        raise RuntimeError(message)
    connection.info[WRITTEN] = connection.info.get(WRITTEN, 0) + 1
    if not is_sqlite(connection):
        return
    raw: SqliteConnection = cursor.connection
    if not raw.in_transaction:
        cursor.execute("BEGIN IMMEDIATE")
