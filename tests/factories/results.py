"""Rounds whose judging is over: scored, ranked, proposed, decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.access import Actor, Role
from app.nominations.enums import NominationState
from app.programmes.enums import RoundState
from app.programmes.operations.steps import close_stage
from app.programmes.queries import get_round_in_full
from app.results.operations.decision import DecisionEntry, decide_results, propose_results
from app.results.operations.ranking import rank_round
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet, SheetPoints
from tests.factories.councils import SECRETARY, make_roster
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.councils.models import Seat
    from app.nominations.models import Nomination
    from app.programmes.models import Round, Stage

    Totals = Sequence[Sequence[int | str]]

LEADER = Actor(account_id=2, name="Lãnh đạo", roles=frozenset({Role.LEADER}))
ENTRY = DecisionEntry("47/QĐ-UBND", date(2026, 11, 10), "Ủy ban nhân dân tỉnh", "Cao Tường Vy")


def make_scored(totals: Totals, judges: int = 3, **over: Any) -> Round:
    """Make a round in judging; ``totals`` holds the totals of each dossier's sheets."""
    round_ = make_round(state=RoundState.JUDGING, **over)
    seats = make_roster(round_, judges)
    for row in totals:
        nomination = make_nomination(round_, state=NominationState.ELIGIBLE)
        for seat, total in zip(seats, row, strict=False):
            add_sheet(round_.first_stage, seat, nomination, Decimal(total))
    db.session.flush()
    return round_


def add_sheet(stage: Stage, seat: Seat, nomination: Nomination, total: Decimal) -> Assignment:
    """Enter a sent sheet with a total, its points shared among the criteria by their maxima."""
    now = clock.now()
    whole = sum((line.max_points for line in stage.criteria), Decimal(0))
    assignment = Assignment(
        stage_id=stage.id, seat_id=seat.id, nomination_id=nomination.id, place=1, made_at=now
    )
    assignment.sheet = ScoreSheet(
        state=SheetState.SUBMITTED,
        total=total,
        started_at=now,
        saved_at=now,
        submitted_at=now,
        points=[
            SheetPoints(criterion_id=line.id, points=total * line.max_points / whole)
            for line in stage.criteria
        ],
    )
    db.session.add(assignment)
    return assignment


def make_ranked(totals: Totals, judges: int = 3, **over: Any) -> Round:
    """Make a round whose stage is closed and whose ranking stands."""
    round_ = make_scored(totals, judges, **over)
    close_stage(round_.first_stage, by=SECRETARY)
    rank_round(round_, by=SECRETARY)
    return get_round_in_full(round_.id)


def make_proposed(totals: Totals, judges: int = 3, **over: Any) -> Round:
    """Make a round whose results lie with the decision-maker."""
    round_ = make_ranked(totals, judges, **over)
    propose_results(round_, by=SECRETARY)
    return round_


def make_decided(totals: Totals, judges: int = 3, **over: Any) -> Round:
    """Make a round with a decision and its awards."""
    round_ = make_proposed(totals, judges, **over)
    decide_results(round_, ENTRY, by=LEADER)
    return round_
