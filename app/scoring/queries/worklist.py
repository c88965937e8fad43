"""What a judge may see: dossiers assigned to their own seat and free of conflicts, nothing else.

Every read of this module passes through `visible_to`, so that lists, counts, pages and files
agree. A dossier that a judge must not see is not found, as if there were none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from app.councils.models import Seat
from app.infra.db.engine import db
from app.infra.db.reads import asked_once, rows
from app.kernel.errors import NotFound
from app.nominations.models import Nomination, NominationPerson
from app.programmes.enums import RoundState, StageState
from app.programmes.models import Category, Criterion, Round, Stage
from app.registry.models import Unit
from app.scoring.enums import Progress, SheetState
from app.scoring.models import Assignment, ScoreSheet, SheetPoints
from app.scoring.queries.visibility import seat_ids_of, visible, visible_to
from app.scoring.rules.progress import progress_of_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Select

    from app.kernel.access import Actor


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One dossier in a judge's list; ``code`` is the blind code in a blind stage."""

    assignment_id: int
    nomination_id: int
    code: str
    title: str
    category: str
    progress: Progress
    total: Decimal | None
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class JudgeStage:
    """A stage in which somebody has dossiers to score, with how far they are."""

    stage: Stage
    round: Round
    seat_id: int
    counts: dict[Progress, int]

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.stage.round_id

    @property
    def total(self) -> int:
        """All dossiers that wait or waited for this judge here."""
        return sum(self.counts.values())

    @property
    def scored(self) -> int:
        """Dossiers with a complete sheet, sent or not."""
        return self.counts[Progress.READY] + self.counts[Progress.SENT]

    @property
    def takes_sheets(self) -> bool:
        """Whether the stage stands open; its deadline is asked apart."""
        return self.stage.state is StageState.OPEN and self.round.state is RoundState.JUDGING


def _points_given() -> Any:
    return (
        select(func.count())
        .select_from(SheetPoints)
        .where(SheetPoints.sheet_id == ScoreSheet.id)
        .correlate(ScoreSheet)
        .scalar_subquery()
    )


# ── the judge's pages ────────────────────────────────────────────────────────────────────────


def get_own_sheet(assignment_id: int, actor: Actor) -> Assignment:
    """Return an assignment of the actor to be written to: with dossier, sheet and criteria.

    People and units are not loaded: in a blind round nothing of them may be at hand.

    Raises:
        NotFound: when the actor has no such dossier to score.
    """
    wanted = {"number": assignment_id, "seats": seat_ids_of(actor)}
    result = db.session.execute(_own_sheet_query(), wanted)
    found: Assignment | None = result.scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


@cache
def _own_sheet_query() -> Select[Any]:
    """Build the query once, with all that it loads."""
    return (
        select(Assignment)
        .options(
            joinedload(Assignment.stage).selectinload(Stage.criteria),
            joinedload(Assignment.nomination),
            joinedload(Assignment.sheet).selectinload(ScoreSheet.points),
        )
        .where(Assignment.id == bindparam("number"), visible(bindparam("seats", expanding=True)))
        # A save writes past the identity map; what is shown after it must be what was written.
        .execution_options(populate_existing=True)
    )


def get_own_stage(stage_id: int, actor: Actor) -> JudgeStage:
    """Return a stage in which the actor has dossiers, with how far they are.

    Raises:
        NotFound: when they have none there.
    """
    found = next((each for each in stages_of_judge(actor) if each.stage.id == stage_id), None)
    if found is None:
        raise NotFound
    return found


