"""From one stage to the next: who goes on, by the rule of the stage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.councils.queries import seats_of_stage
from app.infra.db.engine import db
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import StageState
from app.programmes.operations.steps import open_stage
from app.scoring.enums import ScoringEvent
from app.scoring.models import StagePass
from app.scoring.queries.counted_sheets import stage_inputs
from app.scoring.queries.progress import next_stage
from app.scoring.rules.aggregation import passing, stage_score
from app.scoring.rules.gates import require_ready_council
from app.scoring.values import scoring_rule

if TYPE_CHECKING:
    from decimal import Decimal

    from app.councils.enums import SeatRole
    from app.kernel.access import Actor
    from app.programmes.models import Stage
    from app.scoring.queries.counted_sheets import StageInput
from app.scoring.rules.aggregation import StageScore


@dataclass(frozen=True, slots=True)
class Passing:
    """Every dossier of a stage with its score, and which ones go on."""

    scores: tuple[tuple[StageInput, StageScore], ...]
    passed: frozenset[int]


def propose_passing(stage: Stage) -> Passing:
    """Return who would go on from a stage; nothing is written."""
    rule = scoring_rule(stage)
    scores = tuple((each, stage_score(each.sheets, rule)) for each in stage_inputs(stage.id))
    by_category: defaultdict[str, dict[str, Decimal | None]] = defaultdict(dict)
    for each, result in scores:
        by_category[each.category_code][str(each.nomination_id)] = result.score
    passed = passing(by_category, stage.pass_score, stage.pass_count)
    return Passing(scores, frozenset(map(int, passed)))


def require_ready_stage(stage: Stage) -> None:
    """Refuse to open a stage whose councils cannot judge it.

    Raises:
        RuleBroken: saying what is missing.
    """
    rosters: defaultdict[int, list[SeatRole]] = defaultdict(list)
    for seat in seats_of_stage(stage.id):
        rosters[seat.council_id].append(seat.role)
    require_ready_council(rosters.values(), stage.min_sheets)


@operation
def pass_on(stage: Stage, *, by: Actor) -> int:
    """Let the best dossiers of a closed stage go on, and open the next one; return how many.

    Raises:
        WrongState: when the stage is not closed, there is no next one, or it was opened before.
        RuleBroken: when nobody passes, or nobody is there to judge them.
    """
    following = next_stage(stage)
    if following is None:
        raise WrongState(
            "Đây là vòng cuối, không còn vòng nào để chuyển tiếp. Hãy xếp hạng để sang bước kết quả."
        )
    if stage.state is not StageState.CLOSED or following.state is not StageState.WAITING:
        raise WrongState("Hãy chốt vòng này trước khi chuyển hồ sơ vào vòng sau.")
    passed = propose_passing(stage).passed
    if not passed:
        raise RuleBroken(
            "Chưa có hồ sơ nào đủ điều kiện vào vòng sau. Hãy kiểm tra lại điểm sàn của vòng."
        )
    require_ready_stage(following)
    rows = [StagePass(stage_id=following.id, nomination_id=number) for number in sorted(passed)]
    db.session.add_all(rows)
    db.session.flush()
    record(ScoringEvent.PASSED_ON, following, by=by, passed=len(passed), before=stage.id)
    open_stage(following, by=by)
    return len(passed)
