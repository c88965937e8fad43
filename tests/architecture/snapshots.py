"""A database as it was: put back after something was written to it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa
from sqlalchemy import event

from app.infra.db.engine import db
from app.infra.orm import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import URL


WRITTEN_TABLE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


class Snapshot(Protocol):
    """What was kept of a database."""

    def restore(self) -> None:
        """Put the database back, if anything was committed since."""

    def forget(self) -> None:
        """Put the database back and throw away what was kept."""


def keep_database() -> Snapshot:
    """Keep the database of the application as it is now."""
    db.session.remove()
    url = db.engine.url
    db.engine.dispose()
    is_file = url.get_backend_name() == "sqlite"
    return SqliteSnapshot(url) if is_file else PostgresSnapshot()


class SqliteSnapshot:
    """The file of an SQLite database; its log tells whether something was written."""

    def __init__(self, url: URL) -> None:
        self.path = Path(str(url.database))
        self.kept = self.path.with_suffix(".kept")
        # Closed at once: one that lies open would keep the file from being put back.
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.path, self.kept)

    def restore(self) -> None:
        """Put the file back, if anything was committed since."""
        log = self.path.with_name(f"{self.path.name}-wal")
        if not log.exists() or not log.stat().st_size:
            return
        db.session.remove()
        db.engine.dispose()
        for leftover in (log, self.path.with_name(f"{self.path.name}-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.path)

    def forget(self) -> None:
        """Put the file back and remove the copy."""
        self.restore()
        self.kept.unlink()


class PostgresSnapshot:
    """A second schema with a copy of every table; commits of our engine tell of writing."""

    def __init__(self) -> None:
        self.written: set[str] = set()
        self.tables = [table.name for table in Base.metadata.sorted_tables]
        copies = [f"CREATE TABLE kept.{name} AS TABLE public.{name}" for name in self.tables]
        self._run("DROP SCHEMA IF EXISTS kept CASCADE", "CREATE SCHEMA kept", *copies)
        for name, listener in self._listeners():
            event.listen(db.engine, name, listener)

    def restore(self) -> None:
        """Put the rows of every table that was written to back; numbers go on from the highest."""
        if not self.written:
            return
        db.session.remove()
        copies = [
            f"DELETE FROM {name}; INSERT INTO {name} SELECT * FROM kept.{name}"  # noqa: S608  # ours
            for name in sorted(self.written)
        ]
        # As a replica: neither references nor the guards of the log are asked.
        self._run("SET LOCAL session_replication_role = replica", *copies)
        self.written.clear()

    def forget(self) -> None:
        """Put every row back and drop the copies."""
        self.restore()
        for name, listener in self._listeners():
            event.remove(db.engine, name, listener)
        self._run("DROP SCHEMA kept CASCADE")

    def _listeners(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        return (
            ("before_cursor_execute", self._note_write),
            ("commit", self._note_commit),
            ("rollback", self._note_rollback),
        )

    def _note_write(
        self, connection: sa.Connection, _cursor: object, statement: str, *_: object
    ) -> None:
        found = WRITTEN_TABLE.match(statement)
        if found:
            connection.info.setdefault("wrote", set()).add(found[1].lower())

    def _note_commit(self, connection: sa.Connection) -> None:
        self.written |= connection.info.pop("wrote", set())

    def _note_rollback(self, connection: sa.Connection) -> None:
        connection.info.pop("wrote", None)

    @staticmethod
    def _run(*statements: str) -> None:
        with db.engine.begin() as connection:
            connection.execution_options(no_parameters=True).exec_driver_sql(";".join(statements))
