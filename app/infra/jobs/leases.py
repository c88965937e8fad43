"""Leases: who may run a job until when, and who may finish it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import and_, exists, or_, select, update

from app.infra.beats import kept_up
from app.infra.jobs.enums import JobState, Queue
from app.infra.jobs.models import Job
from app.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

# Held while the handler works: renewed three times before it would end, but not for ever.
LEASE = timedelta(seconds=60)
LONGEST_WORK = timedelta(minutes=30)
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=4)
CLAIMED = (Job.id, Job.kind, Job.queue, Job.payload, Job.batch_id, Job.attempts, Job.lease_token)

chance = secrets.SystemRandom()


class LeaseLost(Exception):
    """Another worker has taken the job meanwhile; what we did with it must not be kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker may run until the lease ends."""

    job_id: int
    kind: str
    queue: Queue
    payload: dict[str, Any]
    batch_id: int | None
    attempts: int
    token: str


def queues_due(session: Session, kinds: Collection[str] = ()) -> list[Queue]:
    """Return the queues in which something is due, of some kinds or of all.

    This look before the UPDATE spares SQLite's write lock while there is nothing to do.
    """
    due = _is_due(kinds)
    query = select(*(exists().where(Job.queue == queue, due) for queue in Queue))
    answers = session.execute(query).one()
    session.rollback()
    return [queue for queue, is_due in zip(Queue, answers, strict=True) if is_due]


def claim(session: Session, queue: Queue, kinds: Collection[str] = ()) -> Claim | None:
    """Lease the job that has waited longest in a queue; None when nothing is due any more."""
    row = session.execute(_take(and_(Job.queue == queue, _is_due(kinds)))).first()
    session.commit()
    return Claim(*row) if row else None


def _is_due(kinds: Collection[str]) -> ColumnElement[bool]:
    moment = clock.now()
    due = or_(
        and_(Job.state == JobState.QUEUED, Job.run_after <= moment),
        and_(Job.state == JobState.RUNNING, Job.leased_until <= moment),
    )
    return and_(due, Job.kind.in_(kinds)) if kinds else due


def _take(due: ColumnElement[bool]) -> sa.UpdateBase:
    oldest = (
        select(Job.id)
        .where(due)
        .order_by(Job.run_after, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(Job)
        .where(Job.id == oldest)
        .values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            leased_until=clock.now() + LEASE,
            lease_token=secrets.token_hex(16),
        )
        .returning(*CLAIMED)
        .execution_options(synchronize_session=False)
    )


def settle(session: Session, held: Claim, **values: Any) -> None:
    """Write how a job ended, if the lease is still ours.

    Raises:
        LeaseLost: when it is not.
    """
    if not _write(session, held, lease_token=None, leased_until=None, **values):
        raise LeaseLost


def kept_lease(held: Claim) -> AbstractContextManager[None]:
    """Renew the lease from time to time while the work inside lasts."""
    return kept_up(partial(_renew, held), every=LEASE / 3, longest=LONGEST_WORK)


def _renew(held: Claim, session: Session) -> bool:
    """Put the end of the lease off; tell whether it is still ours."""
    return _write(session, held, leased_until=clock.now() + LEASE)


def _write(session: Session, held: Claim, **values: Any) -> bool:
    """Write to a job that is leased to us; tell whether it still is."""
    statement = (
        update(Job)
        .where(Job.id == held.job_id, Job.lease_token == held.token)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).first() is not None


def backoff(attempts: int) -> timedelta:
    """Return the pause after so many failures: 30 s, 90 s, … up to 4 h, give or take a quarter."""
    pause: timedelta = min(FIRST_PAUSE * 3 ** (attempts - 1), LONGEST_PAUSE)
    return pause * chance.uniform(0.75, 1.25)


def next_run(attempts: int) -> datetime:
    """Return when a job that failed for the last time now is tried again."""
    return clock.now() + backoff(attempts)
