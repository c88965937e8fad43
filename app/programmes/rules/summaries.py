"""What each part of a round says in a few words, and whether something is still wanting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.calendar import format_instant
from app.kernel.numbers import format_decimal
from app.programmes.rules.parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.programmes.rules.plan import RoundPlan, StagePlan


@dataclass(frozen=True, slots=True)
class Summary:
    """A few words; ``is_wanting`` marks what should be filled before the announcement."""

    words: str
    is_wanting: bool = False


def summary_of(part: Part, plan: RoundPlan) -> Summary:
    """Return what a part says."""
    return SUMMARIES[part](plan)


def _facts(plan: RoundPlan) -> Summary:
    if plan.opens_at is None or plan.closes_at is None:
        return Summary("Chưa đặt ngày giờ nhận hồ sơ", is_wanting=True)
    return Summary(f"Hạn nộp {format_instant(plan.closes_at)}")


def _contact(plan: RoundPlan) -> Summary:
    if not plan.contact_phone and not plan.contact_email:
        return Summary("Chưa có điện thoại hoặc thư điện tử", is_wanting=True)
    return Summary(plan.contact_phone or plan.contact_email)


def _counted(words: str, none: str, count: Callable[[RoundPlan], int]) -> Callable[..., Summary]:
    """Make a summary that counts, "6 lĩnh vực"; none of them is wanting."""

    def summary(plan: RoundPlan) -> Summary:
        number = count(plan)
        return Summary(f"{number} {words}") if number else Summary(none, is_wanting=True)

    return summary


def _categories(plan: RoundPlan) -> Summary:
    number = len(plan.categories)
    return Summary(f"{number} lĩnh vực" if number else "Không chia lĩnh vực")


def _form(plan: RoundPlan) -> Summary:
    number = len(plan.questions)
    if not number:
        return Summary("Chưa có câu hỏi nào", is_wanting=True)
    return Summary(f"{len(plan.sections)} phần, {number} câu hỏi")


def _criteria(plan: RoundPlan) -> Summary:
    if len(plan.stages) == 1:
        return Summary(_criteria_of(plan.final_stage))
    words = (f"{stage.name}: {_criteria_of(stage)}" for stage in plan.stages)
    return Summary("; ".join(words))


def _criteria_of(stage: StagePlan) -> str:
    return f"{len(stage.criteria)} tiêu chí, tổng {format_decimal(stage.largest_total)} điểm"


def _scoring(plan: RoundPlan) -> Summary:
    least = [stage.scoring.min_sheets for stage in plan.stages]
    if len(set(least)) == 1:
        names = ", ".join(stage.name for stage in plan.stages)
        return Summary(f"{names}; ít nhất {least[0]} phiếu")
    pairs = zip(plan.stages, least, strict=True)
    return Summary("; ".join(f"{stage.name}: ít nhất {number} phiếu" for stage, number in pairs))


def _certificate(plan: RoundPlan) -> Summary:
    return Summary(f"Số: …/{plan.certificate.series}")


SUMMARIES: dict[Part, Callable[[RoundPlan], Summary]] = {
    Part.FACTS: _facts,
    Part.CONTACT: _contact,
    Part.CALENDAR: _counted("mốc", "Chưa có mốc nào", lambda plan: len(plan.milestones)),
    Part.RULES: _counted("điều", "Chưa có điều nào", lambda plan: len(plan.rules)),
    Part.CATEGORIES: _categories,
    Part.FORM: _form,
    Part.DOCUMENTS: _counted(
        "loại tài liệu", "Chưa yêu cầu tài liệu nào", lambda plan: len(plan.documents)
    ),
    Part.CRITERIA: _criteria,
    Part.PRIZES: _counted("mức giải", "Chưa có giải nào", lambda plan: len(plan.prizes)),
    Part.SCORING: _scoring,
    Part.CERTIFICATE: _certificate,
}
