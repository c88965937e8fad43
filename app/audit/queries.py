"""Reading the log: the head, the history of a thing, the chain from its beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.audit.models import AuditEntry, AuditHead
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.kernel.events import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def take_head(session: Session) -> AuditHead:
    """Return the head of the chain, locked until the unit of work ends."""
    lock_for_write(session)
    query = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one()


def get_head() -> AuditHead:
    """Return where the chain ends, without a lock."""
    return db.session.execute(select(AuditHead)).scalar_one()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One happening as the page of the thing shows it."""

    at: datetime
    who: str
    what: str


def history_of(thing: Any, *, limit: int = 50) -> list[HistoryLine]:
    """Return what happened to a thing, newest first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.thing == type(thing).__name__, AuditEntry.thing_id == thing.id)
        .order_by(AuditEntry.number.desc())
        .limit(limit)
    )
    return [
        HistoryLine(entry.at, entry.by_name, label_of(entry.tag))
        for entry in db.session.execute(query).scalars()
    ]


def entries_from(number: int, *, limit: int = 50) -> Sequence[AuditEntry]:
    """Return a page of the log, newest first, from an entry number downwards."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.number <= number)
        .order_by(AuditEntry.number.desc())
        .limit(limit)
    )
    return db.session.execute(query).scalars().all()


def walk_chain(step: int = 1000) -> Iterator[AuditEntry]:
    """Yield every entry from the first one, some at a time, so that any length fits."""
    last = 0
    while True:
        query = (
            select(AuditEntry)
            .where(AuditEntry.number > last)
            .order_by(AuditEntry.number)
            .limit(step)
        )
        entries = db.session.execute(query).scalars().all()
        yield from entries
        if len(entries) < step:
            return
        last = entries[-1].number
        db.session.expunge_all()