def stages_of_judge(actor: Actor) -> list[JudgeStage]:
    """Return the stages in which somebody has dossiers: open ones first, then the newest."""
    criteria = (
        select(func.count())
        .select_from(Criterion)
        .where(Criterion.stage_id == Stage.id)
        .correlate(Stage)
        .scalar_subquery()
    )
    query = (
        select(Assignment.stage_id, Assignment.seat_id, ScoreSheet.state, _points_given(), criteria)
        .join(Stage, Stage.id == Assignment.stage_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(visible_to(actor))
    )
    counts: dict[tuple[int, int], dict[Progress, int]] = {}
    for stage_id, seat_id, state, scored, of in db.session.execute(query):
        bucket = counts.setdefault((stage_id, seat_id), dict.fromkeys(Progress, 0))
        bucket[progress_of_sheet(state, scored, of)] += 1
    stages = _stages({stage_id for stage_id, _seat in counts})
    return [
        JudgeStage(stage, stage.round, seat_id, counts[stage.id, seat_id])
        for stage in stages
        for stage_id, seat_id in sorted(counts)
        if stage_id == stage.id
    ]


def _stages(stage_ids: Iterable[int]) -> Sequence[Stage]:
    query = (
        select(Stage)
        .join(Stage.round)
        .options(joinedload(Stage.round))
        .where(Stage.id.in_(set(stage_ids)))
        .order_by(Stage.state != StageState.OPEN, Round.year.desc(), Stage.position, Stage.id)
    )
    return db.session.execute(query).scalars().all()


def worklist(stage_id: int, actor: Actor) -> list[WorkItem]:
    """Return a judge's dossiers of a stage in their own order, mixed but always the same."""
    wanted = {"stage": stage_id, "seats": seat_ids_of(actor)}
    return [_work_item(row) for row in db.session.execute(_worklist_query(), wanted)]


@cache
def _worklist_query() -> Select[Any]:
    return (
        select(
            Assignment.id,
            Nomination.id,
            Nomination.code,
            Nomination.blind_code,
            Stage.is_blind,
            Nomination.title,
            Category.name,
            ScoreSheet.state,
            _points_given(),
            select(func.count(Criterion.id))
            .where(Criterion.stage_id == Assignment.stage_id)
            .correlate(Assignment)
            .scalar_subquery(),
            ScoreSheet.total,
            ScoreSheet.saved_at,
        )
        .join(Assignment.nomination)
        .join(Stage, Stage.id == Assignment.stage_id)
        .outerjoin(Category, Category.id == Nomination.category_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.stage_id == bindparam("stage"), visible(bindparam("seats", expanding=True))
        )
        .order_by(Assignment.place, Assignment.id)
    )


def _work_item(row: Any) -> WorkItem:
    (number, nomination_id, code, blind_code, is_blind, title, category, state, scored, of) = row[
        :10
    ]
    return WorkItem(
        assignment_id=number,
        nomination_id=nomination_id,
        code=(blind_code if is_blind else code) or "",
        title=title,
        category=category or "",
        progress=progress_of_sheet(state, scored, of),
        total=row[10],
        saved_at=row[11],
    )


def own_sheets(stage_id: int, actor: Actor) -> dict[int, dict[int, Decimal]]:
    """Return the points of the actor's own sheets in a stage: assignment → criterion → points."""
    query = (
        select(Assignment.id, SheetPoints.criterion_id, SheetPoints.points)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(SheetPoints, SheetPoints.sheet_id == ScoreSheet.id)
        .where(Assignment.stage_id == stage_id, visible_to(actor))
        .order_by(Assignment.id, SheetPoints.criterion_id)
    )
    found: dict[int, dict[int, Decimal]] = {}
    for assignment_id, criterion_id, points in db.session.execute(query):
        found.setdefault(assignment_id, {})[criterion_id] = points
    return found


@dataclass(frozen=True, slots=True)
class WorkMark:
    """One dossier of a judge's list and how far its sheet is, without its words."""

    assignment_id: int
    stage_id: int
    stage_state: StageState
    sheet_state: SheetState | None
    scored: int

    @property
    def is_waiting(self) -> bool:
        """Whether a sheet is still waited for."""
        return self.stage_state is StageState.OPEN and self.sheet_state is not SheetState.SUBMITTED

    def is_done(self, criteria: int) -> bool:
        """Tell whether the sheet is complete, sent or not, where it has so many criteria."""
        progress = progress_of_sheet(self.sheet_state, self.scored, criteria)
        return progress in (Progress.READY, Progress.SENT)


@asked_once
def work_marks(actor: Actor, stage_id: int | None) -> list[WorkMark]:
    """Return how far a judge is with each dossier of the open stages, in the order of their list.

    Args:
        actor: the judge.
        stage_id: a stage that is read besides, though it be closed, or None.
    """
    wanted = {"stage": stage_id, "seats": seat_ids_of(actor)}
    return [WorkMark(*row) for row in rows(_marks_query(), wanted)]


@cache
def _marks_query() -> Select[Any]:
    """Build the query once: every page of a judge shows how many wait."""
    return (
        select(
            Assignment.id,
            Assignment.stage_id,
            Stage.state,
            ScoreSheet.state,
            _points_given(),
        )
        .join(Stage, Stage.id == Assignment.stage_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            visible(bindparam("seats", expanding=True)),
            (Stage.state == StageState.OPEN) | (Stage.id == bindparam("stage")),
        )
        .order_by(Assignment.place, Assignment.id)
    )


def count_waiting(actor: Actor) -> int:
    """Return how many dossiers still wait for somebody's sheet in the stages that stand open."""
    if not actor.seats:
        return 0
    return sum(mark.is_waiting for mark in work_marks(actor, None))


def seat_for_declaring(assignment: Assignment) -> Seat:
    """Return the seat of an assignment, which a declaration names."""
    query = select(Seat).options(joinedload(Seat.person)).where(Seat.id == assignment.seat_id)
    return db.session.execute(query).scalar_one()


@dataclass(frozen=True, slots=True)
class Authors:
    """Who stands behind a dossier, as judges of a round that is not blind read it."""

    unit: str
    people: tuple[str, ...]


def authors_of(nomination_id: int) -> Authors:
    """Return the nominating unit and the people of a dossier, in one statement."""
    query = (
        select(Unit.name, NominationPerson.full_name, NominationPerson.role)
        .select_from(NominationPerson)
        .join(Nomination, Nomination.id == NominationPerson.nomination_id)
        .outerjoin(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.id == nomination_id)
        .order_by(NominationPerson.position)
    )
    found = rows(query).all()
    people = tuple(", ".join(part for part in row[1:] if part) for row in found)
    return Authors((found[0][0] or "") if found else "", people)
