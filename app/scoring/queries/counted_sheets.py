"""The sheets that count, for the stage score and the ranking: one pass over the stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.councils.models import Seat
from app.infra.db.engine import db
from app.nominations.models import Nomination
from app.programmes.models import Category, Criterion
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet, SheetPoints
from app.scoring.queries.progress import in_stage
from app.scoring.rules.aggregation import CountedSheet

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class StageInput:
    """What the score of one dossier in a stage is computed from; dossiers without sheets too."""

    nomination_id: int
    code: str
    category_id: int | None
    category_code: str
    sheets: tuple[CountedSheet, ...]


def stage_inputs(stage_id: int) -> list[StageInput]:
    """Return the counted sheets of every dossier of a stage, by code, in one statement.

    Counted are submitted sheets of judges who did not stand aside; judges are named by code.
    """
    gathered: dict[int, _Gathering] = {}
    for number, code, category_id, category, judge, total, criterion, points in db.session.execute(
        _rows_of(stage_id)
    ):
        dossier = gathered.setdefault(
            number, _Gathering(number, code or "", category_id, category or "", {})
        )
        if total is not None:
            sheet = dossier.sheets.setdefault(judge, (total, {}))
            if criterion is not None:
                sheet[1][criterion] = points
    return [dossier.finished() for dossier in gathered.values()]


def _rows_of(stage_id: int) -> Select[*tuple[Any, ...]]:
    """Ask for one row per points given; a dossier without a counted sheet has one empty row."""
    assigned = (
        (Assignment.nomination_id == Nomination.id)
        & (Assignment.stage_id == stage_id)
        & Assignment.stood_aside_at.is_(None)
    )
    counted = (ScoreSheet.assignment_id == Assignment.id) & (
        ScoreSheet.state == SheetState.SUBMITTED
    )
    return (
        select(
            Nomination.id,
            Nomination.code,
            Category.id,
            Category.code,
            Seat.code,
            ScoreSheet.total,
            Criterion.code,
            SheetPoints.points,
        )
        .select_from(Nomination)
        .outerjoin(Category, Category.id == Nomination.category_id)
        .outerjoin(Assignment, assigned)
        .outerjoin(ScoreSheet, counted)
        .outerjoin(Seat, Seat.id == Assignment.seat_id)
        .outerjoin(SheetPoints, SheetPoints.sheet_id == ScoreSheet.id)
        .outerjoin(Criterion, Criterion.id == SheetPoints.criterion_id)
        .where(in_stage(stage_id))
        .order_by(Nomination.code, Nomination.id, Seat.code, Criterion.position)
    )


@dataclass(slots=True)
class _Gathering:
    """A dossier while its rows come in."""

    nomination_id: int
    code: str
    category_id: int | None
    category_code: str
    sheets: dict[str, tuple[Decimal, dict[str, Decimal]]]

    def finished(self) -> StageInput:
        """Return the dossier with all its sheets."""
        sheets = tuple(
            CountedSheet(judge, points, total) for judge, (total, points) in self.sheets.items()
        )
        return StageInput(
            self.nomination_id, self.code, self.category_id, self.category_code, sheets
        )
