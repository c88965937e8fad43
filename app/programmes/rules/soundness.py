"""Whether a round can work as it is planned.

A round that contradicts itself (a tie breaker that names no criterion, a step that never reaches
the maximum) is found on the day of the results unless it is found here. All faults are named at
once, because whoever edits a round should not meet them one by one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.kernel import placeholders
from app.kernel.errors import RuleBroken
from app.programmes.rules.limits import FIRST_YEAR, LAST_YEAR, misfits_in
from app.programmes.rules.plan_faults import PlanFault, codes, named, names, unique, within
from app.programmes.rules.stage_soundness import faults_in_stages
from app.questions.rules.soundness import faults_in_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.programmes.rules.plan import DocumentPlan, PrizePlan, RoundPlan

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
        faults_in_stages,
        _prizes,
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
    yield from codes("milestones", (milestone.code for milestone in plan.milestones))
    for index, milestone in enumerate(plan.milestones):
        if milestone.starts_on and milestone.ends_on and milestone.ends_on < milestone.starts_on:
            yield PlanFault(f"milestones[{index}].ends_on", "Ngày kết thúc phải từ ngày bắt đầu.")


def _categories(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from codes("categories", (category.code for category in plan.categories))
    yield from names("categories", (category.name for category in plan.categories))
    yield from unique("categories", "name", (category.name for category in plan.categories))


def _form(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from named(faults_in_form(plan.sections))
    for at, section in enumerate(plan.sections):
        if section.code in RESERVED_SECTIONS:
            yield PlanFault(f"sections[{at}].code", "Mã này hệ thống đã dùng; hãy đặt mã khác.")


def _documents(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from codes("documents", (document.code for document in plan.documents))
    yield from names("documents", (document.name for document in plan.documents))
    for index, document in enumerate(plan.documents):
        yield from _document(f"documents[{index}]", document)


def _document(where: str, document: DocumentPlan) -> Iterator[PlanFault]:
    if document.max_files < 1:
        yield PlanFault(f"{where}.max_files", "Số tệp tối đa phải từ 1 trở lên.")
    if not 1 <= document.max_mb <= LARGEST_FILE_MB:
        yield PlanFault(f"{where}.max_mb", f"Dung lượng mỗi tệp từ 1 đến {LARGEST_FILE_MB} MB.")
    if not document.kinds:
        yield PlanFault(f"{where}.kinds", "Hãy nêu ít nhất một loại tệp được nhận.")


def _prizes(plan: RoundPlan) -> Iterator[PlanFault]:
    yield from unique("prizes", "level", (prize.level for prize in plan.prizes))
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
    yield from within(f"{where}.min_score", prize.min_score, plan.largest_score)
    last = plan.final_stage.criteria if plan.stages else ()
    limits = {criterion.code: criterion.max_points for criterion in last}
    for code, points in prize.criterion_minima:
        if code not in limits:
            yield PlanFault(f"{where}.criterion_minima", f"Không có tiêu chí nào mang mã “{code}”.")
        else:
            yield from within(f"{where}.criterion_minima.{code}", points, limits[code])


def _certificate(plan: RoundPlan) -> Iterator[PlanFault]:
    for field in ("honour_title_template", "purpose_template"):
        for fault in placeholders.faults_in(getattr(plan.certificate, field), CERTIFICATE_WORDS):
            yield PlanFault(f"certificate.{field}", fault)
