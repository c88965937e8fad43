"""A deadline that is set closes the round by itself, soon after it has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.jobs.intake import enqueue
from app.kernel.events import when
from app.programmes.enums import RoundEvent
from app.programmes.jobs import CLOSE
from app.programmes.rules.deadlines import after_deadline

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.programmes.models import Round


@when(RoundEvent.OPENED, RoundEvent.REOPENED, RoundEvent.DEADLINE_MOVED)
def close_at_deadline(thing: Round, *, by: Actor) -> None:  # noqa: ARG001  # the clock closes
    """Ask the worker to close the round once its deadline, with the grace, has passed."""
    if thing.closes_at is None:
        return
    moment = after_deadline(thing.closes_at, thing.grace_minutes)
    enqueue(CLOSE, {}, dedupe=f"{CLOSE}:{thing.id}:{moment.isoformat()}", run_after=moment)
