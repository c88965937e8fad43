"""What the secretary sees: who judges what, and how far the judging is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.conflicts.queries import conflict_table
from app.councils.models import Seat, council_stages
from app.councils.queries import seats_of_stage
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.kernel.errors import NotFound
from app.nominations.enums import NominationState
from app.nominations.models import Nomination
from app.programmes.models import Criterion, Round, Stage
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet, SheetPoints, StagePass
from app.scoring.rules.grid import DossierColumn, JudgeRow, Mark, StageProgress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.councils.models import Council
    from app.kernel.access import Actor
    from app.programmes.enums import RoundState, StageState


def in_stage(stage_id: int) -> ColumnElement[bool]:
    """Return the condition on `Nomination` that a stage judges it.

    The first stage judges all eligible dossiers, a later one those that were passed on.
    """
    this, before = aliased(Stage), aliased(Stage)
    earlier = exists().where(
        this.id == stage_id, before.round_id == this.round_id, before.position < this.position
    )
    passed = exists().where(
        StagePass.stage_id == stage_id, StagePass.nomination_id == Nomination.id
    )
    own_round = select(Stage.round_id).where(Stage.id == stage_id).scalar_subquery()
    return (
        (Nomination.round_id == own_round)
        & (Nomination.state == NominationState.ELIGIBLE)
        & or_(~earlier, passed)
    )


def ids_in_stage(stage_id: int) -> Sequence[int]:
    """Return the numbers of the dossiers that a stage judges."""
    query = select(Nomination.id).where(in_stage(stage_id)).order_by(Nomination.id)
    return db.session.execute(query).scalars().all()


def nominations_in_stage(stage_id: int) -> Sequence[Nomination]:
    """Return the dossiers that a stage judges, with their categories, by code."""
    query = (
        select(Nomination)
        .options(joinedload(Nomination.category))
        .where(in_stage(stage_id))
        .order_by(Nomination.code, Nomination.id)
    )
    return db.session.execute(query).scalars().all()


def get_assignment(assignment_id: int) -> Assignment:
    """Return an assignment with judge, dossier, stage, criteria and sheet.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(Assignment)
        .options(
            joinedload(Assignment.stage).options(
                joinedload(Stage.round), selectinload(Stage.criteria)
            ),
            joinedload(Assignment.seat).joinedload(Seat.person),
            joinedload(Assignment.nomination).joinedload(Nomination.category),
            joinedload(Assignment.sheet).selectinload(ScoreSheet.points),
        )
        .where(Assignment.id == assignment_id)
    )
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def find_assignment(stage_id: int, seat_id: int, nomination_id: int) -> Assignment | None:
    """Return the assignment of a seat on a dossier in a stage, with its sheet."""
    query = (
        select(Assignment)
        .options(joinedload(Assignment.sheet))
        .where(
            Assignment.stage_id == stage_id,
            Assignment.seat_id == seat_id,
            Assignment.nomination_id == nomination_id,
        )
    )
    return db.session.execute(query).scalar_one_or_none()


def assignments_of_pair(seat_id: int, nomination_id: int) -> Sequence[Assignment]:
    """Return the assignments of a seat on a dossier in all stages, with their sheets."""
    return _with_sheets(Assignment.seat_id == seat_id, Assignment.nomination_id == nomination_id)


def assignments_of_seat(seat_id: int) -> Sequence[Assignment]:
    """Return all assignments of a seat, with their sheets and stages."""
    return _with_sheets(Assignment.seat_id == seat_id)


def _with_sheets(*conditions: ColumnElement[bool]) -> Sequence[Assignment]:
    query = (
        select(Assignment)
        .options(joinedload(Assignment.sheet), joinedload(Assignment.stage))
        .where(*conditions)
        .order_by(Assignment.id)
    )
    return db.session.execute(query).scalars().all()


