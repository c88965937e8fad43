"""Rounds that are being judged: a council, eligible dossiers, assignments, sheets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.infra.db.engine import db
from app.nominations.enums import NominationState
from app.programmes.enums import RoundState
from app.scoring.operations.assignments import assign_by_hand
from app.scoring.operations.sheets import enter_paper_sheet
from app.scoring.queries.progress import get_assignment
from tests.factories.councils import SECRETARY, judge_on, make_roster
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from app.councils.models import Seat
    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.programmes.models import Round, Stage
    from app.scoring.models import Assignment


@dataclass
class Judging:
    """A round in its first stage of judging."""

    round: Round
    stage: Stage
    seats: list[Seat]
    nominations: list[Nomination]
    secretary: Actor = SECRETARY

    @property
    def judge(self) -> Actor:
        """The judge on the last seat, an ordinary member."""
        return judge_on(self.seats[-1])

    def assign(self, seat: int = -1, nomination: int = 0) -> Assignment:
        """Assign one dossier to one judge."""
        return assign_by_hand(
            self.stage, self.seats[seat], self.nominations[nomination], by=self.secretary
        )

    def assign_all(self) -> list[Assignment]:
        """Assign every dossier to every judge."""
        return [
            assign_by_hand(self.stage, seat, nomination, by=self.secretary)
            for seat in self.seats
            for nomination in self.nominations
        ]


def make_judging(dossiers: int = 2, judges: int = 3, **over: Any) -> Judging:
    """Make a round with a council and eligible dossiers, in judging."""
    round_ = make_round(state=RoundState.JUDGING, **over)
    nominations = [make_nomination(round_, state=NominationState.ELIGIBLE) for _ in range(dossiers)]
    return Judging(round_, round_.first_stage, make_roster(round_, judges), nominations)


def full_points(stage: Stage, share: Decimal = Decimal("0.5")) -> dict[str, Decimal]:
    """Return points for every criterion of a stage, a share of the maximum."""
    return {criterion.code: criterion.max_points * share for criterion in stage.criteria}


def make_sheet(assignment: Assignment, points: dict[str, Decimal], comment: str = "") -> Assignment:
    """Send a complete sheet for an assignment; return it with everything loaded."""
    db.session.flush()
    loaded = get_assignment(assignment.id)
    enter_paper_sheet(loaded, points, comment, by=SECRETARY)
    return loaded
