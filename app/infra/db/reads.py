"""Reading past the machinery of models, and asking once; where that is allowed: docs/speed.md."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from app.infra.db.engine import READS_ONLY, db

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import CursorResult, Executable

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def rows(
    statement: Executable, wanted: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement of plain columns in the present unit of work, past the machinery of models.

    What a session does to find, fill and watch models costs more than a short read itself.
    Nothing that waits to be flushed is seen.
    """
    return db.session.connection().execute(statement, wanted)


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
