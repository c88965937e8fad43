"""Declared conflicts of interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.conflicts.enums import ConflictKind
from app.conflicts.operations import declare_conflict
from tests.factories.councils import SECRETARY

if TYPE_CHECKING:
    from app.conflicts.models import Conflict
    from app.councils.models import Seat
    from app.nominations.models import Nomination


def make_conflict(
    seat: Seat, nomination: Nomination, kind: ConflictKind = ConflictKind.FAMILY
) -> Conflict:
    """Declare a conflict, as the secretary enters one."""
    return declare_conflict(seat, nomination, kind, by=SECRETARY)
