"""The rows of a round's judging as the values that the rules of scoring ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.programmes.values.round_plan import criterion_plan, scoring_plan
from app.scoring.rules import plan_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.programmes.models import Criterion, Stage
    from app.scoring.rules.aggregation import ScoringRule
    from app.scoring.rules.sheet import CriterionRule


def criterion_rule(criterion: Criterion) -> CriterionRule:
    """Return one line of the sheet."""
    return plan_rules.criterion_rule(criterion_plan(criterion))


def criterion_rules(criteria: Iterable[Criterion]) -> tuple[CriterionRule, ...]:
    """Return the lines of the sheet in their order."""
    return tuple(map(criterion_rule, criteria))


def scoring_rule(stage: Stage) -> ScoringRule:
    """Return the rule from sheets to the score of a stage."""
    return plan_rules.scoring_rule(scoring_plan(stage))
