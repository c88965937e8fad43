"""Reading results: computed while they are open, frozen once they are proposed, then awarded."""

from __future__ import annotations

from app.results.queries.decision import (
    WaitingResults,
    awards_of,
    count_proposed,
    decided_rounds,
    find_decision,
    find_frozen,
    get_frozen,
    returned_results,
    waiting_results,
)
from app.results.queries.judgement import (
    StageState,
    conflicts_of_actor,
    judge_names,
    stage_states,
)
from app.results.queries.outcome import (
    ComputedOutcome,
    get_ruling,
    hold_round,
    outcome_of,
    rulings_of,
)

__all__ = [
    "ComputedOutcome",
    "StageState",
    "WaitingResults",
    "awards_of",
    "conflicts_of_actor",
    "count_proposed",
    "decided_rounds",
    "find_decision",
    "find_frozen",
    "get_frozen",
    "get_ruling",
    "hold_round",
    "judge_names",
    "outcome_of",
    "returned_results",
    "rulings_of",
    "stage_states",
    "waiting_results",
]
