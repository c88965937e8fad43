"""Writes on results: ranking, the chair's rulings, freezing, the decision and its awards."""

from __future__ import annotations

from app.results.operations.decision import decide_results, propose_results, return_results
from app.results.operations.ranking import publish_results, rank_round, return_to_judging
from app.results.operations.rulings import (
    rule_downgrade,
    rule_score,
    rule_tie,
    withdraw_ruling,
)

__all__ = [
    "decide_results",
    "propose_results",
    "publish_results",
    "rank_round",
    "return_results",
    "return_to_judging",
    "rule_downgrade",
    "rule_score",
    "rule_tie",
    "withdraw_ruling",
]
