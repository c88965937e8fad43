"""What failed in the background, on the desk of administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.desks import DeskKey, Entry
from app.infra.jobs.enums import JobState
from app.infra.jobs.failures import count_jobs

if TYPE_CHECKING:
    from app.kernel.access import Actor


def _dead_jobs(_actor: Actor) -> int:
    return count_jobs(JobState.DEAD)


entries = (
    Entry(
        DeskKey.ADMINISTRATION,
        35,
        "Việc nền",
        "work.failed",
        "gear",
        count=_dead_jobs,
        is_urgent=True,
    ),
)
