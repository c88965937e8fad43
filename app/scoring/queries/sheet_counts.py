"""How many sheets rounds want and have: one grouped statement, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, distinct, func, select

from app.infra.db.engine import db
from app.programmes.enums import StageState
from app.programmes.models import Stage
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """Sheets of the opened stages of a round, those of judges who stood aside left out.

    ``dossiers`` are those with a judge, ``judges_not_begun`` the judges without any sheet yet.
    """

    wanted: int = 0
    sent: int = 0
    dossiers: int = 0
    judges_not_begun: int = 0


def sheet_counts_of_rounds(round_ids: tuple[int, ...]) -> Mapping[int, SheetCounts]:
    """Return the counts of rounds; a round without assignments has noughts."""
    submitted = case((ScoreSheet.state == SheetState.SUBMITTED, 1), else_=0)
    begun = distinct(case((ScoreSheet.id.is_not(None), Assignment.seat_id)))
    query = (
        select(
            Stage.round_id,
            func.count(Assignment.id),
            func.coalesce(func.sum(submitted), 0),
            func.count(distinct(Assignment.nomination_id)),
            func.count(distinct(Assignment.seat_id)) - func.count(begun),
        )
        .join(Assignment, Assignment.stage_id == Stage.id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Stage.round_id.in_(round_ids),
            Stage.state != StageState.WAITING,
            Assignment.stood_aside_at.is_(None),
        )
        .group_by(Stage.round_id)
    )
    found = {row[0]: SheetCounts(*row[1:]) for row in db.session.execute(query)}
    return defaultdict(SheetCounts, found)
