"""The database: one engine, one session per request, one unit of work per happening.

SQLite advice measured in production-like load: read first, then ``BEGIN IMMEDIATE`` late and
short. Reads run without a transaction; the first write of a unit of work takes the write lock.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache, wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

import sqlalchemy as sa
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.pool import Pool

from app.infra.orm import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy import CursorResult, Executable
    from sqlalchemy.engine import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# A connection that rested longer is asked whether it lives before it is used again.
SECONDS_OF_REST = 1.0
READS_ONLY = "reads_only"
HALF_WRITTEN = "half_written"
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


@contextmanager
def reading_only() -> Iterator[None]:
    """Let the session only read inside the block: a write in it is a defect and raises.

    On PostgreSQL its statements then need no transaction around them, for under READ COMMITTED
    each sees the state of its own moment anyhow; that saves two ways to the server for a page.
    """
    session = db.session()
    session.info[READS_ONLY] = {}
    try:
        yield
    finally:
        session.info.pop(READS_ONLY, None)


def asked_once(read: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
    """Let a read be asked once in a unit of work that only reads, whoever needs its answer.

    Where something may be written in between, it is asked each time.
    """

    @wraps(read)
    def answer(*asked: *Ts) -> T:
        known: dict[Any, T] | None = db.session().info.get(READS_ONLY)
        if known is None:
            return read(*asked)
        if (read, asked) not in known:
            known[read, asked] = read(*asked)
        return known[read, asked]

    return answer


@lru_cache(maxsize=8)
def _reading(engine: Engine) -> Engine:
    """Return the same engine, on the same connections, for units of work that only read."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READS_ONLY: True})
    return engine.execution_options(**{READS_ONLY: True}, isolation_level="AUTOCOMMIT")


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


def lock_for_write(session: AnySession) -> None:
    """Take SQLite's write lock now, so that what is read next cannot change before we write.

    On PostgreSQL this does nothing: rows are locked by the query that reads them.
    """
    connection = session.connection()
    if not is_sqlite(connection):
        return
    raw: Any = connection.connection.driver_connection
    if not raw.in_transaction:
        connection.execute(sa.text("BEGIN IMMEDIATE"))


def changes_so_far() -> tuple[int, ...]:
    """Return what is another value once something was written, or waits to be written."""
    session = db.session()
    waiting = (session.new, session.dirty, session.deleted)
    return session.connection().info.get(WRITTEN, 0), *map(len, waiting)


def give_up_what_is_half_written() -> None:
    """Mark the present unit of work: whatever is said of it to people, it can only be undone."""
    db.session().info[HALF_WRITTEN] = True


def is_half_written() -> bool:
    """Tell whether the present unit of work was given up."""
    return HALF_WRITTEN in db.session().info


@event.listens_for(AnySession, "before_commit")
def _keep_nothing_by_halves(session: AnySession) -> None:
    if HALF_WRITTEN in session.info:
        message = "a unit of work that was given up half written cannot be kept"
        raise RuntimeError(message)


@event.listens_for(AnySession, "after_rollback")
def _begin_anew(session: AnySession) -> None:
    session.info.pop(HALF_WRITTEN, None)


def rows(
    statement: Executable, wanted: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement of plain columns in the present unit of work, past the machinery of models.

    What a session does to find, fill and watch models costs more than a short read itself.
    Nothing that waits to be flushed is seen.
    """
    return db.session.connection().execute(statement, wanted)


@contextmanager
def unit_of_work() -> Iterator[AnySession]:
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
