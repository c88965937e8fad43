"""Work for tests to do, and what became of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.infra.db import db, unit_of_work
from app.infra.jobs.enums import Queue
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.infra.jobs.models import Job

seen: list[dict[str, Any]] = []


@handles("test.note", "Ghi lại")
def note(payload: dict[str, Any]) -> None:
    """Remember what it was given."""
    seen.append(payload)


@handles("test.fail", "Làm hỏng", Queue.FILES)
def fail(_payload: dict[str, Any]) -> None:
    """Fail, after it asked for more work."""
    enqueue("test.note", {"from": "a handler that fails"})
    raise RuntimeError("hỏng")


def all_jobs() -> list[Job]:
    """Return the jobs as they stand now."""
    db.session.rollback()
    query = sa.select(Job).order_by(Job.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def put(kind: str = "test.note", **payload: Any) -> None:
    """Queue a job and commit it."""
    with unit_of_work():
        enqueue(kind, payload)
