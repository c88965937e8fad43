"""What a round decided before it opened, as the arithmetic of results takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.results.rules.outcome import OutcomeRules
from app.results.rules.prizes import PrizeRule
from app.results.rules.ranking import parse_tie_breaker
from app.scoring.rules.aggregation import ScoringRule, parse_deviation_limit
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.programmes.rules.plan import CriterionPlan, PrizePlan, RoundPlan, ScoringPlan


def outcome_rules(plan: RoundPlan) -> OutcomeRules:
    """Return the rules by which a round's sheets become scores, ranks and prizes."""
    return OutcomeRules(
        scoring=_scoring(plan.scoring),
        criteria=criterion_rules(plan.criteria),
        prizes=tuple(_prize(prize, place) for place, prize in enumerate(plan.prizes, 1)),
        tie_breakers=tuple(parse_tie_breaker(text) for text in plan.scoring.tie_breakers),
        stage_weights=tuple(stage.weight for stage in plan.stages),
    )


def criterion_rules(criteria: Iterable[CriterionPlan]) -> tuple[CriterionRule, ...]:
    """Return the lines of the score sheet in their order."""
    return tuple(
        CriterionRule(
            code=line.code,
            name=line.name,
            max_points=line.max_points,
            step=line.step,
            weight=line.weight,
            min_points=line.min_points,
            zero_share_max=line.zero_share_max,
        )
        for line in criteria
    )


def _scoring(plan: ScoringPlan) -> ScoringRule:
    limit = plan.deviation_limit
    return ScoringRule(
        method=plan.method,
        min_sheets=plan.min_sheets,
        trim_from=plan.trim_from,
        deviation_limit=parse_deviation_limit(limit) if limit else None,
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
