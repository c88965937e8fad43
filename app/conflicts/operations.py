"""Declaring a conflict of interest, and taking a declaration back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.conflicts import queries
from app.conflicts.enums import ConflictEvent
from app.conflicts.models import Conflict
from app.conflicts.rules import require_declarable
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.errors import Duplicate, NotAllowed
from app.kernel.reasons import require_reason

if TYPE_CHECKING:
    from app.conflicts.enums import ConflictKind
    from app.councils.models import Seat
    from app.kernel.access import Actor
    from app.nominations.models import Nomination

NOT_YOURS = "Mỗi giám khảo chỉ khai xung đột lợi ích cho chính mình. Hãy báo thư ký để khai thay người khác."


@operation
def declare_conflict(
    seat: Seat, nomination: Nomination, kind: ConflictKind, note: str = "", *, by: Actor
) -> Conflict:
    """Say that a dossier is too close to a judge; `scoring` lets the judge stand aside.

    Judges declare for their own seat; the secretary and the system enter what they were told.

    Raises:
        NotAllowed: when a judge declares for another seat.
        Duplicate: when it is declared already.
        RuleBroken: beside ``kind`` or ``note``.
    """
    _require_own_or_entered(seat, by)
    cleaned = require_declarable(kind, note)
    if queries.find_conflict(seat.id, nomination.id) is not None:
        raise Duplicate(
            "Xung đột lợi ích với hồ sơ này đã được khai rồi. Hãy tải lại trang để xem."
        )
    conflict = Conflict(
        seat_id=seat.id,
        seat=seat,
        nomination_id=nomination.id,
        nomination=nomination,
        kind=kind,
        note=cleaned,
        declared_at=clock.now(),
        declared_by=by.account_id,
    )
    db.session.add(conflict)
    db.session.flush()
    record(
        ConflictEvent.DECLARED,
        conflict,
        by=by,
        seat=seat.code,
        nomination_id=nomination.id,
        kind=kind,
    )
    return conflict


def _require_own_or_entered(seat: Seat, by: Actor) -> None:
    is_own = any(held.seat_id == seat.id for held in by.seats)
    if not (is_own or by.has_role(Role.SECRETARY) or by.system is not None):
        raise NotAllowed(NOT_YOURS)


@operation
def withdraw_declaration(conflict: Conflict, reason: str, *, by: Actor) -> None:
    """Take a declaration back that was made in error; assigning again is a step of its own.

    Raises:
        RuleBroken: beside ``reason``, when there is none.
    """
    why = require_reason(reason)
    record(
        ConflictEvent.WITHDRAWN,
        conflict,
        by=by,
        seat_id=conflict.seat_id,
        nomination_id=conflict.nomination_id,
        kind=conflict.kind,
        why=why,
    )
    db.session.delete(conflict)
    db.session.flush()
