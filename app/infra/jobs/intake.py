"""How work comes in: a row in the unit of work of what caused it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.infra.inserts import insert_once, short_key
from app.infra.jobs.enums import JobState
from app.infra.jobs.kinds import kind_of
from app.infra.jobs.models import Job
from app.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    dedupe: str | None = None,
    run_after: datetime | None = None,
    batch_id: int | None = None,
) -> bool:
    """Add a job to the current unit of work; nothing is committed.

    Returns:
        Whether it is new: a ``dedupe`` key that was ever used makes this do nothing.

    Raises:
        LookupError: for a kind without a handler, which is a defect.
    """
    moment = clock.now()
    values = {
        "kind": kind,
        "queue": kind_of(kind).queue,
        "payload": payload,
        "batch_id": batch_id,
        "dedupe": short_key(dedupe) if dedupe else None,
        "state": JobState.QUEUED,
        "run_after": run_after or moment,
        "created_at": moment,
    }
    return insert_once(Job, values, unique="dedupe") is not None
