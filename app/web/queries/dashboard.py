"""The figures of rounds for the organiser: a few grouped statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, distinct, func, select

from app.certificates.models import Certificate, CertificateBatch
from app.councils.models import Council, Seat
from app.infra.db import db
from app.kernel.calendar import local
from app.nominations.enums import NominationState as N
from app.nominations.models import Nomination
from app.programmes.enums import RoundState, StageState
from app.programmes.models import Round, Stage
from app.programmes.queries import get_round_in_full
from app.results.models import Award
from app.results.queries.outcome import outcome_of
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet
from app.web.policy import WebPermission as P
from app.web.policy import policy
from app.web.rules import RoundFacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select

    from app.kernel.access import Actor

Figures = dict[int, dict[str, Any]]

RUNNING = tuple(s for s in RoundState if s is not RoundState.ARCHIVED)
RECEIVED = tuple(s for s in N if s not in (N.DRAFT, N.WITHDRAWN))
UNDECIDED = (N.SUBMITTED, N.AWAITING_ENDORSEMENT, N.SUPPLEMENT_WANTED)
WITH_OUTCOME = (RoundState.RANKED, RoundState.PUBLIC_COMMENT)


def rounds_to_watch(actor: Actor) -> list[Round]:
    """Return the rounds that are not archived and that somebody may watch, the newest first."""
    query = (
        select(Round).where(Round.state.in_(RUNNING)).order_by(Round.year.desc(), Round.id.desc())
    )
    running = db.session.execute(query).scalars()
    return [round_ for round_ in running if policy.allows(actor, P.WATCH_ROUND, round_)]


def facts_of_rounds(rounds: Sequence[Round]) -> list[RoundFacts]:
    """Return the figures of some rounds that the reader may watch, in their order."""
    ids = [round_.id for round_ in rounds]
    figures: Figures = defaultdict(dict)
    for query in (_dossiers(ids), _sheets(ids), _awards(ids), _papers(ids)):
        _gather(figures, query)
    councils = _councils(ids)
    return [_facts(round_, figures[round_.id], round_.id in councils) for round_ in rounds]


def _facts(round_: Round, figures: dict[str, Any], has_council: bool) -> RoundFacts:  # noqa: FBT001  # a figure among figures
    return RoundFacts(
        round_id=round_.id,
        name=round_.name,
        state=round_.state,
        closes_at=round_.closes_at,
        has_council=has_council,
        unresolved=_unresolved(round_),
        **figures,
    )


def _unresolved(round_: Round) -> int:
    """Count the dossiers that wait for the chair; only a ranked round can have any."""
    if round_.state not in WITH_OUTCOME:
        return 0
    return len(outcome_of(get_round_in_full(round_.id)).outcome.allocation.unresolved)


def _gather(figures: Figures, query: Select[*tuple[Any, ...]]) -> None:
    for row in db.session.execute(query).mappings():
        values = dict(row)
        figures[values.pop("round_id")].update(values)


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _dossiers(ids: list[int]) -> Select[*tuple[Any, ...]]:
    state = Nomination.state
    return (
        select(
            Nomination.round_id.label("round_id"),
            _number(state.in_(RECEIVED)).label("received"),
            _number(state == N.SUBMITTED).label("to_screen"),
            _number(state.in_(UNDECIDED)).label("undecided"),
            _number(state == N.ELIGIBLE).label("eligible"),
        )
        .where(Nomination.round_id.in_(ids))
        .group_by(Nomination.round_id)
    )


def _sheets(ids: list[int]) -> Select[*tuple[Any, ...]]:
    """Count the sheets of the stages that were opened, those of judges who stood aside left out."""
    submitted = ScoreSheet.state == SheetState.SUBMITTED
    begun = distinct(case((ScoreSheet.id.is_not(None), Assignment.seat_id)))
    return (
        select(
            Stage.round_id.label("round_id"),
            func.max(Stage.id).label("stage_id"),
            func.count(Assignment.id).label("sheets_wanted"),
            _number(submitted).label("sheets_done"),
            func.count(distinct(Assignment.nomination_id)).label("assigned"),
            (func.count(distinct(Assignment.seat_id)) - func.count(begun)).label(
                "judges_not_begun"
            ),
        )
        .join(Assignment, Assignment.stage_id == Stage.id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Stage.round_id.in_(ids),
            Stage.state != StageState.WAITING,
            Assignment.stood_aside_at.is_(None),
        )
        .group_by(Stage.round_id)
    )


def _awards(ids: list[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Award.round_id.label("round_id"), func.count().label("awards"))
        .where(Award.round_id.in_(ids))
        .group_by(Award.round_id)
    )


def _papers(ids: list[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            CertificateBatch.round_id.label("round_id"),
            func.count(Certificate.id).label("certificates"),
            func.count(Certificate.file_id).label("papers_made"),
        )
        .join(Certificate, Certificate.batch_id == CertificateBatch.id)
        .where(CertificateBatch.round_id.in_(ids))
        .group_by(CertificateBatch.round_id)
    )


def _councils(ids: list[int]) -> set[int]:
    """Return the rounds that have a council with somebody on it."""
    query = (
        select(Council.round_id)
        .join(Seat, Seat.council_id == Council.id)
        .where(Council.round_id.in_(ids), Seat.is_active)
        .distinct()
    )
    return set(db.session.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many dossiers arrived on a day, as Vietnam's calendar counts."""

    day: date
    count: int


def arrivals_of(round_id: int) -> list[Arrivals]:
    """Return how many dossiers a round received on each day, days without any left out."""
    query = select(Nomination.submitted_at).where(
        Nomination.round_id == round_id, Nomination.state.in_(RECEIVED)
    )
    counts: dict[date, int] = defaultdict(int)
    for moment in db.session.execute(query).scalars():
        if moment is not None:
            counts[local(moment).date()] += 1
    return [Arrivals(day, counts[day]) for day in sorted(counts)]
