"""What a judge may write on one score sheet, and what it adds up to.

The sheet on the screen, the sheet typed in from paper and the row read from a file ask these same
functions, so points that one of them accepts are accepted by all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANCHOR_SHARES = tuple(Fraction(percent, 100) for percent in (40, 60, 80, 90, 100))


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """One line of the score sheet.

    Attributes:
        code: identifier within the criterion set; also the name of the field on the sheet.
        name: what the judge reads.
        max_points: the most points a judge may give.
        step: points are a multiple of it.
        weight: what the points are multiplied by in the sheet's total.
        min_points: when the mean over all counted sheets is below it, no prize (điểm liệt).
        zero_share_max: when more than this share of the sheets give 0, no prize
            (TT 20/2023/TT-BKHCN).
    """

    code: str
    name: str
    max_points: Decimal
    step: Decimal = Decimal("0.5")
    weight: Decimal = Decimal(1)
    min_points: Decimal | None = None
    zero_share_max: Fraction | None = None


def require_points(criterion: CriterionRule, value: Decimal) -> Decimal:
    """Return the points as they are when they lie in the range and on a step of the criterion."""
    if not _fits(criterion, value):
        message = (
            f"Điểm của tiêu chí “{criterion.name}” phải từ 0 đến "
            f"{format_decimal(criterion.max_points)} và là bội của "
            f"{format_decimal(criterion.step)}."
        )
        raise RuleBroken(message, field=criterion.code)
    return value


def _fits(criterion: CriterionRule, value: Decimal) -> bool:
    return (
        value.is_finite()
        and 0 <= value <= criterion.max_points
        and _is_multiple(value, criterion.step)
    )


def _is_multiple(value: Decimal, step: Decimal) -> bool:
    """Tell exactly, in whole numbers: a decimal context would round what is almost a multiple."""
    (top, bottom), (step_top, step_bottom) = value.as_integer_ratio(), step.as_integer_ratio()
    return top * step_bottom % (bottom * step_top) == 0


def sheet_total(criteria: Sequence[CriterionRule], points: Mapping[str, Decimal | None]) -> Decimal:
    """Add up weight times points; a criterion that is still empty adds nothing."""
    given = ((criterion.weight, points.get(criterion.code)) for criterion in criteria)
    return sum((weight * value for weight, value in given if value is not None), Decimal(0))


def largest_total(criteria: Sequence[CriterionRule]) -> Decimal:
    """Return the total of a sheet that gives every criterion its maximum."""
    return sum((criterion.weight * criterion.max_points for criterion in criteria), Decimal(0))


def unscored(
    criteria: Sequence[CriterionRule], points: Mapping[str, Decimal | None]
) -> list[CriterionRule]:
    """List the criteria that have no points yet, in the order of the sheet; 0 is a score."""
    return [criterion for criterion in criteria if points.get(criterion.code) is None]


def require_complete(
    criteria: Sequence[CriterionRule],
    points: Mapping[str, Decimal | None],
    comment: str,
    comment_below: Decimal | None = None,
    comment_above: Decimal | None = None,
) -> None:
    """Refuse to submit a sheet with an empty criterion, unfit points or a missing comment.

    Args:
        criteria: all criteria of the sheet.
        points: points by criterion code.
        comment: the judge's general comment.
        comment_below: a total strictly below it asks for a comment.
        comment_above: a total strictly above it asks for a comment.
    """
    _require_all_scored(unscored(criteria, points))
    for criterion in criteria:
        value = points[criterion.code]
        if value is not None:
            require_points(criterion, value)
    if not comment.strip():
        _require_no_comment_due(sheet_total(criteria, points), comment_below, comment_above)


def _require_all_scored(missing: Sequence[CriterionRule]) -> None:
    if missing:
        names = ", ".join(f"“{criterion.name}”" for criterion in missing)
        message = f"Phiếu còn {len(missing)} tiêu chí chưa chấm: {names}. Xin cho điểm rồi gửi lại."
        raise RuleBroken(message, field=missing[0].code)


def _require_no_comment_due(total: Decimal, below: Decimal | None, above: Decimal | None) -> None:
    if below is not None and total < below:
        limit = f"dưới {format_decimal(below)}"
    elif above is not None and total > above:
        limit = f"trên {format_decimal(above)}"
    else:
        return
    message = (
        f"Tổng điểm {format_decimal(total)} ở mức {limit} nên phiếu cần có nhận xét. "
        "Xin ghi nhận xét rồi gửi lại."
    )
    raise RuleBroken(message, field="comment")


def anchors(criterion: CriterionRule) -> tuple[Decimal, ...]:
    """Suggest points for quick entry: 40, 60, 80, 90 and 100 % of the maximum, each on a step.

    Shares that fall on the same step appear once, so a short scale has fewer than five.
    """
    suggestions = {_on_step(criterion, share) for share in ANCHOR_SHARES}
    return tuple(sorted(suggestions))


def _on_step(criterion: CriterionRule, share: Fraction) -> Decimal:
    steps = share * Fraction(criterion.max_points) / Fraction(criterion.step)
    nearest = math.floor(steps + Fraction(1, 2))
    highest = math.floor(Fraction(criterion.max_points) / Fraction(criterion.step))
    return min(nearest, highest) * criterion.step
