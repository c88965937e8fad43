"""The worker: takes what is due, queue by queue, runs its handler and keeps the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
import structlog
from flask import current_app

from app.infra.beats import BEAT_EVERY, beat
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.enums import JobState
from app.infra.jobs.failures import TOOK_ITS_WORKERS_DOWN, bury, note_error
from app.infra.jobs.kinds import kind_of
from app.infra.jobs.leases import (
    MAX_ATTEMPTS,
    LeaseLost,
    claim,
    kept_lease,
    queues_due,
    settle,
)
from app.infra.jobs.schedule import plan_daily_jobs
from app.infra.jobs.turns import Turns
from app.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from threading import Event

    from app.infra.jobs.leases import Claim

IDLE_FROM, IDLE_TO = 0.5, 2.0
ERROR_LENGTH = 2000

log = structlog.get_logger()


def work_once(kinds: Collection[str] = (), turns: Turns | None = None) -> bool:
    """Run one due job, in an application context of its own; tell whether there was one.

    ``turns`` remembers between calls whose turn it is.
    """
    turns = turns or Turns()
    with current_app.app_context():
        held = _next_claim(kinds, turns)
        if held is None:
            return False
        with turns.taken(held.queue):
            _run(held)
        return True


def _next_claim(kinds: Collection[str], turns: Turns) -> Claim | None:
    """Lease a job of the queue whose turn it is; another worker may have emptied one meanwhile."""
    session = db.session()
    waiting = turns.order(queues_due(session, kinds))
    return next((held for queue in waiting if (held := claim(session, queue, kinds))), None)


def _run(held: Claim) -> None:
    try:
        with kept_lease(held):
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
            bury(session, held, TOOK_ITS_WORKERS_DOWN)
            return
        kind_of(held.kind).handler(held.payload)
        session.flush()
        settle(session, held, state=JobState.DONE, finished_at=clock.now(), last_error="")


def _fail_quietly(held: Claim, error: Exception) -> None:
    try:
        _fail(held, error)
    except LeaseLost:
        log.warning("job.lease_lost", kind=held.kind, job=held.job_id)


def _fail(held: Claim, error: Exception) -> None:
    note = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    with unit_of_work() as session:
        note_error(session, held, note)


def work_all(limit: int = 10_000) -> int:
    """Run what is due now, jobs that jobs add included; return how many ran."""
    done, turns = 0, Turns()
    while done < limit and work_once(turns=turns):
        done += 1
    return done


def work_until(stop: Event) -> None:
    """Work until told to stop; the job at hand is finished first."""
    watch, turns = _Watch(), Turns()
    pause = IDLE_FROM
    while not stop.is_set():
        if _worked(watch, turns):
            pause = IDLE_FROM
        else:
            stop.wait(pause)
            pause = min(pause * 1.5, IDLE_TO)


def _worked(watch: _Watch, turns: Turns) -> bool:
    try:
        watch.look()
        return work_once(turns=turns)
    except sa.exc.DBAPIError as error:
        log.error("worker.database", error=type(error).__name__)  # noqa: TRY400  # see `_run`
        return False


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
