"""From the sheets of one nomination to its score in a stage, and from a stage to the next.

The methods are those that the regulations of the contests name; TT 20/2023/TT-BKHCN is the source
of the exclusion by deviation. Every mean is a `Fraction`, and rounding happens once, at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal, round_half_up
from app.programmes.enums import ScoringMethod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SCORE_PLACES = 2
SMALLEST_TRIM = 3
_KEPT_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class DeviationLimit:
    """How far a total may lie from the mean: points, or a percentage of the mean."""

    amount: Decimal
    is_percent: bool = False

    def is_exceeded(self, total: Decimal, mean: Fraction) -> bool:
        """Tell whether a total lies strictly farther from the mean than the limit."""
        return abs(Fraction(total) - mean) > self._points(mean)

    def _points(self, mean: Fraction) -> Fraction:
        return mean * Fraction(self.amount) / 100 if self.is_percent else Fraction(self.amount)


def parse_deviation_limit(text: str) -> DeviationLimit:
    """Read "20" as points and "20%" as a percentage of the mean.

    Plans and rounds keep the limit with a decimal point, so "12.125" is never twelve thousand.
    """
    bare = text.strip()
    number = bare.removesuffix("%").strip()
    try:
        limit = Decimal(number) if _KEPT_NUMBER.fullmatch(number) else parse_decimal(number)
    except RuleBroken:
        limit = Decimal(0)
    if limit <= 0:
        message = (
            f"Giới hạn lệch “{text}” chưa đúng. Xin ghi một số dương, "
            "ví dụ “20” (điểm) hoặc “20%” (so với điểm trung bình)."
        )
        raise RuleBroken(message, field="deviation_limit")
    return DeviationLimit(limit, is_percent=bare.endswith("%"))


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """The round's rule from sheets to a stage score.

    Attributes:
        method: how the totals become a score.
        min_sheets: with fewer counted sheets there is no score.
        trim_from: from this number of sheets on, `trimmed_mean` drops the highest and the lowest.
        deviation_limit: needed by `deviation_exclusion` alone.
    """

    method: ScoringMethod
    min_sheets: int = 3
    trim_from: int = 5
    deviation_limit: DeviationLimit | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that would leave a method without any sheet or without its limit."""
        if self.min_sheets < 1:
            message = "Số phiếu chấm tối thiểu phải từ 1 trở lên."
            raise RuleBroken(message, field="min_sheets")
        if self.trim_from < SMALLEST_TRIM:
            message = (
                "Chỉ bỏ điểm cao nhất và điểm thấp nhất khi có từ "
                f"{SMALLEST_TRIM} phiếu trở lên, để luôn còn phiếu được tính."
            )
            raise RuleBroken(message, field="trim_from")
        if self.method is ScoringMethod.DEVIATION_EXCLUSION and self.deviation_limit is None:
            message = "Cách tính loại phiếu lệch cần giới hạn lệch, theo điểm hoặc theo phần trăm."
            raise RuleBroken(message, field="deviation_limit")


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A submitted sheet of a judge who did not stand aside; `total` is its weighted sum."""

    judge: str
    points: Mapping[str, Decimal]
    total: Decimal


@dataclass(frozen=True, slots=True)
class StageScore:
    """What the sheets of one nomination say in one stage.

    Attributes:
        score: two decimals, or None when the rule gives no score.
        sheets_used: judges whose sheets stay in; with `sheets_dropped` they are all judges.
        sheets_dropped: judges whose sheets were trimmed or excluded, ordered by judge.
        note: Vietnamese sentence that says what was dropped, or why there is no score.
        exact: the score before rounding, for combining stages.
    """

    score: Decimal | None
    sheets_used: tuple[str, ...]
    sheets_dropped: tuple[str, ...]
    note: str
    exact: Fraction | None = None


def stage_score(sheets: Sequence[CountedSheet], rule: ScoringRule) -> StageScore:
    """Compute the score of one nomination in one stage; the order of the sheets is irrelevant.

    Args:
        sheets: all submitted sheets, less those of judges who stood aside.
        rule: the round's rule.
    """
    ordered = sorted(sheets, key=lambda sheet: (sheet.total, sheet.judge))
    if len(ordered) < rule.min_sheets:
        return _without_score(ordered, [], _too_few(len(ordered), rule.min_sheets))
    match rule.method:
        case ScoringMethod.MEAN:
            return _scored(_mean(ordered), ordered, [])
        case ScoringMethod.TRIMMED_MEAN:
            return _trimmed_score(ordered, rule.trim_from)
        case ScoringMethod.MEDIAN:
            return _scored(median(sheet.total for sheet in ordered), ordered, [])
        case ScoringMethod.DEVIATION_EXCLUSION:
            return _score_within_limit(ordered, rule)


def _too_few(count: int, needed: int) -> str:
    return f"Chưa đủ phiếu chấm: có {count} phiếu, cần ít nhất {needed} phiếu."


def _trimmed_score(ordered: Sequence[CountedSheet], trim_from: int) -> StageScore:
    """Drop one lowest and one highest sheet; among equal totals the judge's code chooses."""
    if len(ordered) < trim_from:
        return _scored(_mean(ordered), ordered, [])
    kept, dropped = ordered[1:-1], [ordered[0], ordered[-1]]
    note = "Đã bỏ một phiếu cao điểm nhất và một phiếu thấp điểm nhất."
    return _scored(_mean(kept), kept, dropped, note)


