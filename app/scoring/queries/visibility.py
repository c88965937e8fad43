"""Which assignments a judge may see: asked by every read of the judge's side, saves included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists

from app.conflicts.models import Conflict
from app.scoring.models import Assignment

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from app.kernel.access import Actor


def seat_ids_of(actor: Actor) -> list[int]:
    """Return the seats that somebody holds."""
    return [seat.seat_id for seat in actor.seats]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Say which assignments somebody may see: their own, from which they do not stand aside."""
    return visible(seat_ids_of(actor))


def visible(seat_ids: Any) -> ColumnElement[bool]:
    """Say the same of some seats, or of the parameter that names them later."""
    conflict = exists().where(
        Conflict.seat_id == Assignment.seat_id,
        Conflict.nomination_id == Assignment.nomination_id,
    )
    is_own = Assignment.seat_id.in_(seat_ids)
    return is_own & Assignment.stood_aside_at.is_(None) & ~conflict
