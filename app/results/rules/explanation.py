"""How a score came about, step by step, in words that need no knowledge of statistics.

The steps are computed anew from the same sheets and the same functions as the score itself, so
what is told cannot drift from what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from app.kernel.numbers import format_decimal, round_half_up
from app.programmes.enums import ScoringMethod
from app.scoring.rules.aggregation import SCORE_PLACES, mean, median, stage_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.scoring.rules.aggregation import CountedSheet, ScoringRule, StageScore
    from app.scoring.rules.sheet import CriterionRule

SHOWN_PLACES = 6


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """One sheet: its total, whether it is counted, and why it is not."""

    judge: str
    total: Decimal
    is_used: bool
    why: str


@dataclass(frozen=True, slots=True)
class StageAccount:
    """One stage of one nomination; ``criteria`` holds the mean points of each criterion."""

    sheets: tuple[SheetAccount, ...]
    criteria: tuple[CriterionAccount, ...]
    steps: tuple[str, ...]
    score: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class CriterionAccount:
    """One criterion: points by judge, in the order of the sheets, and their mean as text."""

    name: str
    max_points: Decimal
    points: tuple[Decimal, ...]
    mean: str


def stage_account(
    sheets: Sequence[CountedSheet], criteria: Sequence[CriterionRule], rule: ScoringRule
) -> StageAccount:
    """Return how the sheets of one stage become its score."""
    ordered = sorted(sheets, key=lambda sheet: (-sheet.total, sheet.judge))
    result = stage_score(sheets, rule)
    return StageAccount(
        sheets=tuple(_sheet_account(sheet, result, ordered, rule) for sheet in ordered),
        criteria=tuple(_criterion_account(line, ordered) for line in criteria),
        steps=tuple(_steps(ordered, result, rule)),
        score=result.score,
        note=result.note,
    )


def combination_steps(
    stages: Sequence[tuple[str, StageScore]],
    weights: Sequence[Decimal | None],
    score: Decimal | None,
) -> list[str]:
    """Tell how the scores of several stages become one; nothing for a single stage."""
    if len(stages) == 1:
        return []
    if all(weight is None for weight in weights):
        return [f"Điểm xếp hạng là điểm của vòng cuối, “{stages[-1][0]}”."]
    if score is None:
        return ["Có vòng chưa có điểm nên chưa tính được điểm chung."]
    counted = [
        (name, stage.exact, weight)
        for (name, stage), weight in zip(stages, weights, strict=True)
        if weight and stage.exact is not None
    ]
    products = " + ".join(
        f"{exact_words(exact)} × {format_decimal(weight)}" for _, exact, weight in counted
    )
    whole = sum((weight for *_, weight in counted), Decimal(0))
    words = format_decimal(score, SCORE_PLACES)
    return [
        f"Nhân điểm các vòng với trọng số rồi chia cho tổng trọng số: ({products}) : {format_decimal(whole)}, làm tròn thành {words}."
    ]


def exact_words(value: Fraction | Decimal) -> str:
    """Write an exact value with a comma; one that no decimal equals ends in "…", not rounded."""
    exact = Fraction(value)
    cut = Fraction(int(exact * 10**SHOWN_PLACES), 10**SHOWN_PLACES)
    words = format_decimal(round_half_up(cut, SHOWN_PLACES))
    return words if cut == exact else f"{format_decimal(cut, SHOWN_PLACES)}…"


def _sheet_account(
    sheet: CountedSheet, result: StageScore, ordered: Sequence[CountedSheet], rule: ScoringRule
) -> SheetAccount:
    is_used = sheet.judge in result.sheets_used
    why = "" if is_used else _why_dropped(sheet, ordered, rule)
    return SheetAccount(sheet.judge, sheet.total, is_used, why)


def _why_dropped(sheet: CountedSheet, ordered: Sequence[CountedSheet], rule: ScoringRule) -> str:
    if rule.method is ScoringMethod.TRIMMED_MEAN:
        is_highest = sheet is max(ordered, key=lambda other: (other.total, other.judge))
        which = "cao nhất" if is_highest else "thấp nhất"
        return f"Phiếu có tổng điểm {which}."
    away = abs(Fraction(sheet.total) - _mean(ordered))
    return f"Lệch {exact_words(away)} điểm so với điểm trung bình của các phiếu."


def _criterion_account(line: CriterionRule, ordered: Sequence[CountedSheet]) -> CriterionAccount:
    points = tuple(sheet.points[line.code] for sheet in ordered)
    words = exact_words(mean(points)) if points else "–"
    return CriterionAccount(line.name, line.max_points, points, words)


def _steps(ordered: Sequence[CountedSheet], result: StageScore, rule: ScoringRule) -> Iterable[str]:
    if result.score is None and len(ordered) < rule.min_sheets:
        yield result.note
        return
    if rule.method is ScoringMethod.DEVIATION_EXCLUSION:
        yield from _deviation_steps(ordered, rule)
    if result.score is None or result.exact is None:
        yield result.note
        return
    used = [sheet.total for sheet in ordered if sheet.judge in result.sheets_used]
    if rule.method is ScoringMethod.TRIMMED_MEAN:
        yield _trimming_step(ordered, rule)
    if rule.method is ScoringMethod.MEDIAN:
        yield _median_step(used)
    else:
        yield from _mean_steps(used)
    yield (
        "Làm tròn một lần đến hai chữ số thập phân, từ nửa trở lên làm tròn lên: "
        f"{format_decimal(result.score, SCORE_PLACES)} điểm."
    )


def _deviation_steps(ordered: Sequence[CountedSheet], rule: ScoringRule) -> Iterable[str]:
    centre = _mean(ordered)
    yield f"Điểm trung bình của tất cả {len(ordered)} phiếu: {exact_words(centre)}."
    limit = rule.deviation_limit
    if limit is None:
        return
    amount = format_decimal(limit.amount)
    if limit.is_percent:
        points = exact_words(centre * Fraction(limit.amount) / 100)
        yield f"Phiếu lệch quá {amount}% của điểm trung bình, tức {points} điểm, không được tính."
    else:
        yield f"Phiếu lệch quá {amount} điểm so với điểm trung bình không được tính."


def _trimming_step(ordered: Sequence[CountedSheet], rule: ScoringRule) -> str:
    if len(ordered) < rule.trim_from:
        return (
            f"Có {len(ordered)} phiếu, ít hơn {rule.trim_from}, nên tính tất cả các phiếu, "
            "không bỏ phiếu nào."
        )
    return (
        f"Có {len(ordered)} phiếu, từ {rule.trim_from} trở lên, nên bỏ một phiếu cao nhất và "
        f"một phiếu thấp nhất; còn {len(ordered) - 2} phiếu."
    )


def _mean_steps(used: Sequence[Decimal]) -> Iterable[str]:
    whole = sum(used, Decimal(0))
    added = " + ".join(format_decimal(total) for total in used)
    yield f"Cộng điểm các phiếu được tính: {added} = {format_decimal(whole)}."
    yield (
        f"Chia cho số phiếu được tính: {format_decimal(whole)} : {len(used)} = "
        f"{exact_words(mean(used))}."
    )


def _median_step(used: Sequence[Decimal]) -> str:
    listed = ", ".join(format_decimal(total) for total in sorted(used))
    middle = exact_words(median(used))
    if len(used) % 2:
        return f"Xếp các phiếu từ thấp đến cao: {listed}. Phiếu ở giữa: {middle}."
    return f"Xếp các phiếu từ thấp đến cao: {listed}. Trung bình của hai phiếu ở giữa: {middle}."


def _mean(sheets: Sequence[CountedSheet]) -> Fraction:
    return mean(sheet.total for sheet in sheets)
