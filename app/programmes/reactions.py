"""A deadline that is set closes the round by itself, soon after it has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.infra.jobs import daily, enqueue, handles
from app.kernel.access import Actor
from app.kernel.events import when
from app.programmes.enums import RoundEvent
from app.programmes.operations.settings import close_rounds_past_deadline
from app.programmes.rules.deadlines import after_deadline

if TYPE_CHECKING:
    from app.programmes.models import Round

CLOSE = "programmes.close_past_deadline"
CLOCK = "Đồng hồ hạn nộp"


@when(RoundEvent.OPENED, RoundEvent.REOPENED, RoundEvent.DEADLINE_MOVED)
def close_at_deadline(thing: Round, *, by: Actor) -> None:  # noqa: ARG001  # the clock closes
    """Ask the worker to close the round once its deadline, with the grace, has passed."""
    if thing.closes_at is None:
        return
    moment = after_deadline(thing.closes_at, thing.grace_minutes)
    enqueue(CLOSE, {}, dedupe=f"{CLOSE}:{thing.id}:{moment.isoformat()}", run_after=moment)


@handles(CLOSE)
def close_when_due(_payload: dict[str, Any]) -> None:
    """Close what is due; the payload says nothing, because the deadline may have moved."""
    close_rounds_past_deadline(by=Actor.of_system(CLOCK))


@daily("programmes.close_forgotten")
def close_forgotten(_payload: dict[str, Any]) -> None:
    """Close what a lost job has left open."""
    close_rounds_past_deadline(by=Actor.of_system(CLOCK))
