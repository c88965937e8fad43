"""What is frozen: rules, inputs and outcome as plain JSON, from which all can be computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from app.results.rules.outcome import Judged, Outcome, OutcomeRules, Rulings
    from app.results.rules.printed import Printed
    from app.results.rules.prizes import PrizeRule
    from app.scoring.rules.aggregation import CountedSheet
    from app.scoring.rules.plan_rules import StageRules
    from app.scoring.rules.sheet import CriterionRule

FORMAT = 3


def content_of(
    judged: Sequence[Judged],
    rules: OutcomeRules,
    rulings: Rulings,
    outcome: Outcome,
    printed: Sequence[Printed],
) -> dict[str, Any]:
    """Return everything that decided, what followed, and the words in which it is told.

    Numbers are exact and kept as text.
    """
    return {
        "format": FORMAT,
        "rules": _rules(rules),
        "nominations": [_judged(item) for item in judged],
        "rulings": _rulings(rulings),
        "standings": _standings(outcome),
        "awards": [
            {"code": award.code, "level": award.level, "money": award.money}
            for award in outcome.allocation.awards
        ],
        "barred": dict(outcome.allocation.barred),
        "printed": [words.as_json() for words in printed],
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _rules(rules: OutcomeRules) -> dict[str, Any]:
    return {
        "stages": [
            _stage(stage, weight)
            for stage, weight in zip(rules.stages, rules.stage_weights, strict=True)
        ],
        "tie_breakers": [
            f"{item.kind.value}:{item.criterion}" if item.criterion else item.kind.value
            for item in rules.tie_breakers
        ],
        "prizes": [_prize(item) for item in rules.prizes],
    }


def _stage(stage: StageRules, weight: Decimal | None) -> dict[str, Any]:
    limit = stage.scoring.deviation_limit
    return {
        "weight": _text(weight),
        "method": stage.scoring.method.value,
        "min_sheets": stage.scoring.min_sheets,
        "trim_from": stage.scoring.trim_from,
        "deviation_limit": None
        if limit is None
        else f"{limit.amount}{'%' if limit.is_percent else ''}",
        "criteria": [_criterion(item) for item in stage.criteria],
    }


def _criterion(item: CriterionRule) -> dict[str, Any]:
    return {
        "code": item.code,
        "max_points": str(item.max_points),
        "step": str(item.step),
        "weight": str(item.weight),
        "min_points": _text(item.min_points),
        "zero_share_max": _text(item.zero_share_max),
    }


def _prize(item: PrizeRule) -> dict[str, Any]:
    return {
        "level": item.level,
        "quantity": item.quantity,
        "min_score": _text(item.min_score),
        "scope": item.scope.value,
        "money": item.money,
        "criterion_minima": {code: str(least) for code, least in item.criterion_minima.items()},
    }


def _judged(item: Judged) -> dict[str, Any]:
    return {
        "code": item.code,
        "category": item.category,
        "stages": [[_sheet(sheet) for sheet in stage] for stage in item.stages],
    }


def _sheet(sheet: CountedSheet) -> dict[str, Any]:
    points = {code: str(points) for code, points in sheet.points.items()}
    return {"judge": sheet.judge, "points": points, "total": str(sheet.total)}


def _rulings(rulings: Rulings) -> dict[str, Any]:
    return {
        "ties": [
            {"places": dict(decision.places), "reason": decision.reason}
            for decision in rulings.ties
        ],
        "downgrades": {
            code: {"level": item.level, "reason": item.reason}
            for code, item in rulings.downgrades.items()
        },
        "scores": {code: str(score) for code, score in rulings.scores.items()},
    }


def _standings(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "code": standing.code,
            "category": standing.category,
            "score": _text(standing.score),
            "rank": standing.rank,
            "sheets_used": list(standing.sheets_used),
            "sheets_dropped": list(standing.sheets_dropped),
            "note": standing.note,
        }
        for standing in outcome.standings
    ]
