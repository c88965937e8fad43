"""What runs once a day, the table's own tidying among it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete

from app.infra.beats import forget_silent
from app.infra.db import db
from app.infra.jobs.enums import JobState
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import daily, daily_kinds
from app.infra.jobs.models import Job
from app.kernel import clock

KEEP_DONE = timedelta(days=90)


def plan_daily_jobs() -> None:
    """Add today's daily jobs, once however many workers plan them."""
    for kind in daily_kinds():
        enqueue(kind.name, {}, dedupe=f"{kind.name}:{clock.today().isoformat()}")


@daily("infra.tidy", "Dọn việc nền đã xong từ lâu")
def tidy(_payload: dict[str, Any]) -> None:
    """Forget jobs done long ago and machines that are gone."""
    moment = clock.now()
    old = and_(Job.state == JobState.DONE, Job.finished_at < moment - KEEP_DONE)
    db.session.execute(delete(Job).where(old))
    forget_silent()
