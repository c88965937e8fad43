"""What failed for good, and giving it another chance."""

from __future__ import annotations

from sqlalchemy import func, select, update

from app.infra.db import db
from app.infra.jobs.enums import JobState
from app.infra.jobs.models import Job
from app.kernel import clock


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
