"""From the sheets of every stage to scores, ranks and prizes: one pure function of frozen inputs.

Whatever is shown, frozen or printed comes from here, so that a result says the same for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from app.results.rules.prizes import (
    Allocation,
    Downgrade,
    PrizeFacts,
    PrizeRule,
    StageFacts,
    allocate,
)
from app.results.rules.ranking import (
    ChairDecision,
    RankingRule,
    RankInput,
    Standing,
    TieBreaker,
    ranking,
)
from app.scoring.rules.aggregation import (
    CountedSheet,
    StageScore,
    combine_stages,
    stage_score,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from app.scoring.rules.plan_rules import StageRules


@dataclass(frozen=True, slots=True)
class Judged:
    """A nomination with the counted sheets of every stage, first stage first."""

    code: str
    category: str
    stages: tuple[tuple[CountedSheet, ...], ...]

    @property
    def final_sheets(self) -> tuple[CountedSheet, ...]:
        """The sheets of the final stage, which break ties and earn prizes."""
        return self.stages[-1]


@dataclass(frozen=True, slots=True)
class OutcomeRules:
    """What the round decided before it opened; ``stage_weights`` all None: the last one counts.

    ``tie_breakers`` are those of the final stage; ``largest_score`` is the highest that there is.
    """

    stages: tuple[StageRules, ...]
    prizes: tuple[PrizeRule, ...]
    tie_breakers: tuple[TieBreaker, ...]
    stage_weights: tuple[Decimal | None, ...]
    largest_score: Decimal

    def scores(self, judged: Judged) -> list[StageScore]:
        """Return what the sheets of each stage give."""
        return [
            stage_score(sheets, stage.scoring)
            for sheets, stage in zip(judged.stages, self.stages, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the chair ruled with a written reason, oldest first."""

    ties: tuple[ChairDecision, ...] = ()
    downgrades: Mapping[str, Downgrade] = field(default_factory=dict)
    scores: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ranking and the prizes that follow from it."""

    standings: tuple[Standing, ...]
    allocation: Allocation


RULED = "Điểm do Chủ tịch hội đồng quyết định bằng văn bản."


def outcome(judged: Sequence[Judged], rules: OutcomeRules, rulings: Rulings) -> Outcome:
    """Compute scores, ranks and prizes (scoring.md, sections 2 and 3)."""
    inputs = [_rank_input(item, rules, rulings) for item in judged]
    standings = ranking(inputs, RankingRule(rules.tie_breakers, decisions=rulings.ties))
    facts = prize_facts(judged, rules, rulings)
    return Outcome(standings, allocate(standings, rules.prizes, facts))


def prize_facts(judged: Sequence[Judged], rules: OutcomeRules, rulings: Rulings) -> PrizeFacts:
    """Return what the walk down the ranking must know besides ranks and levels."""
    return PrizeFacts(
        stages=tuple(
            StageFacts(stage.criteria, {item.code: item.stages[place] for item in judged})
            for place, stage in enumerate(rules.stages)
        ),
        decisions=rulings.ties,
        downgrades=rulings.downgrades,
    )


def _rank_input(item: Judged, rules: OutcomeRules, rulings: Rulings) -> RankInput:
    scores = rules.scores(item)
    last = scores[-1]
    ruled = rulings.scores.get(item.code)
    score = ruled if ruled is not None else official_score(scores, rules.stage_weights)
    return RankInput(
        code=item.code,
        category=item.category,
        score=score,
        sheets=item.final_sheets,
        sheets_used=last.sheets_used,
        sheets_dropped=last.sheets_dropped,
        note=last.note if ruled is None else RULED,
    )


def official_score(
    stages: Sequence[StageScore], weights: Sequence[Decimal | None]
) -> Decimal | None:
    """Return the score that the minutes show: the last stage's, or the weighted mean of stages.

    Rounding happens once, at the end; a stage without a score leaves no score.
    """
    if all(weight is None for weight in weights) or len(stages) == 1:
        return stages[-1].score
    parts: list[tuple[Decimal | Fraction | None, Decimal]] = [
        (stage.exact, weight or Decimal(0)) for stage, weight in zip(stages, weights, strict=True)
    ]
    return combine_stages(parts)
