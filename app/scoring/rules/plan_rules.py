"""What a plan says of judging, as the arithmetic takes it: the one way from a plan to its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.scoring.rules.aggregation import ScoringRule, parse_deviation_limit
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.programmes.rules.plan import CriterionPlan, ScoringPlan, StagePlan


@dataclass(frozen=True, slots=True)
class StageRules:
    """What a stage decided before it opened: the lines of its sheets, and what they give."""

    criteria: tuple[CriterionRule, ...]
    scoring: ScoringRule


def stage_rules(plan: StagePlan) -> StageRules:
    """Return the rules of a stage."""
    return StageRules(criterion_rules(plan.criteria), scoring_rule(plan.scoring))


def criterion_rule(line: CriterionPlan) -> CriterionRule:
    """Return one line of the sheet as the rules ask for it."""
    return CriterionRule(
        code=line.code,
        name=line.name,
        max_points=line.max_points,
        step=line.step,
        weight=line.weight,
        min_points=line.min_points,
        zero_share_max=line.zero_share_max,
    )


def criterion_rules(criteria: Iterable[CriterionPlan]) -> tuple[CriterionRule, ...]:
    """Return the lines of the sheet in their order."""
    return tuple(map(criterion_rule, criteria))


def scoring_rule(plan: ScoringPlan) -> ScoringRule:
    """Return the rule from sheets to a stage score."""
    limit = plan.deviation_limit
    return ScoringRule(
        method=plan.method,
        min_sheets=plan.min_sheets,
        trim_from=plan.trim_from,
        deviation_limit=parse_deviation_limit(limit) if limit else None,
    )
