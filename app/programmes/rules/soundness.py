"""Whether a round can work as it is planned.

A round that contradicts itself (a tie breaker that names no criterion, a step that never reaches
the maximum) is found on the day of the results unless it is found here. All faults are named at
once, because whoever edits a round should not meet them one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from app.kernel import placeholders
from app.kernel.errors import RuleBroken
from app.programmes.enums import ProgrammeKind, ScoringMethod
from app.programmes.rules.limits import FIRST_YEAR, LAST_YEAR, misfits_in
from app.questions.rules.soundness import Named, faults_in_codes, faults_in_form, repeated_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.programmes.rules.plan import (
        CriterionPlan,
        DocumentPlan,
        PrizePlan,
        RoundPlan,
        StagePlan,
    )

STEPS = frozenset({Decimal("0.25"), Decimal("0.5"), Decimal(1)})
PLAIN_TIE_BREAKERS = frozenset({"votes", "median", "lowest_sheet", "chair"})
# What the words of a certificate may name.
CERTIFICATE_WORDS = ("level", "title", "category", "round", "year")
# The sections that every dossier has besides those of its form (nominations).
RESERVED_SECTIONS = frozenset(
    {
        "thong-tin-ho-so",
        "nguoi-trong-ho-so",
        "tep-dinh-kem-ho-so",
        "loi-cam-doan-ho-so",
    }
)
LARGEST_FILE_MB = 500
LONGEST_GRACE = 7 * 24 * 60
SMALLEST_TRIM = 3
_DEVIATION = re.compile(r"(\d+(?:\.\d+)?)(%?)")


@dataclass(frozen=True, slots=True)
class PlanFault:
    """Something in a plan that must change; `where` is a path such as "criteria[2].step"."""

    where: str
    what_to_do: str

    def __str__(self) -> str:
        """Give place and remedy as one line."""
        return f"{self.where}: {self.what_to_do}" if self.where else self.what_to_do


def require_sound_plan(plan: RoundPlan) -> None:
    """Refuse the plan with all its faults, one per line."""
    faults = faults_in(plan)
    if faults:
        raise RuleBroken("\n".join(str(fault) for fault in faults))


def faults_in(plan: RoundPlan) -> tuple[PlanFault, ...]:
    """Name every fault of the plan, in the order in which a round is edited."""
    checks = (
        _fit,
        _heading,
        _dates,
        _categories,
        _form,
        _documents,
        _criteria,
        _prizes,
        _scoring,
        _stages,
        _certificate,
    )
    return tuple(fault for check in checks for fault in check(plan))


def _fit(plan: RoundPlan) -> Iterator[PlanFault]:
    for where, remedy in misfits_in(plan):
        yield PlanFault(where, remedy)


def _heading(plan: RoundPlan) -> Iterator[PlanFault]:
    for field in ("programme_key", "name", "short_code"):
        if not getattr(plan, field).strip():
            yield PlanFault(field, "Hãy điền mục này, không được để trống.")
    if not FIRST_YEAR <= plan.year <= LAST_YEAR:
        yield PlanFault("year", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    if plan.year_from and plan.year_to and plan.year_from > plan.year_to:
        yield PlanFault("year_to", "Năm cuối của giai đoạn phải bằng hoặc sau năm đầu.")
    if plan.ordinal_no is not None and plan.ordinal_no < 1:
        yield PlanFault("ordinal_no", "Lần tổ chức là số nguyên từ 1.")
    if plan.max_people < 1:
        yield PlanFault("max_people", "Số người tối đa của một hồ sơ phải từ 1 trở lên.")
    if plan.contact_email and "@" not in plan.contact_email:
        yield PlanFault("contact_email", "Hãy ghi một địa chỉ thư điện tử có ký tự @.")


def _dates(plan: RoundPlan) -> Iterator[PlanFault]:
    for field in ("opens_at", "closes_at"):
        moment = getattr(plan, field)
        if moment is not None and moment.tzinfo is None:
            yield PlanFault(field, "Hãy ghi cả múi giờ, ví dụ 2026-08-31T17:00:00+07:00.")
            return
    if plan.opens_at and plan.closes_at and plan.closes_at <= plan.opens_at:
        yield PlanFault("closes_at", "Thời điểm kết thúc nhận hồ sơ phải sau thời điểm bắt đầu.")
    if not 0 <= plan.grace_minutes <= LONGEST_GRACE:
        yield PlanFault("grace_minutes", f"Thời gian gia hạn từ 0 đến {LONGEST_GRACE} phút.")
    yield from _codes("milestones", (milestone.code for milestone in plan.milestones))
    for index, milestone in enumerate(plan.milestones):
        if milestone.starts_on and milestone.ends_on and milestone.ends_on < milestone.starts_on:
            yield PlanFault(f"milestones[{index}].ends_on", "Ngày kết thúc phải từ ngày bắt đầu.")


def _categories(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from _codes("categories", (category.code for category in plan.categories))
    yield from _names("categories", (category.name for category in plan.categories))
    yield from _unique("categories", "name", (category.name for category in plan.categories))


def _form(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from _named(faults_in_form(plan.sections))
    for at, section in enumerate(plan.sections):
        if section.code in RESERVED_SECTIONS:
            yield PlanFault(f"sections[{at}].code", "Mã này hệ thống đã dùng; hãy đặt mã khác.")


def _documents(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from _codes("documents", (document.code for document in plan.documents))
    yield from _names("documents", (document.name for document in plan.documents))
    for index, document in enumerate(plan.documents):
        yield from _document(f"documents[{index}]", document)


def _document(where: str, document: DocumentPlan) -> Iterator[PlanFault]:
    if document.max_files < 1:
        yield PlanFault(f"{where}.max_files", "Số tệp tối đa phải từ 1 trở lên.")
    if not 1 <= document.max_mb <= LARGEST_FILE_MB:
        yield PlanFault(f"{where}.max_mb", f"Dung lượng mỗi tệp từ 1 đến {LARGEST_FILE_MB} MB.")
    if not document.kinds:
        yield PlanFault(f"{where}.kinds", "Hãy nêu ít nhất một loại tệp được nhận.")


def _criteria(plan: RoundPlan) -> Iterator[PlanFault]:
    if not plan.criteria and plan.kind is not ProgrammeKind.DIALOGUE:
        yield PlanFault("criteria", "Hãy nêu ít nhất một tiêu chí chấm điểm.")
    yield from _codes("criteria", (criterion.code for criterion in plan.criteria))
    yield from _names("criteria", (criterion.name for criterion in plan.criteria))
    for index, criterion in enumerate(plan.criteria):
        yield from _criterion(f"criteria[{index}]", criterion)
        yield from _guidance(f"criteria[{index}].guidance", criterion)


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


def _prizes(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from _unique("prizes", "level", (prize.level for prize in plan.prizes))
    for index, prize in enumerate(plan.prizes):
        yield from _prize(f"prizes[{index}]", prize, plan)
    scores = [prize.min_score for prize in plan.prizes if prize.min_score is not None]
    if any(higher < lower for higher, lower in pairwise(scores)):
        yield PlanFault(
            "prizes", "Hãy xếp giải từ cao xuống thấp: mức điểm sàn không được tăng dần."
        )


def _prize(where: str, prize: PrizePlan, plan: RoundPlan) -> Iterator[PlanFault]:
    if not prize.level.strip():
        yield PlanFault(f"{where}.level", "Hãy ghi tên giải hoặc danh hiệu.")
    if prize.quantity is not None and prize.quantity < 1:
        yield PlanFault(
            f"{where}.quantity", "Số lượng phải từ 1; để trống nếu không giới hạn số lượng."
        )
    if prize.money is not None and prize.money < 0:
        yield PlanFault(f"{where}.money", "Tiền thưởng không được là số âm.")
    yield from _within(f"{where}.min_score", prize.min_score, plan.largest_total)
    limits = {criterion.code: criterion.max_points for criterion in plan.criteria}
    for code, points in prize.criterion_minima:
        if code not in limits:
            yield PlanFault(f"{where}.criterion_minima", f"Không có tiêu chí nào mang mã “{code}”.")
        else:
            yield from _within(f"{where}.criterion_minima.{code}", points, limits[code])


def _scoring(plan: RoundPlan) -> Iterator[PlanFault]:
    scoring = plan.scoring
    if scoring.min_sheets < 1:
        yield PlanFault("scoring.min_sheets", "Mỗi hồ sơ cần ít nhất một phiếu chấm.")
    if scoring.method is ScoringMethod.TRIMMED_MEAN and scoring.trim_from < SMALLEST_TRIM:
        yield PlanFault(
            "scoring.trim_from",
            f"Chỉ có thể bỏ phiếu cao nhất và thấp nhất khi có từ {SMALLEST_TRIM} phiếu.",
        )
    yield from _deviation(plan)
    yield from _tie_breakers(plan)
    for field in ("pass_score", "comment_below", "comment_above"):
        yield from _within(f"scoring.{field}", getattr(scoring, field), plan.largest_total)
    if scoring.pass_count is not None and scoring.pass_count < 1:
        yield PlanFault("scoring.pass_count", "Số hồ sơ đi tiếp phải từ 1 trở lên.")


def _deviation(plan: RoundPlan) -> Iterator[PlanFault]:
    limit = plan.scoring.deviation_limit
    if limit is None:
        if plan.scoring.method is ScoringMethod.DEVIATION_EXCLUSION:
            yield PlanFault(
                "scoring.deviation_limit",
                'Cách tính này cần giới hạn chênh lệch, ví dụ "20" (điểm) hoặc "20%".',
            )
        return
    match = _DEVIATION.fullmatch(limit)
    if match is None or Decimal(match[1]) == 0:
        yield PlanFault(
            "scoring.deviation_limit", 'Hãy ghi một số dương, ví dụ "20" (điểm) hoặc "20%".'
        )


def _tie_breakers(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from _unique("scoring.tie_breakers", "", plan.scoring.tie_breakers)
    codes = {criterion.code for criterion in plan.criteria}
    for index, breaker in enumerate(plan.scoring.tie_breakers):
        prefix, _, code = breaker.partition(":")
        where = f"scoring.tie_breakers[{index}]"
        if prefix == "criterion" and code not in codes:
            yield PlanFault(where, f"Không có tiêu chí nào mang mã “{code}”.")
        if prefix != "criterion" and breaker not in PLAIN_TIE_BREAKERS:
            known = ", ".join(sorted(PLAIN_TIE_BREAKERS))
            yield PlanFault(
                where, f"“{breaker}” không dùng được; hãy chọn criterion:<mã> hoặc {known}."
            )


def _stages(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from _codes("stages", (stage.code for stage in plan.stages))
    weighted = [stage for stage in plan.stages if stage.weight is not None]
    if weighted and len(weighted) != len(plan.stages):
        yield PlanFault("stages", "Hãy ghi tỷ trọng cho tất cả các vòng, hoặc không ghi vòng nào.")
    for index, stage in enumerate(plan.stages):
        yield from _stage(f"stages[{index}]", stage, plan.largest_total)


def _stage(where: str, stage: StagePlan, largest_total: Decimal) -> Iterator[PlanFault]:
    if stage.weight is not None and stage.weight <= 0:
        yield PlanFault(f"{where}.weight", "Tỷ trọng của vòng phải lớn hơn 0.")
    if stage.pass_count is not None and stage.pass_count < 1:
        yield PlanFault(f"{where}.pass_count", "Số hồ sơ đi tiếp phải từ 1 trở lên.")
    yield from _within(f"{where}.pass_score", stage.pass_score, largest_total)


def _certificate(plan: RoundPlan) -> Iterator[PlanFault]:
    for field in ("honour_title_template", "purpose_template"):
        for fault in placeholders.faults_in(getattr(plan.certificate, field), CERTIFICATE_WORDS):
            yield PlanFault(f"certificate.{field}", fault)


def _within(where: str, value: Decimal | None, largest: Decimal) -> Iterator[PlanFault]:
    if value is not None and not 0 <= value <= largest:
        yield PlanFault(where, f"Giá trị {value} phải nằm trong khoảng từ 0 đến {largest}.")


def _named(faults: Iterable[Named]) -> Iterator[PlanFault]:
    return (PlanFault(where, what_to_do) for where, what_to_do in faults)


def _codes(where: str, codes: Iterable[str]) -> Iterator[PlanFault]:
    return _named(faults_in_codes(where, codes))


def _names(where: str, names: Iterable[str]) -> Iterator[PlanFault]:
    for index, name in enumerate(names):
        if not name:
            yield PlanFault(f"{where}[{index}].name", "Hãy điền mục này, không được để trống.")


def _unique(where: str, field: str, values: Iterable[str]) -> Iterator[PlanFault]:
    return _named(repeated_in(where, field, values))
