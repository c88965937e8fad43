"""What a file says of stages: each for itself, or once for all of them.

`[scoring]`, `[[criteria]]` and `is_blind` at the head of a file hold for every stage that says
nothing of its own, and a file without `[[stages]]` has one stage. Marks to pass may stand under
the scoring, too.
"""

# No postponed annotations here: the reader of tables follows the types while the program runs.

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Self

from app.programmes.rules.plan import ONLY_STAGE, CriterionPlan, ScoringPlan, StagePlan

_OF_STAGE = re.compile(r"stages\[(\d+)\]\.((\w+).*)")
MARKS = frozenset({"pass_score", "pass_count"})


@dataclass(frozen=True, slots=True)
class ScoringTable(ScoringPlan):
    """The scoring of a file, under which the marks to pass may stand."""

    pass_score: Decimal | None = None
    pass_count: int | None = None

    @classmethod
    def of(
        cls, plan: ScoringPlan, pass_score: Decimal | None = None, pass_count: int | None = None
    ) -> Self:
        """Return a scoring with marks to pass under it."""
        values = {each.name: getattr(plan, each.name) for each in fields(ScoringPlan)}
        return cls(**values, pass_score=pass_score, pass_count=pass_count)

    @property
    def plan(self) -> ScoringPlan:
        """The scoring alone."""
        return ScoringPlan(**{each.name: getattr(self, each.name) for each in fields(ScoringPlan)})


@dataclass(frozen=True, slots=True)
class StageTable:
    """A stage of a file; None: what the file says for all stages holds."""

    code: str
    name: str = ""
    weight: Decimal | None = None
    pass_score: Decimal | None = None
    pass_count: int | None = None
    is_blind: bool | None = None
    scoring: ScoringTable | None = None
    criteria: tuple[CriterionPlan, ...] | None = None


@dataclass(frozen=True, slots=True)
class ForEveryStage:
    """What holds for the stages that say nothing of their own."""

    is_blind: bool = False
    scoring: ScoringTable = field(default_factory=ScoringTable)
    criteria: tuple[CriterionPlan, ...] = ()


def stage_plans(said: Sequence[StageTable], common: ForEveryStage) -> tuple[StagePlan, ...]:
    """Return the stages of a file, one at least."""
    tables = said or (StageTable(ONLY_STAGE.code, ONLY_STAGE.name),)
    return tuple(stage_plan(place, table, common) for place, table in enumerate(tables, 1))


def stage_plan(place: int, table: StageTable, common: ForEveryStage) -> StagePlan:
    """Return a stage; one without a name is called by its place, from 1."""
    scoring = table.scoring or common.scoring
    has_marks = table.pass_score is not None or table.pass_count is not None
    marks = table if has_marks else scoring
    return StagePlan(
        code=table.code,
        name=table.name or f"Vòng {place}",
        weight=table.weight,
        pass_score=marks.pass_score,
        pass_count=marks.pass_count,
        is_blind=common.is_blind if table.is_blind is None else table.is_blind,
        criteria=common.criteria if table.criteria is None else table.criteria,
        scoring=scoring.plan,
    )


def stage_table(stage: StagePlan) -> StageTable:
    """Return a stage as a file says it in full."""
    return StageTable(
        code=stage.code,
        name=stage.name,
        weight=stage.weight,
        pass_score=stage.pass_score,
        pass_count=stage.pass_count,
        is_blind=stage.is_blind,
        scoring=ScoringTable.of(stage.scoring),
        criteria=stage.criteria,
    )


def place_said(where: str, said: Sequence[StageTable]) -> str:
    """Return where a file says what stands at a place of the plan, such as "stages[0].criteria"."""
    found = _OF_STAGE.fullmatch(where)
    if found is None:
        return where
    table = said[int(found[1])] if int(found[1]) < len(said) else None
    if table is not None and getattr(table, found[3]) is not None:
        return where
    if found[3] not in MARKS:
        return found[2]
    stage = f"stages[{found[1]}]." if table is not None and table.scoring is not None else ""
    return f"{stage}scoring.{found[2]}"
