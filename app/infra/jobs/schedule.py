"""What runs once a day, the table's own tidying among it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, or_

from app.infra.beats import forget_silent
from app.infra.db.engine import db
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
    """Forget jobs done or given up long ago, and machines that are gone.

    A cancelled part of a batch is kept, for its batch may be taken up again.
    """
    moment = clock.now()
    given_up = and_(Job.state == JobState.CANCELLED, Job.batch_id.is_(None))
    over = or_(Job.state == JobState.DONE, given_up)
    db.session.execute(delete(Job).where(over, Job.finished_at < moment - KEEP_DONE))
    forget_silent()
