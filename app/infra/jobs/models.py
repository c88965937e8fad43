"""The table of jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.jobs.enums import JobState, Queue
from app.infra.orm import Base, Key


class Job(Base):
    """Something to do once; ``lease_token`` tells the worker that may finish it."""

    __tablename__ = "jobs"
    spoken = "Việc nền"

    kind: Mapped[Key]
    queue: Mapped[Queue]
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

    __table_args__ = (sa.Index("ix_jobs_state_queue_run_after", "state", "queue", "run_after"),)
