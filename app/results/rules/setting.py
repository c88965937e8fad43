"""What a round decided before it opened, as the arithmetic of results takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.results.rules.outcome import OutcomeRules
from app.results.rules.prizes import PrizeRule
from app.results.rules.ranking import parse_tie_breaker
from app.scoring.rules.plan_rules import stage_rules

if TYPE_CHECKING:
    from app.programmes.rules.plan import PrizePlan, RoundPlan


def outcome_rules(plan: RoundPlan) -> OutcomeRules:
    """Return the rules by which a round's sheets become scores, ranks and prizes."""
    return OutcomeRules(
        stages=tuple(stage_rules(stage) for stage in plan.stages),
        prizes=tuple(_prize(prize, place) for place, prize in enumerate(plan.prizes, 1)),
        tie_breakers=tuple(
            parse_tie_breaker(text) for text in plan.final_stage.scoring.tie_breakers
        ),
        stage_weights=tuple(stage.weight for stage in plan.stages),
        largest_score=plan.largest_score,
    )


def _prize(plan: PrizePlan, place: int) -> PrizeRule:
    return PrizeRule(
        level=plan.level,
        order=place,
        quantity=plan.quantity,
        min_score=plan.min_score,
        scope=plan.scope,
        money=plan.money,
        criterion_minima=dict(plan.criterion_minima),
    )
