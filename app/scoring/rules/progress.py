"""How far a judge is with a dossier, and in which order the dossiers come."""

from __future__ import annotations

import hashlib

from app.scoring.enums import Progress, SheetState

PLACE_BYTES = 7


def progress_of_sheet(state: SheetState | None, scored: int, criteria: int) -> Progress:
    """Return how far a sheet is.

    Args:
        state: of the sheet; None when none was begun.
        scored: criteria that have points.
        criteria: criteria of the round.
    """
    if state is SheetState.SUBMITTED:
        return Progress.SENT
    if state is None or state is SheetState.VOID:
        return Progress.NONE
    return Progress.READY if scored >= criteria else Progress.PARTIAL


def place_in_list(stage_id: int, seat_id: int, nomination_id: int) -> int:
    """Return a number by which a judge's dossiers are ordered: mixed, and always the same.

    Every judge meets the dossiers in another order, so no dossier is always the first or always
    the last, when judges are fresh or tired.
    """
    words = f"{stage_id}/{seat_id}/{nomination_id}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:PLACE_BYTES], "big")
