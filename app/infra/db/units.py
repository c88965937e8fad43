"""Units of work: what happens in one is kept whole or not at all, and some only read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.orm import Session as AnySession

from app.infra.db.engine import READS_ONLY, WRITTEN, db

if TYPE_CHECKING:
    from collections.abc import Iterator

HALF_WRITTEN = "half_written"


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
