"""Writing a row once, whoever else writes it at the same moment."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

from app.infra.db.engine import db, is_sqlite

if TYPE_CHECKING:
    from app.infra.orm import Base

KEY_LENGTH = 120


def insert_once(
    model: type[Base], values: dict[str, Any], *, unique: str | tuple[str, ...]
) -> int | None:
    """Insert a row in the current unit of work, unless what is unique about it is taken.

    ``unique`` names the column, or the columns, of a unique constraint.

    Returns:
        The id of the new row, or None when the row was there already. A rival that has not
        committed yet is waited for.
    """
    session = db.session()
    dialect: Any = sqlite if is_sqlite(session.connection()) else postgresql
    columns = [unique] if isinstance(unique, str) else list(unique)
    statement = (
        dialect.insert(model)
        .values(**values)
        .on_conflict_do_nothing(index_elements=columns)
        .returning(model.id)
    )
    written: int | None = session.execute(statement).scalar_one_or_none()
    return written


def short_key(key: str) -> str:
    """Return a key that fits its column; a longer one keeps its beginning and gains a hash."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 33]}#{hashlib.sha256(key.encode()).hexdigest()[:32]}"
