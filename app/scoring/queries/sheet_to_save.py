"""What a save of points reads: the most frequent read of the product, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from app.infra.db.reads import rows
from app.kernel.errors import NotFound
from app.programmes.models import Criterion, Stage
from app.scoring.models import Assignment, ScoreSheet, SheetPoints
from app.scoring.queries.visibility import seat_ids_of, visible
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Select

    from app.kernel.access import Actor
    from app.programmes.enums import StageState
    from app.scoring.enums import SheetState


@dataclass(frozen=True, slots=True)
class SheetToSave:
    """All that a save of points must know, read in one statement."""

    assignment_id: int
    seat_id: int
    round_id: int
    stage_state: StageState
    closes_at: datetime | None
    sheet_id: int | None
    state: SheetState | None
    version: int
    comment: str
    earlier: list[dict[str, str]]
    criteria: tuple[CriterionRule, ...]
    criterion_ids: dict[str, int]
    points: dict[str, Decimal | None]


def get_sheet_to_save(assignment_id: int, actor: Actor) -> SheetToSave:
    """Return what a save needs, in one statement: a row for each criterion.

    Raises:
        NotFound: when the actor has no such dossier to score.
    """
    wanted = {"number": assignment_id, "seats": seat_ids_of(actor)}
    found = rows(_sheet_to_save_query(), wanted).all()
    if not found:
        raise NotFound
    return _sheet_to_save(assignment_id, found)


@cache
def _sheet_to_save_query() -> Select[Any]:
    """Build the query once: it runs at every keystroke that rests."""
    return (
        select(
            Assignment.seat_id,
            Stage.round_id,
            Stage.state,
            Stage.closes_at,
            ScoreSheet.id,
            ScoreSheet.state,
            ScoreSheet.version,
            ScoreSheet.comment,
            ScoreSheet.earlier,
            Criterion.id,
            Criterion.code,
            Criterion.name,
            Criterion.max_points,
            Criterion.step,
            Criterion.weight,
            SheetPoints.points,
        )
        .join(Stage, Stage.id == Assignment.stage_id)
        .join(Criterion, Criterion.stage_id == Stage.id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .outerjoin(
            SheetPoints,
            (SheetPoints.sheet_id == ScoreSheet.id) & (SheetPoints.criterion_id == Criterion.id),
        )
        .where(Assignment.id == bindparam("number"), visible(bindparam("seats", expanding=True)))
        .order_by(Criterion.position, Criterion.id)
    )


def _sheet_to_save(assignment_id: int, lines: Sequence[Any]) -> SheetToSave:
    seat_id, round_id, stage_state, closes_at, sheet_id, state, version, comment, earlier = lines[
        0
    ][:9]
    return SheetToSave(
        assignment_id=assignment_id,
        seat_id=seat_id,
        round_id=round_id,
        stage_state=stage_state,
        closes_at=closes_at,
        sheet_id=sheet_id,
        state=state,
        version=version or 0,
        comment=comment or "",
        earlier=earlier or [],
        criteria=tuple(CriterionRule(*row[10:15]) for row in lines),
        criterion_ids={row[10]: row[9] for row in lines},
        points={row[10]: row[15] for row in lines},
    )
