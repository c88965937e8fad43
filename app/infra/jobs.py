"""Work that happens after the page has answered: a table of jobs in the application's database.

A job is written in the same unit of work as what caused it, so neither exists without the
other. A worker leases a job, runs its handler, and marks it done in the unit of work of the
handler's effects. It renews the lease as long as it works; one that dies in between loses it,
the job runs again, and the effects in the database happen exactly once. What a handler does outside the database may
happen twice.

One worker is enough on SQLite; on PostgreSQL any number may run, on any machines.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.beats import BEAT_EVERY, beat, forget_silent, kept_up
from app.infra.db import db, unit_of_work
from app.infra.inserts import insert_once, short_key
from app.infra.orm import Base, Key
from app.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from threading import Event

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

# Held while the handler works: renewed three times before it would end, but not for ever.
LEASE = timedelta(seconds=60)
LONGEST_WORK = timedelta(minutes=30)
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=4)
IDLE_FROM, IDLE_TO = 0.5, 2.0
KEEP_DONE = timedelta(days=90)
ERROR_LENGTH = 2000

log = structlog.get_logger()
chance = secrets.SystemRandom()


class JobState(StrEnum):
    """Where a job stands; a dead one was tried too often and waits for the administrator."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """Something to do once; ``lease_token`` tells the worker that may finish it."""

    __tablename__ = "jobs"

    kind: Mapped[Key]
    payload: Mapped[dict[str, Any]]
    dedupe: Mapped[Key | None] = mapped_column(unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(sa.String(32))
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_jobs_state_run_after", "state", "run_after"),)


class LeaseLost(Exception):
    """Another worker has taken the job meanwhile; what we did with it must not be kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker may run until the lease ends."""

    job_id: int
    kind: str
    payload: dict[str, Any]
    attempts: int
    token: str


if TYPE_CHECKING:
    Handler = Callable[[dict[str, Any]], None]
    H = TypeVar("H", bound=Handler)

_handlers: dict[str, Handler] = {}
_daily: set[str] = set()


# ── registering and enqueuing ────────────────────────────────────────────────────────────────


def handles(kind: str) -> Callable[[H], H]:
    """Register the handler of a kind of job; it runs in a unit of work and is kept short.

    Raises:
        TypeError: when the kind has another handler.
    """

    def register(handler: H) -> H:
        if _handlers.setdefault(kind, handler) is not handler:
            msg = f"two handlers for jobs of kind {kind}"
            raise TypeError(msg)
        return handler

    return register


def daily(kind: str) -> Callable[[H], H]:
    """Register a handler that runs once on every Vietnamese day, soon after midnight."""

    def register(handler: H) -> H:
        _daily.add(kind)
        return handles(kind)(handler)

    return register


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    dedupe: str | None = None,
    run_after: datetime | None = None,
) -> bool:
    """Add a job to the current unit of work; nothing is committed.

    Returns:
        Whether it is new: a ``dedupe`` key that was ever used makes this do nothing.

    Raises:
        LookupError: for a kind without a handler, which is a defect.
    """
    if kind not in _handlers:
        msg = f"no handler for jobs of kind {kind}"
        raise LookupError(msg)
    moment = clock.now()
    values = {
        "kind": kind,
        "payload": payload,
        "dedupe": short_key(dedupe) if dedupe else None,
        "state": JobState.QUEUED,
        "run_after": run_after or moment,
        "created_at": moment,
    }
    return insert_once(Job, values, unique="dedupe") is not None


# ── claiming and finishing ───────────────────────────────────────────────────────────────────


def claim(session: Session, kinds: Collection[str] = ()) -> Claim | None:
    """Lease the job that has waited longest, of some kinds or of all; None when nothing is due.

    The look before the UPDATE spares SQLite's write lock while there is nothing to do.
    """
    moment = clock.now()
    due = and_(_is_due(moment), Job.kind.in_(kinds)) if kinds else _is_due(moment)
    if session.execute(select(Job.id).where(due).limit(1)).first() is None:
        session.rollback()
        return None
    row = session.execute(_take(due)).first()
    session.commit()
    return Claim(*row) if row else None


def _is_due(moment: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Job.state == JobState.QUEUED, Job.run_after <= moment),
        and_(Job.state == JobState.RUNNING, Job.leased_until <= moment),
    )


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
        .returning(Job.id, Job.kind, Job.payload, Job.attempts, Job.lease_token)
        .execution_options(synchronize_session=False)
    )


def _settle(session: Session, held: Claim, **values: Any) -> None:
    """Write how a job ended, if the lease is still ours.

    Raises:
        LeaseLost: when it is not.
    """
    statement = (
        update(Job)
        .where(Job.id == held.job_id, Job.lease_token == held.token)
        .values(lease_token=None, leased_until=None, **values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    if session.execute(statement).first() is None:
        raise LeaseLost


def _renew(held: Claim, session: Session) -> bool:
    """Put the end of the lease off; tell whether it is still ours."""
    statement = (
        update(Job)
        .where(Job.id == held.job_id, Job.lease_token == held.token)
        .values(leased_until=clock.now() + LEASE)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).first() is not None


def backoff(attempts: int) -> timedelta:
    """Return the pause after so many failures: 30 s, 90 s, … up to 4 h, give or take a quarter."""
    pause: timedelta = min(FIRST_PAUSE * 3 ** (attempts - 1), LONGEST_PAUSE)
    return pause * chance.uniform(0.75, 1.25)


def _fail(held: Claim, error: Exception) -> None:
    moment = clock.now()
    note = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    with unit_of_work() as session:
        if held.attempts >= MAX_ATTEMPTS:
            _settle(session, held, state=JobState.DEAD, finished_at=moment, last_error=note)
        else:
            later = moment + backoff(held.attempts)
            _settle(session, held, state=JobState.QUEUED, run_after=later, last_error=note)


# ── working ──────────────────────────────────────────────────────────────────────────────────


def work_once(kinds: Collection[str] = ()) -> bool:
    """Run one due job, in an application context of its own; tell whether there was one."""
    with current_app.app_context():
        held = claim(db.session(), kinds)
        if held is None:
            return False
        _run(held)
        return True


def _run(held: Claim) -> None:
    renew = partial(_renew, held)
    try:
        with kept_up(renew, every=LEASE / 3, longest=LONGEST_WORK):
            _perform(held)
    except LeaseLost:
        log.warning("job.lease_lost", kind=held.kind, job=held.job_id)
    except Exception as error:  # noqa: BLE001  # whatever a handler raises, the worker goes on
        log.error(  # noqa: TRY400  # the words of an error may name a person; they stay in the table
            "job.failed",
            kind=held.kind,
            job=held.job_id,
            attempt=held.attempts,
            error=type(error).__name__,
        )
        _fail_quietly(held, error)


def _perform(held: Claim) -> None:
    """Run the handler and mark the job done, in one unit of work."""
    with unit_of_work() as session:
        if held.attempts > MAX_ATTEMPTS:
            # No handler fails without a word: this job has taken its workers down with it.
            _settle(session, held, state=JobState.DEAD, finished_at=clock.now())
            return
        _handlers[held.kind](held.payload)
        session.flush()
        _settle(session, held, state=JobState.DONE, finished_at=clock.now(), last_error="")


def _fail_quietly(held: Claim, error: Exception) -> None:
    try:
        _fail(held, error)
    except LeaseLost:
        log.warning("job.lease_lost", kind=held.kind, job=held.job_id)


def work_all(limit: int = 10_000) -> int:
    """Run what is due now, jobs that jobs add included; return how many ran."""
    done = 0
    while done < limit and work_once():
        done += 1
    return done


def work_until(stop: Event) -> None:
    """Work until told to stop; the job at hand is finished first."""
    watch = _Watch()
    pause = IDLE_FROM
    while not stop.is_set():
        if _worked(watch):
            pause = IDLE_FROM
        else:
            stop.wait(pause)
            pause = min(pause * 1.5, IDLE_TO)


def _worked(watch: _Watch) -> bool:
    try:
        watch.look()
        return work_once()
    except sa.exc.DBAPIError as error:
        log.error("worker.database", error=type(error).__name__)  # noqa: TRY400  # see `_run`
        return False


# ── the heartbeat and the calendar ───────────────────────────────────────────────────────────


class _Watch:
    """Beats and plans the day's jobs from time to time, not at every turn of the loop."""

    def __init__(self) -> None:
        self._next_beat: datetime | None = None

    def look(self) -> None:
        """Beat and plan, if it is time."""
        moment = clock.now()
        if self._next_beat and moment < self._next_beat:
            return
        with current_app.app_context(), unit_of_work() as session:
            beat(session)
            plan_daily_jobs()
        self._next_beat = moment + BEAT_EVERY


def plan_daily_jobs() -> None:
    """Add today's daily jobs, once however many workers plan them."""
    for kind in sorted(_daily):
        enqueue(kind, {}, dedupe=f"{kind}:{clock.today().isoformat()}")


@daily("infra.tidy")
def tidy(_payload: dict[str, Any]) -> None:
    """Forget jobs done long ago and machines that are gone."""
    moment = clock.now()
    old = and_(Job.state == JobState.DONE, Job.finished_at < moment - KEEP_DONE)
    db.session.execute(delete(Job).where(old))
    forget_silent()


# ── what the administrator sees ──────────────────────────────────────────────────────────────


def count_jobs(state: JobState) -> int:
    """Count the jobs in a state."""
    query = select(func.count()).select_from(Job).where(Job.state == state)
    return db.session.execute(query).scalar_one()


def revive_dead_jobs() -> int:
    """Give every dead job its eight attempts again; return how many there were."""
    statement = (
        update(Job)
        .where(Job.state == JobState.DEAD)
        .values(state=JobState.QUEUED, attempts=0, run_after=clock.now(), finished_at=None)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return len(db.session.execute(statement).all())
