"""Locks that are taken before something is read, so that one decision spans what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.infra.db.engine import is_sqlite

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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
