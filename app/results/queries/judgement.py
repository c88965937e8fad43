"""What results must know of the judging: how far it is, who judged, who stands too close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.conflicts.queries import conflict_table
from app.councils.queries import seats_of_round
from app.programmes import enums
from app.scoring.queries.progress import marks_of_stage

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.kernel.access import Actor
    from app.programmes.models import Round, Stage


@dataclass(frozen=True, slots=True)
class StageTally:
    """How far a stage is: sheets asked for, sheets sent."""

    stage: Stage
    asked: int
    sent: int

    @property
    def is_closed(self) -> bool:
        """Whether no more sheets are taken."""
        return self.stage.state is enums.StageState.CLOSED

    @property
    def missing(self) -> int:
        """How many sheets were asked for and have not come."""
        return self.asked - self.sent


def stage_states(round_: Round) -> list[StageTally]:
    """Return how far each stage of a round is; judges who stood aside owe no sheet."""
    states = []
    for stage in round_.stages:
        owed = [mark for mark in marks_of_stage(stage.id) if not mark.stood_aside]
        states.append(StageTally(stage, len(owed), sum(mark.is_sent for mark in owed)))
    return states


def judge_names(round_id: int) -> dict[str, str]:
    """Return the names behind the codes of the judges of a round."""
    seats = seats_of_round(round_id, only_active=False)
    return {seat.code: seat.person.full_name for seat in seats}


def conflicts_of_actor(actor: Actor, round_id: int, nomination_ids: Collection[int]) -> set[int]:
    """Return the dossiers of a round that are too close to somebody who sits on its council."""
    seats = [seat.seat_id for seat in actor.seats if seat.round_id == round_id]
    if not seats:
        return set()
    table = conflict_table(seats, nomination_ids)
    return {nomination_id for _, nomination_id in table}
