"""Recording: every operation leaves an entry, or it is a defect.

Entries are gathered while the unit of work runs and appended just before it commits, so that
the head of the chain is locked for the shortest time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead
from app.audit.queries import take_head
from app.audit.rules import HashedRow, chain_hash, plain
from app.infra.db.engine import db
from app.infra.db.units import changes_so_far, give_up_what_is_half_written
from app.kernel import clock
from app.kernel.errors import Refusal
from app.kernel.events import EventTag, announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.kernel.access import Actor

P = ParamSpec("P")
R = TypeVar("R")
PENDING = "audit_pending"
COUNT = "audit_count"


@dataclass(frozen=True, slots=True)
class _Pending:
    tag: EventTag
    thing: Any
    by: Actor
    changes: dict[str, Any]
    at: datetime


def record(tag: EventTag, thing: Any, *, by: Actor, **changes: Any) -> None:
    """Note that something happened to a thing, and let higher floors react to it.

    ``changes`` never holds secret choices, open scores, passwords or tokens.
    """
    session = db.session()
    session.info.setdefault(PENDING, []).append(
        _Pending(tag, thing, by, plain(changes), clock.now())
    )
    session.info[COUNT] = session.info.get(COUNT, 0) + 1
    announce(tag, thing, by=by)


def operation(write: Callable[P, R]) -> Callable[P, R]:
    """Mark a write: one happening, by somebody, with an audit entry that it cannot forget.

    It happens whole or not at all: when it refuses after it changed something, nothing of the
    unit of work is kept, though a page catches the refusal to say it kindly.
    """

    @wraps(write)
    def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        before, changes = session.info.get(COUNT, 0), changes_so_far()
        try:
            outcome = write(*args, **kwargs)
            session.flush()
        except Refusal:
            if changes_so_far() != changes:
                give_up_what_is_half_written()
            raise
        if session.info.get(COUNT, 0) == before:
            msg = f"{write.__module__}.{write.__qualname__} left no audit entry"
            raise RuntimeError(msg)
        return outcome

    return recorded


def unfinished_work(write: Callable[P, R]) -> Callable[P, R]:
    """Mark a save of work that nobody has submitted yet: an autosave.

    What is typed before it is submitted has no consequence, comes every few seconds, and often
    must not be known (open scores): it leaves no entry. The thing keeps its own version and,
    where losing a text would hurt, its own earlier texts. The submission is an `operation`.
    """

    @wraps(write)
    def saved(*args: P.args, **kwargs: P.kwargs) -> R:
        outcome = write(*args, **kwargs)
        db.session.flush()
        return outcome

    return saved


@event.listens_for(Session, "before_commit")
def _append_pending(session: Session) -> None:
    pending: list[_Pending] = session.info.pop(PENDING, [])
    if not pending:
        return
    session.flush()
    head = take_head(session)
    for item in pending:
        _append(session, head, item)
    session.flush()


def _append(session: Session, head: AuditHead, item: _Pending) -> None:
    row = HashedRow(
        number=head.number + 1,
        at=plain(item.at),
        tag=item.tag.value,
        by_account=item.by.account_id,
        by_name=item.by.name,
        thing=type(item.thing).__name__,
        thing_id=getattr(item.thing, "id", None),
        changes=item.changes,
    )
    entry = AuditEntry(
        number=row.number,
        at=item.at,
        tag=row.tag,
        by_account=row.by_account,
        by_name=row.by_name,
        thing=row.thing,
        thing_id=row.thing_id,
        changes=row.changes,
        previous_hash=head.hash,
        hash=chain_hash(head.hash, row),
    )
    session.add(entry)
    head.number, head.hash = row.number, entry.hash


@event.listens_for(Session, "after_rollback")
def _forget_pending(session: Session) -> None:
    session.info.pop(PENDING, None)