def marks_of_stage(stage_id: int) -> list[Mark]:
    """Return every assignment of a stage with the state of its sheet, in one statement."""
    scored = (
        select(func.count())
        .select_from(SheetPoints)
        .where(SheetPoints.sheet_id == ScoreSheet.id)
        .correlate(ScoreSheet)
        .scalar_subquery()
    )
    query = (
        select(
            Assignment.id,
            Assignment.seat_id,
            Assignment.nomination_id,
            Assignment.stood_aside_at.is_not(None),
            ScoreSheet.state,
            ScoreSheet.total,
            scored,
        )
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.stage_id == stage_id)
        .order_by(Assignment.id)
    )
    return [
        Mark(
            assignment_id=row[0],
            seat_id=row[1],
            nomination_id=row[2],
            stood_aside=bool(row[3]),
            is_sent=row[4] is SheetState.SUBMITTED,
            is_begun=row[4] is not None and row[6] > 0,
            total=row[5],
        )
        for row in db.session.execute(query)
    ]


def progress_of(stage_id: int, actor: Actor) -> StageProgress:
    """Return how far a stage is, judge by judge and dossier by dossier, as somebody may see it.

    A member of the round's council sees who is done and no points.
    """
    stage = _stage(stage_id)
    nominations, marks = nominations_in_stage(stage_id), marks_of_stage(stage_id)
    at_work = {mark.seat_id for mark in marks}
    seats = [
        seat
        for seat in seats_of_stage(stage.id, only_active=False)
        if seat.is_active or seat.id in at_work
    ]
    conflicts = conflict_table([s.id for s in seats], [n.id for n in nominations])
    is_member = any(seat.round_id == stage.round_id for seat in actor.seats)
    return StageProgress(
        judges=tuple(JudgeRow(s.id, s.code, s.person.full_name) for s in seats),
        dossiers=tuple(
            DossierColumn(n.id, n.code or "", n.title, n.category_id) for n in nominations
        ),
        marks=tuple(marks),
        barred=frozenset(conflicts),
        shows_points=not is_member,
    )


def _stage(stage_id: int) -> Stage:
    return db.session.execute(select(Stage).where(Stage.id == stage_id)).scalar_one()


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage after a stage, if the round has one."""
    query = (
        select(Stage)
        .where(Stage.round_id == stage.round_id, Stage.position > stage.position)
        .order_by(Stage.position)
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def hold_stage(stage_id: int) -> StageState:
    """Return the state of a stage, which nobody changes until the unit of work ends."""
    lock_for_write(db.session())
    query = select(Stage.state).where(Stage.id == stage_id).with_for_update(read=True)
    return db.session.execute(query).scalar_one()


def criteria_of_stage(stage_id: int) -> Sequence[Criterion]:
    """Return the lines of a stage's sheet in their order."""
    query = (
        select(Criterion)
        .where(Criterion.stage_id == stage_id)
        .order_by(Criterion.position, Criterion.id)
    )
    return db.session.execute(query).scalars().all()


def stages_left_with_work(council: Council) -> Sequence[Stage]:
    """Return the stages that a council does not judge although its members have dossiers there."""
    at_work = (
        select(Assignment.stage_id)
        .join(Seat, Seat.id == Assignment.seat_id)
        .where(Seat.council_id == council.id, Assignment.stood_aside_at.is_(None))
    )
    judged = select(council_stages.c.stage_id).where(council_stages.c.council_id == council.id)
    query = (
        select(Stage)
        .where(Stage.id.in_(at_work), Stage.id.not_in(judged))
        .order_by(Stage.position, Stage.id)
    )
    return db.session.execute(query).scalars().all()


def state_of_round(nomination_id: int) -> RoundState:
    """Return the state of the round to which a dossier belongs."""
    query = (
        select(Round.state)
        .join(Nomination, Nomination.round_id == Round.id)
        .where(Nomination.id == nomination_id)
    )
    return db.session.execute(query).scalar_one()


def seats_at_work_of(person_id: int) -> Sequence[int]:
    """Return the seats of a person that have something to judge."""
    query = (
        select(Seat.id)
        .where(Seat.person_id == person_id, exists().where(Assignment.seat_id == Seat.id))
        .order_by(Seat.id)
    )
    return db.session.execute(query).scalars().all()
