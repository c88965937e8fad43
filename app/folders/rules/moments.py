"""When each step of a round that is run from its folder happens.

The clock stands at these moments, so the same folder gives the same papers whenever it is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.kernel.calendar import local
from app.programmes.rules.deadlines import after_deadline

if TYPE_CHECKING:
    from datetime import date

    from app.programmes.rules.plan import RoundPlan

SCREENED_AFTER = timedelta(days=1)
COUNCIL_AFTER = timedelta(days=7)
CONFLICTS_AFTER = timedelta(days=8)
ASSIGNED_AFTER = timedelta(days=9)
JUDGED_FROM = timedelta(days=10)
JUDGED_UNTIL = timedelta(days=30)
RANKED_AFTER = timedelta(days=31)
RULED_AFTER = timedelta(days=32)
PROPOSED_AFTER = timedelta(days=33)
DECIDED_AFTER = timedelta(days=40)
ISSUED_AFTER = timedelta(days=41)


@dataclass(frozen=True, slots=True)
class Moments:
    """The calendar of a run, counted from the dates of the round."""

    opened: datetime
    deadline: datetime
    closed: datetime

    def submitted(self, place: int, count: int) -> datetime:
        """Return when the dossier of a place, from 0, is sent: evenly spread, in time."""
        return _between(self.opened, self.deadline, place, count)

    def judged(self, place: int, count: int, stage: int = 0, stages: int = 1) -> datetime:
        """Return when the judge of a place, from 0, sends the sheets of a stage, from 0."""
        begins = self.judged_until(stage - 1, stages)
        return _between(begins, self.judged_until(stage, stages), place, count)

    def judged_until(self, stage: int, stages: int) -> datetime:
        """Return when a stage, from 0, is closed: each has its even share of the judging."""
        return self.after(JUDGED_FROM + (JUDGED_UNTIL - JUDGED_FROM) * (stage + 1) / stages)

    def assigned(self, stage: int, stages: int) -> datetime:
        """Return when the dossiers of a stage are assigned: of a later one when they come to it."""
        return self.judged_until(stage - 1, stages) if stage else self.after(ASSIGNED_AFTER)

    def after(self, span: timedelta) -> datetime:
        """Return a moment after the round closed."""
        return self.closed + span

    @property
    def decided_on(self) -> date:
        """The day that the decision carries."""
        return local(self.after(DECIDED_AFTER)).date()


def moments_of(plan: RoundPlan) -> Moments | None:
    """Return the calendar of a round; None when it has no dates to count from."""
    if plan.opens_at is None or plan.closes_at is None:
        return None
    closed = after_deadline(plan.closes_at, plan.grace_minutes)
    return Moments(plan.opens_at, plan.closes_at, closed)


def _between(start: datetime, end: datetime, place: int, count: int) -> datetime:
    """Return the moment of a place in a row, both ends left free, in whole seconds."""
    seconds = (end - start) * (place + 1) // (count + 1) // timedelta(seconds=1)
    return start + timedelta(seconds=seconds)
