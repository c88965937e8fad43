"""What failed for good: how it is laid aside, what administrators see, and another chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select, update

from app.infra.db.engine import db
from app.infra.jobs.batches import move_on, take_batch
from app.infra.jobs.enums import BatchState, JobState, Queue
from app.infra.jobs.leases import MAX_ATTEMPTS, next_run, settle
from app.infra.jobs.models import Batch, BatchFailure, Job
from app.infra.lists.columns import Kind, ListColumn
from app.infra.lists.listing import Listing
from app.infra.lists.narrowing import OneOf
from app.kernel import clock
from app.kernel.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.infra.jobs.leases import Claim

TOOK_ITS_WORKERS_DOWN = "Tiến trình nền đã dừng đột ngột mỗi lần làm việc này."
PART_DIED = (
    f"Hệ thống gặp lỗi và đã thử {MAX_ATTEMPTS} lần. Quản trị hệ thống xem được lỗi ở trang Việc nền "
    "và cho chạy lại ở đó."
)
SOME_THINGS = "{count} mục"
CONCLUSION = "Phần hoàn tất"


# ── laying aside ─────────────────────────────────────────────────────────────────────────────


def note_error(session: Session, held: Claim, note: str) -> None:
    """Put a job off that went wrong; bury it after so many attempts.

    Raises:
        LeaseLost: when another worker has it.
    """
    if held.attempts >= MAX_ATTEMPTS:
        bury(session, held, note)
    elif _was_stopped(held):
        moment = clock.now()
        settle(session, held, state=JobState.CANCELLED, finished_at=moment, last_error=note)
    else:
        later = next_run(held.attempts)
        settle(session, held, state=JobState.QUEUED, run_after=later, last_error=note)


def bury(session: Session, held: Claim, note: str) -> None:
    """Lay a job aside for the administrator; its batch goes on without its things."""
    if held.batch_id is not None:
        _count_lost(held, take_batch(held.batch_id))
    settle(session, held, state=JobState.DEAD, finished_at=clock.now(), last_error=note)


def _count_lost(held: Claim, batch: Batch) -> None:
    items = held.payload.get("items", [])
    name = SOME_THINGS.format(count=len(items)) if items else CONCLUSION
    db.session.add(
        BatchFailure(
            batch_id=batch.id, job_id=held.job_id, items=items, name=name, reason=PART_DIED
        )
    )
    if items:
        batch.failed += len(items)
        move_on(batch)
    else:
        batch.state, batch.finished_at = BatchState.BROKEN, clock.now()


def _was_stopped(held: Claim) -> bool:
    """Tell whether the batch of a job was cancelled while it ran; its things then count so."""
    if held.batch_id is None:
        return False
    batch = take_batch(held.batch_id)
    if batch.state is not BatchState.CANCELLED:
        return False
    batch.cancelled += len(held.payload.get("items", []))
    move_on(batch)
    return True


# ── what administrators see ──────────────────────────────────────────────────────────────────


def count_jobs(state: JobState) -> int:
    """Count the jobs in a state."""
    query = select(func.count()).select_from(Job).where(Job.state == state)
    return db.session.execute(query).scalar_one()


def count_waiting() -> dict[Queue, int]:
    """Count the jobs that wait in each queue; every queue has an entry."""
    query = select(Job.queue, func.count()).where(Job.state == JobState.QUEUED).group_by(Job.queue)
    counts = dict.fromkeys(Queue, 0)
    for queue, count in db.session.execute(query):
        counts[queue] = count
    return counts


def count_dead_by_kind() -> dict[str, int]:
    """Count the dead jobs of each kind that has any, by its key."""
    query = (
        select(Job.kind, func.count())
        .where(Job.state == JobState.DEAD)
        .group_by(Job.kind)
        .order_by(Job.kind)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _kinds(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(kind, kind) for kind in counts]


DEAD_JOBS = Listing(
    key=Job.id,
    base=select(Job.id).where(Job.state == JobState.DEAD),
    rows=select(Job.id, Job.kind, Job.batch_id, Job.last_error, Job.attempts, Job.finished_at),
    order=(Job.finished_at.desc(), Job.id.desc()),
    columns=(
        ListColumn(name="kind", label="Việc"),
        ListColumn(name="last_error", label="Lý do"),
        ListColumn(name="attempts", label="Số lần thử", kind=Kind.NUMBER),
        ListColumn(name="finished_at", label="Từ lúc", kind=Kind.INSTANT),
        ListColumn(name="todo", label="Làm gì", is_spoken=True),
    ),
    filters=(OneOf("loai", "Loại việc", _kinds, Job.kind),),
)
"""The dead jobs, those that died last first; it is about how many there are of each kind."""


def youngest_dead(kind: str) -> Job | None:
    """Return the job of a kind that died last."""
    query = (
        select(Job)
        .where(Job.state == JobState.DEAD, Job.kind == kind)
        .order_by(Job.finished_at.desc(), Job.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def get_job(job_id: int) -> Job:
    """Return a job.

    Raises:
        NotFound: when there is none of this number.
    """
    job = db.session.get(Job, job_id, populate_existing=True)
    if job is None:
        raise NotFound
    return job


# ── another chance ───────────────────────────────────────────────────────────────────────────


def revive(which: ColumnElement[bool]) -> int:
    """Give some dead jobs their attempts again, and their batches what they had lost with them.

    Returns:
        How many there were.
    """
    dead = and_(Job.state == JobState.DEAD, which)
    query = select(Batch.id).join(Job, Job.batch_id == Batch.id).where(dead).distinct()
    for batch_id in sorted(db.session.execute(query).scalars()):
        _reopen(take_batch(batch_id), dead)
    return requeue(dead)


def _reopen(batch: Batch, dead: ColumnElement[bool]) -> None:
    """Give a locked batch back the things of its dead jobs that run again."""
    jobs = select(Job.id).where(dead, Job.batch_id == batch.id)
    query = select(BatchFailure).where(BatchFailure.job_id.in_(jobs))
    for failure in db.session.execute(query).scalars():
        is_part = bool(failure.items)
        batch.failed -= len(failure.items)
        batch.state = BatchState.WORKING if is_part else BatchState.CONCLUDING
        batch.finished_at = None
        db.session.delete(failure)
    db.session.flush()


def requeue(which: ColumnElement[bool]) -> int:
    """Let jobs run again from their first attempt; return how many there were."""
    statement = (
        update(Job)
        .where(which)
        .values(state=JobState.QUEUED, attempts=0, run_after=clock.now(), finished_at=None)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return len(db.session.execute(statement).all())


def give_up(job_id: int) -> bool:
    """Lay a dead job aside for good; tell whether it was still dead."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.DEAD)
        .values(state=JobState.CANCELLED)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.execute(statement).first() is not None
