"""Whether the stages of judging can work as they are planned, one by one and together."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from app.programmes.enums import ProgrammeKind, ScoringMethod
from app.programmes.rules.plan_faults import PlanFault, codes, names, unique, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.programmes.rules.plan import CriterionPlan, RoundPlan, ScoringPlan, StagePlan

STEPS = frozenset({Decimal("0.25"), Decimal("0.5"), Decimal(1)})
PLAIN_TIE_BREAKERS = frozenset({"votes", "median", "lowest_sheet", "chair"})
SMALLEST_TRIM = 3
_DEVIATION = re.compile(r"(\d+(?:\.\d+)?)(%?)")


def faults_in_stages(plan: RoundPlan) -> Iterator[PlanFault]:
    """Name what is wrong with the stages of a plan, in the order in which they are edited."""
    if not plan.stages:
        yield PlanFault("stages", "Hãy giữ ít nhất một vòng chấm.")
    yield from codes("stages", (stage.code for stage in plan.stages))
    yield from names("stages", (stage.name for stage in plan.stages))
    for index, stage in enumerate(plan.stages):
        where = f"stages[{index}]"
        if not stage.criteria and plan.kind is not ProgrammeKind.DIALOGUE:
            yield PlanFault(f"{where}.criteria", "Hãy nêu ít nhất một tiêu chí chấm điểm.")
        yield from _criteria(f"{where}.criteria", stage)
        yield from _scoring(f"{where}.scoring", stage)
        yield from _passing(where, stage)
    yield from _weights(plan)


def _passing(where: str, stage: StagePlan) -> Iterator[PlanFault]:
    if stage.weight is not None and stage.weight <= 0:
        yield PlanFault(f"{where}.weight", "Tỷ trọng của vòng phải lớn hơn 0.")
    if stage.pass_count is not None and stage.pass_count < 1:
        yield PlanFault(f"{where}.pass_count", "Số hồ sơ đi tiếp phải từ 1 trở lên.")
    yield from within(f"{where}.pass_score", stage.pass_score, stage.largest_total)


def _weights(plan: RoundPlan) -> Iterator[PlanFault]:
    weighted = [stage for stage in plan.stages if stage.weight is not None]
    if weighted and len(weighted) != len(plan.stages):
        yield PlanFault("stages", "Hãy ghi tỷ trọng cho tất cả các vòng, hoặc không ghi vòng nào.")


def _criteria(where: str, stage: StagePlan) -> Iterator[PlanFault]:
    yield from codes(where, (criterion.code for criterion in stage.criteria))
    yield from names(where, (criterion.name for criterion in stage.criteria))
    for index, criterion in enumerate(stage.criteria):
        yield from _criterion(f"{where}[{index}]", criterion)
        yield from _guidance(f"{where}[{index}].guidance", criterion)


def _criterion(where: str, criterion: CriterionPlan) -> Iterator[PlanFault]:
    if criterion.max_points <= 0:
        yield PlanFault(f"{where}.max_points", "Điểm tối đa phải lớn hơn 0.")
    if criterion.step not in STEPS:
        yield PlanFault(f"{where}.step", "Bước điểm phải là 0.25, 0.5 hoặc 1.")
    elif criterion.max_points % criterion.step:
        yield PlanFault(
            f"{where}.step",
            f"Bước điểm {criterion.step} không chia hết điểm tối đa {criterion.max_points};"
            " hãy đổi một trong hai số.",
        )
    if criterion.weight <= 0:
        yield PlanFault(f"{where}.weight", "Hệ số phải lớn hơn 0.")
    if criterion.min_points is not None and not 0 <= criterion.min_points <= criterion.max_points:
        yield PlanFault(f"{where}.min_points", f"Điểm sàn phải từ 0 đến {criterion.max_points}.")
    if criterion.zero_share_max is not None and not 0 < criterion.zero_share_max < 1:
        yield PlanFault(f"{where}.zero_share_max", 'Hãy ghi một phân số giữa 0 và 1, ví dụ "1/4".')


def _guidance(where: str, criterion: CriterionPlan) -> Iterator[PlanFault]:
    for index, level in enumerate(criterion.guidance):
        if level.points_from > level.points_to:
            yield PlanFault(
                f"{where}[{index}]", "Điểm đầu của mức phải nhỏ hơn hoặc bằng điểm cuối."
            )
        if level.points_from < 0 or level.points_to > criterion.max_points:
            yield PlanFault(f"{where}[{index}]", f"Mức điểm phải từ 0 đến {criterion.max_points}.")
    ordered = sorted(criterion.guidance, key=lambda level: level.points_from)
    if any(low.points_to >= high.points_from for low, high in pairwise(ordered)):
        yield PlanFault(where, "Các mức điểm chồng lên nhau; mỗi điểm số chỉ thuộc một mức.")


def _scoring(where: str, stage: StagePlan) -> Iterator[PlanFault]:
    scoring = stage.scoring
    if scoring.min_sheets < 1:
        yield PlanFault(f"{where}.min_sheets", "Mỗi hồ sơ cần ít nhất một phiếu chấm.")
    if scoring.method is ScoringMethod.TRIMMED_MEAN and scoring.trim_from < SMALLEST_TRIM:
        yield PlanFault(
            f"{where}.trim_from",
            f"Chỉ có thể bỏ phiếu cao nhất và thấp nhất khi có từ {SMALLEST_TRIM} phiếu.",
        )
    yield from _deviation(f"{where}.deviation_limit", scoring)
    yield from _tie_breakers(f"{where}.tie_breakers", stage)
    for field in ("comment_below", "comment_above"):
        yield from within(f"{where}.{field}", getattr(scoring, field), stage.largest_total)


def _deviation(where: str, scoring: ScoringPlan) -> Iterator[PlanFault]:
    limit = scoring.deviation_limit
    if limit is None:
        if scoring.method is ScoringMethod.DEVIATION_EXCLUSION:
            yield PlanFault(
                where,
                'Cách tính này cần giới hạn chênh lệch, ví dụ "20" (điểm) hoặc "20%".',
            )
        return
    match = _DEVIATION.fullmatch(limit)
    if match is None or Decimal(match[1]) == 0:
        yield PlanFault(where, 'Hãy ghi một số dương, ví dụ "20" (điểm) hoặc "20%".')


def _tie_breakers(where: str, stage: StagePlan) -> Iterator[PlanFault]:
    yield from unique(where, "", stage.scoring.tie_breakers)
    asked = {criterion.code for criterion in stage.criteria}
    for index, breaker in enumerate(stage.scoring.tie_breakers):
        prefix, _, code = breaker.partition(":")
        place = f"{where}[{index}]"
        if prefix == "criterion" and code not in asked:
            yield PlanFault(place, f"Không có tiêu chí nào mang mã “{code}”.")
        if prefix != "criterion" and breaker not in PLAIN_TIE_BREAKERS:
            known = ", ".join(sorted(PLAIN_TIE_BREAKERS))
            yield PlanFault(
                place, f"“{breaker}” không dùng được; hãy chọn criterion:<mã> hoặc {known}."
            )
