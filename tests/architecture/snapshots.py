"""A database as it was: put back after something was written to it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from app.infra.db import db

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


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
    return PostgresSnapshot(url) if url.get_backend_name() == "postgresql" else SqliteSnapshot(url)


class SqliteSnapshot:
    """The file of an SQLite database; its log tells whether something was written."""

    def __init__(self, url: URL) -> None:
        self.path = Path(str(url.database))
        self.kept = self.path.with_suffix(".kept")
        with sqlite3.connect(self.path) as connection:
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
    """A second database made from the first; the cluster's count of transactions tells of writing."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.kept = f"{url.database}_kept"
        self._run(f"DROP DATABASE IF EXISTS {self.kept}")
        self._run(f"CREATE DATABASE {self.kept} TEMPLATE {url.database}")
        self.mark = self._mark()

    def restore(self) -> None:
        """Make the database anew from the copy, if a transaction took a number since."""
        if self._mark() == self.mark:
            return
        db.session.remove()
        db.engine.dispose()
        self._run(f"DROP DATABASE {self.url.database} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.url.database} TEMPLATE {self.kept}")
        self.mark = self._mark()

    def forget(self) -> None:
        """Make the database anew and drop the copy."""
        self.restore()
        self._run(f"DROP DATABASE {self.kept}")

    def _mark(self) -> int:
        """Return the number that the next writing transaction of the cluster will take."""
        with self._connected() as connection:
            number: int = connection.execute(
                sa.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            ).scalar_one()
            return number

    def _run(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(sa.text(statement))

    def _connected(self) -> sa.Connection:
        engine = sa.create_engine(
            self.url.set(database="postgres"),
            isolation_level="AUTOCOMMIT",
            poolclass=sa.pool.NullPool,
        )
        return engine.connect()