def _score_within_limit(ordered: Sequence[CountedSheet], rule: ScoringRule) -> StageScore:
    """Exclude once, by the mean of all sheets: excluding again would eat the council away."""
    kept, dropped = _split_by_deviation(ordered, rule.deviation_limit)
    if len(kept) < rule.min_sheets or len(kept) * 2 <= len(ordered):
        return _without_score(kept, dropped, _too_scattered(kept, ordered))
    return _scored(_mean(kept), kept, dropped, _excluded_note(dropped, rule.deviation_limit))


def _split_by_deviation(
    ordered: Sequence[CountedSheet], limit: DeviationLimit | None
) -> tuple[list[CountedSheet], list[CountedSheet]]:
    mean = _mean(ordered)
    dropped = [s for s in ordered if limit is not None and limit.is_exceeded(s.total, mean)]
    return [sheet for sheet in ordered if sheet not in dropped], dropped


def _too_scattered(kept: Sequence[CountedSheet], ordered: Sequence[CountedSheet]) -> str:
    return (
        f"Điểm chấm phân tán: chỉ còn {len(kept)} trên {len(ordered)} phiếu trong giới hạn lệch. "
        "Hội đồng cần thảo luận và chấm lại, hoặc chủ tịch hội đồng quyết định bằng văn bản "
        "có nêu lý do."
    )


def _excluded_note(dropped: Sequence[CountedSheet], limit: DeviationLimit | None) -> str:
    if not dropped or limit is None:
        return ""
    unit = "% so với" if limit.is_percent else " điểm so với"
    return (
        f"Đã loại {len(dropped)} phiếu lệch quá {format_decimal(limit.amount)}{unit} "
        "điểm trung bình của tất cả các phiếu."
    )


def _scored(
    exact: Fraction,
    used: Sequence[CountedSheet],
    dropped: Sequence[CountedSheet],
    note: str = "",
) -> StageScore:
    score = round_half_up(exact, SCORE_PLACES)
    return StageScore(score, _judges(used), _judges(dropped), note, exact)


def _without_score(
    kept: Sequence[CountedSheet], dropped: Sequence[CountedSheet], note: str
) -> StageScore:
    return StageScore(None, _judges(kept), _judges(dropped), note)


def _judges(sheets: Iterable[CountedSheet]) -> tuple[str, ...]:
    return tuple(sorted(sheet.judge for sheet in sheets))


def _mean(sheets: Sequence[CountedSheet]) -> Fraction:
    return mean(sheet.total for sheet in sheets)


def mean(values: Iterable[Decimal]) -> Fraction:
    """Return the exact arithmetic mean of one or more values."""
    exact = [Fraction(value) for value in values]
    return sum(exact, Fraction(0)) / len(exact)


def median(values: Iterable[Decimal]) -> Fraction:
    """Return the exact middle value, or the mean of the two middle values."""
    exact = sorted(Fraction(value) for value in values)
    middle = len(exact) // 2
    return exact[middle] if len(exact) % 2 else (exact[middle - 1] + exact[middle]) / 2


def combine_stages(
    stages: Sequence[tuple[Decimal | Fraction | None, Decimal]],
) -> Decimal | None:
    """Return the weighted mean of stage scores, rounded once; None when a needed score is missing.

    Hand in `StageScore.exact` so that nothing is rounded twice. A stage of weight 0 does not
    count, even when it has no score; the default of a round is weight 0 for all but the last.

    Args:
        stages: pairs of score and weight; the weights need not add up to 1.
    """
    counted = [(score, Fraction(weight)) for score, weight in stages if weight != 0]
    if not counted or any(weight < 0 for _, weight in counted):
        message = "Trọng số các vòng chấm không được âm và phải có ít nhất một vòng lớn hơn 0."
        raise RuleBroken(message, field="weight")
    known = [(Fraction(score), weight) for score, weight in counted if score is not None]
    if len(known) < len(counted):
        return None
    weights = sum((weight for _, weight in known), Fraction(0))
    combined = sum((score * weight for score, weight in known), Fraction(0)) / weights
    return round_half_up(combined, SCORE_PLACES)


def passing(
    scores_by_category: Mapping[str, Mapping[str, Decimal | None]],
    pass_score: Decimal | None = None,
    pass_count: int | None = None,
) -> frozenset[str]:
    """Return the nominations that go on to the next stage.

    Both limits hold together where both are set; where none is, every nomination with a score goes
    on. A tie at the boundary passes everybody who is tied.

    Args:
        scores_by_category: category code → nomination code → score.
        pass_score: the lowest score that passes.
        pass_count: how many of the best pass in each category.
    """
    return frozenset(
        code
        for scores in scores_by_category.values()
        for code in _passing_of_category(scores, pass_score, pass_count)
    )


def _passing_of_category(
    scores: Mapping[str, Decimal | None], pass_score: Decimal | None, pass_count: int | None
) -> list[str]:
    good = {
        code: score
        for code, score in scores.items()
        if score is not None and (pass_score is None or score >= pass_score)
    }
    if pass_count is None or pass_count >= len(good):
        return list(good)
    if pass_count < 1:
        return []
    boundary = sorted(good.values(), reverse=True)[pass_count - 1]
    return [code for code, score in good.items() if score >= boundary]
