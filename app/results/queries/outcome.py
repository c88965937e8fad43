"""The outcome of a round as its sheets and rulings give it now: one statement for each stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.kernel.errors import NotFound
from app.programmes.models import Round
from app.programmes.values.round_plan import plan_of
from app.results.models import Ruling
from app.results.rules.outcome import Judged, OutcomeRules, Rulings, outcome, prize_facts
from app.results.rules.setting import outcome_rules
from app.results.values import rulings_from
from app.scoring.queries.counted_sheets import stage_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.programmes.enums import RoundState
    from app.results.rules.outcome import Outcome
    from app.results.rules.prizes import PrizeFacts
    from app.scoring.queries.counted_sheets import StageInput


@dataclass(frozen=True, slots=True)
class ComputedOutcome:
    """The outcome with everything it was computed from; ``ids`` maps codes to dossiers."""

    judged: tuple[Judged, ...]
    rules: OutcomeRules
    rulings: Rulings
    outcome: Outcome
    facts: PrizeFacts
    ids: Mapping[str, int]


def outcome_of(round_: Round) -> ComputedOutcome:
    """Compute scores, ranks and prizes of a round that is loaded in full.

    Ranked are the dossiers that came to the last stage; those that an earlier stage left behind
    are not.
    """
    rules = outcome_rules(plan_of(round_, ()))
    rulings = rulings_from(rulings_of(round_.id))
    stages = [stage_inputs(stage.id) for stage in round_.stages]
    judged = _judged(stages)
    return ComputedOutcome(
        judged=judged,
        rules=rules,
        rulings=rulings,
        outcome=outcome(judged, rules, rulings),
        facts=prize_facts(judged, rules, rulings),
        ids={item.code: item.nomination_id for item in stages[-1]},
    )


def _judged(stages: Sequence[Sequence[StageInput]]) -> tuple[Judged, ...]:
    """Put the sheets of every stage beside each other for those who reached the last one."""
    sheets = [{item.nomination_id: item.sheets for item in stage} for stage in stages]
    return tuple(
        Judged(
            code=item.code,
            category=item.category_code,
            stages=tuple(stage.get(item.nomination_id, ()) for stage in sheets),
        )
        for item in stages[-1]
    )


def hold_round(round_id: int) -> RoundState:
    """Return the state of a round, which nobody changes until the unit of work ends."""
    lock_for_write(db.session())
    query = select(Round.state).where(Round.id == round_id).with_for_update()
    return db.session.execute(query).scalar_one()


def rulings_of(round_id: int) -> Sequence[Ruling]:
    """Return the rulings of a round, oldest first, with the dossiers that they are about."""
    query = (
        select(Ruling)
        .options(joinedload(Ruling.nomination))
        .where(Ruling.round_id == round_id)
        .order_by(Ruling.ruled_at, Ruling.id)
    )
    return db.session.execute(query).scalars().all()


def get_ruling(round_id: int, ruling_id: int) -> Ruling:
    """Return a ruling of a round.

    Raises:
        NotFound: when the round has no such ruling.
    """
    query = (
        select(Ruling)
        .options(joinedload(Ruling.nomination))
        .where(Ruling.round_id == round_id, Ruling.id == ruling_id)
    )
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
