"""A batch is stopped by somebody, and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, select, update

from app.infra.db.engine import db
from app.infra.jobs.batches import move_on, queue_parts, take_batch
from app.infra.jobs.enums import BatchState, JobState
from app.infra.jobs.failures import requeue
from app.infra.jobs.models import Batch, BatchFailure, Job
from app.kernel import clock

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

STOPPED = (JobState.DEAD, JobState.CANCELLED)


def cancel_batch(batch_id: int) -> int:
    """Stop what has not begun of a batch; return how many of its things that were.

    A part that runs now is done to its end.
    """
    batch = take_batch(batch_id)
    if not batch.is_going_on:
        return 0
    batch.state = BatchState.CANCELLED
    stopped = sum(len(payload.get("items", ())) for payload in _stop_jobs(batch))
    batch.cancelled += stopped
    move_on(batch)
    return stopped


def _stop_jobs(batch: Batch) -> list[dict[str, Any]]:
    statement = (
        update(Job)
        .where(Job.batch_id == batch.id, Job.state == JobState.QUEUED)
        .values(state=JobState.CANCELLED, finished_at=clock.now())
        .returning(Job.payload)
        .execution_options(synchronize_session=False)
    )
    return list(db.session.execute(statement).scalars())


def continue_batch(batch_id: int) -> int:
    """Try again what failed or was stopped of a batch at rest; return how many things that are."""
    batch = take_batch(batch_id)
    if not batch.has_gaps:
        return 0
    refused = _refused_items(batch)
    _forget_ends(batch)
    again = batch.failed + batch.cancelled
    batch.failed = batch.cancelled = 0
    batch.state, batch.finished_at = BatchState.WORKING, None
    requeue(and_(Job.batch_id == batch.id, Job.state.in_(STOPPED)))
    queue_parts(batch, refused)
    move_on(batch)
    return again


def _refused_items(batch: Batch) -> list[Any]:
    """Return the things of which a handler said that they cannot be done; their jobs are done."""
    query = (
        select(BatchFailure.items)
        .where(BatchFailure.batch_id == batch.id, BatchFailure.job_id.is_(None))
        .order_by(BatchFailure.id)
    )
    return [item for items in db.session.execute(query).scalars() for item in items]


def _forget_ends(batch: Batch) -> None:
    """Forget why it stopped, and its conclusion, which is asked for anew when it is time."""
    conclusion: ColumnElement[bool] = and_(
        Job.batch_id == batch.id, Job.kind != batch.kind, Job.state.in_(STOPPED)
    )
    db.session.execute(delete(BatchFailure).where(BatchFailure.batch_id == batch.id))
    db.session.execute(delete(Job).where(conclusion))
