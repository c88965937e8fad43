"""The stages that round.toml speaks of; what it leaves out is the final stage of the programme's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.programmes.rules.stage_soundness import PLAIN_TIE_BREAKERS
from app.programmes.rules.stage_tables import (
    ForEveryStage,
    ScoringTable,
    StageTable,
    stage_plan,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.programmes.rules.plan import CriterionPlan, StagePlan


@dataclass(frozen=True, slots=True)
class SaidOfStages:
    """What stands at the head of the file for all stages; None: nothing is said."""

    is_blind: bool | None
    scoring: ScoringTable | None
    criteria: tuple[CriterionPlan, ...] | None


def stages_said(
    tables: Sequence[StageTable], common: SaidOfStages, preset: StagePlan
) -> tuple[StagePlan, ...]:
    """Return the stages of a round; a file that names none has one, called as the programme's."""
    listed = tables or (StageTable(preset.code, preset.name),)
    return tuple(
        stage_plan(place, table, _common(table, common, preset))
        for place, table in enumerate(listed, 1)
    )


def _common(table: StageTable, common: SaidOfStages, preset: StagePlan) -> ForEveryStage:
    """Return what holds for a stage where its own table is silent."""
    asks_other = table.criteria is not None or common.criteria is not None
    return ForEveryStage(
        is_blind=preset.is_blind if common.is_blind is None else common.is_blind,
        scoring=common.scoring or _scoring_of(preset, table, common, asks_other=asks_other),
        criteria=preset.criteria if common.criteria is None else common.criteria,
    )


def _scoring_of(
    preset: StagePlan, table: StageTable, common: SaidOfStages, *, asks_other: bool
) -> ScoringTable:
    """Return the programme's scoring, or what of it makes sense with other criteria."""
    if not asks_other:
        return ScoringTable.of(preset.scoring, preset.pass_score, preset.pass_count)
    asked = table.criteria if table.criteria is not None else common.criteria or ()
    known = {f"criterion:{criterion.code}" for criterion in asked} | PLAIN_TIE_BREAKERS
    breakers = tuple(each for each in preset.scoring.tie_breakers if each in known)
    fitting = replace(preset.scoring, tie_breakers=breakers, comment_below=None, comment_above=None)
    return ScoringTable.of(fitting)
