"""From the models of a round to the values that the rules of scoring ask about."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from app.scoring.rules.aggregation import ScoringRule, parse_deviation_limit
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.programmes.models import Criterion, Round


def criterion_rule(criterion: Criterion) -> CriterionRule:
    """Return one line of the sheet as the rules ask for it."""
    share = criterion.zero_share_max
    return CriterionRule(
        code=criterion.code,
        name=criterion.name,
        max_points=criterion.max_points,
        step=criterion.step,
        weight=criterion.weight,
        min_points=criterion.min_points,
        zero_share_max=Fraction(share) if share else None,
    )


def criterion_rules(criteria: Iterable[Criterion]) -> tuple[CriterionRule, ...]:
    """Return the lines of the sheet in their order."""
    return tuple(map(criterion_rule, criteria))


def scoring_rule(round_: Round) -> ScoringRule:
    """Return the round's rule from sheets to a stage score."""
    limit = round_.deviation_limit
    return ScoringRule(
        method=round_.method,
        min_sheets=round_.min_sheets,
        trim_from=round_.trim_from,
        deviation_limit=parse_deviation_limit(limit) if limit else None,
    )
