"""The tables of jobs, and of the batches that many jobs do together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.files.models import StoredFile
from app.infra.jobs.enums import BatchState, JobState, Queue
from app.infra.orm import Base, Key, Line


class Job(Base):
    """Something to do once; ``lease_token`` tells the worker that may finish it."""

    __tablename__ = "jobs"
    spoken = "Việc nền"

    kind: Mapped[Key]
    queue: Mapped[Queue]
    payload: Mapped[dict[str, Any]]
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("batches.id"), index=True)
    dedupe: Mapped[Key | None] = mapped_column(unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(sa.String(32))
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_jobs_state_queue_run_after", "state", "queue", "run_after"),)


class Batch(Base):
    """Long work over many things, some at a time: the parent of its jobs.

    ``kind`` is the kind of the jobs that do its parts, ``per_job`` the number of things of each.
    ``total`` counts things; each ends as done, failed or cancelled. ``back_to`` and ``result``
    are a `Destination` as it is kept, or what a `ResultFile` is called. Whoever started it is kept by
    number and name, as the log does, for nothing here knows accounts.
    """

    __tablename__ = "batches"
    spoken = "Việc nền nhiều phần"

    kind: Mapped[Key]
    title: Mapped[Line]
    state: Mapped[BatchState] = mapped_column(default=BatchState.WORKING)
    per_job: Mapped[int]
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    by_account: Mapped[int | None] = mapped_column(index=True)
    by_name: Mapped[Line]
    back_to: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    result_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_files.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    result_file: Mapped[StoredFile | None] = relationship(lazy="raise")

    @property
    def left(self) -> int:
        """How many things are neither done nor failed nor cancelled."""
        return self.total - self.done - self.failed - self.cancelled

    @property
    def is_going_on(self) -> bool:
        """Whether something of it still waits or runs and nobody has stopped it."""
        return self.state in {BatchState.WORKING, BatchState.CONCLUDING}

    @property
    def has_gaps(self) -> bool:
        """Whether it stopped with something left that can be tried again."""
        return self.finished_at is not None and (
            self.failed + self.cancelled > 0 or self.state is not BatchState.FINISHED
        )

    __table_args__ = (
        sa.CheckConstraint(
            "done >= 0 AND failed >= 0 AND cancelled >= 0 AND done + failed + cancelled <= total",
            name="counts_fit",
        ),
    )


class BatchFailure(Base):
    """Things of a batch that could not be done, and why, in words for people.

    With ``job_id`` the whole job died and the things were not even tried one by one; without it
    the handler said so of this thing. ``items`` is empty for the conclusion of a batch.
    """

    __tablename__ = "batch_failures"
    spoken = "Mục chưa làm được"

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batches.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("jobs.id"), index=True)
    items: Mapped[list[Any]]
    name: Mapped[Line]
    reason: Mapped[str]
