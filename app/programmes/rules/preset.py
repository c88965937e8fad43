"""A preset programme, kept as a TOML text, as the plan of a round.

Presets are what an organiser starts from; they are data that anybody can correct, so each mistake
in one is named by its place instead of showing up later as a missing question.
"""

# No postponed annotations here: the reader of tables follows the types while the program runs.

import tomllib
from dataclasses import dataclass, field, fields
from decimal import Decimal

from app.kernel.errors import RuleBroken
from app.programmes.rules.plan import CriterionPlan, RoundBasis, RoundPlan
from app.programmes.rules.plan_tables import Unreadable, read_table
from app.programmes.rules.soundness import faults_in
from app.programmes.rules.stage_tables import (
    ForEveryStage,
    ScoringTable,
    StageTable,
    place_said,
    stage_plans,
)


@dataclass(frozen=True, slots=True)
class PresetFile(RoundBasis):
    """What the file of a preset says."""

    is_blind: bool = False
    scoring: ScoringTable = field(default_factory=ScoringTable)
    criteria: tuple[CriterionPlan, ...] = ()
    stages: tuple[StageTable, ...] = ()


def read_preset(text: str) -> RoundPlan:
    """Read a preset; `RuleBroken` names every unknown key, unfit value and unsound rule."""
    said = _said(text)
    plan = _plan(said)
    faults = (f"{place_said(f.where, said.stages)}: {f.what_to_do}" for f in faults_in(plan))
    lines = list(dict.fromkeys(faults))
    if lines:
        raise RuleBroken("\n".join(lines))
    return plan


def _plan(said: PresetFile) -> RoundPlan:
    basis = {each.name: getattr(said, each.name) for each in fields(RoundBasis)}
    common = ForEveryStage(said.is_blind, said.scoring, said.criteria)
    return RoundPlan(**basis, stages=stage_plans(said.stages, common))


def _said(text: str) -> PresetFile:
    try:
        return read_table(PresetFile, tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as problem:
        message = f"Tệp TOML viết sai cú pháp: {problem}"
        raise RuleBroken(message) from problem
    except Unreadable as problem:
        lines = (str(fault.as_fault()) for fault in problem.faults)
        raise RuleBroken("\n".join(lines)) from problem
