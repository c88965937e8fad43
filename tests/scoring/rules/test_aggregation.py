"""From sheets to a score: worked examples of the regulations, and what must hold for any sheets."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.kernel.numbers import round_half_up
from app.programmes.enums import ScoringMethod
from app.scoring.rules.aggregation import (
    CountedSheet,
    DeviationLimit,
    ScoringRule,
    combine_stages,
    parse_deviation_limit,
    passing,
    stage_score,
)

if TYPE_CHECKING:
    from random import Random

MEAN = ScoringRule(ScoringMethod.MEAN)
TRIMMED = ScoringRule(ScoringMethod.TRIMMED_MEAN)
MEDIAN = ScoringRule(ScoringMethod.MEDIAN)
TWENTY_PERCENT = ScoringRule(
    ScoringMethod.DEVIATION_EXCLUSION, deviation_limit=DeviationLimit(Decimal(20), is_percent=True)
)
TEN_POINTS = ScoringRule(
    ScoringMethod.DEVIATION_EXCLUSION, deviation_limit=DeviationLimit(Decimal(10))
)
RULES = (MEAN, TRIMMED, MEDIAN, TWENTY_PERCENT, TEN_POINTS)


def sheets_of(*totals: str | int | Decimal) -> list[CountedSheet]:
    return [
        CountedSheet(f"J{number}", {"a": Decimal(total)}, Decimal(total))
        for number, total in enumerate(totals, start=1)
    ]


def test_mean_is_rounded_half_up_to_two_decimals() -> None:
    assert stage_score(sheets_of(80, 85, 90), MEAN).score == Decimal("85.00")
    assert stage_score(sheets_of(80, 80, 81), MEAN).score == Decimal("80.33")
    assert stage_score(sheets_of("87.25", "87.25", "87.25", "87.27"), MEAN).score == Decimal(
        "87.26"
    )


def test_half_a_cent_is_rounded_up_not_to_even() -> None:
    totals = ["80", "80", "80", "80", "80", "80", "80", "80.04"]
    assert stage_score(sheets_of(*totals), MEAN).score == Decimal("80.01")


def test_too_few_sheets_give_no_score() -> None:
    result = stage_score(sheets_of(80, 90), MEAN)
    assert result.score is None
    assert result.exact is None
    assert result.sheets_used == ("J1", "J2")
    assert result.note == "Chưa đủ phiếu chấm: có 2 phiếu, cần ít nhất 3 phiếu."


def test_no_sheets_at_all_give_no_score() -> None:
    assert stage_score([], MEDIAN).score is None


def test_trimming_drops_one_highest_and_one_lowest_from_five_sheets_on() -> None:
    result = stage_score(sheets_of(50, 80, 85, 90, 100), TRIMMED)
    assert result.score == Decimal("85.00")
    assert result.sheets_dropped == ("J1", "J5")
    assert result.sheets_used == ("J2", "J3", "J4")


def test_four_sheets_are_not_trimmed() -> None:
    result = stage_score(sheets_of(50, 80, 85, 100), TRIMMED)
    assert result.score == Decimal("78.75")
    assert result.sheets_dropped == ()


def test_trimming_drops_one_each_also_when_tied() -> None:
    result = stage_score(sheets_of(70, 70, 80, 90, 90), TRIMMED)
    assert result.score == Decimal("80.00")
    assert result.sheets_dropped == ("J1", "J5")


def test_trimming_equal_sheets_keeps_the_total() -> None:
    assert stage_score(sheets_of(80, 80, 80, 80, 80), TRIMMED).score == Decimal("80.00")


def test_median_is_the_middle_or_the_mean_of_the_two_middle_totals() -> None:
    assert stage_score(sheets_of(10, 90, 80), MEDIAN).score == Decimal("80.00")
    assert stage_score(sheets_of(10, 90, 80, "85.5"), MEDIAN).score == Decimal("82.75")


def test_a_sheet_more_than_twenty_percent_from_the_mean_is_excluded() -> None:
    result = stage_score(sheets_of(90, 90, 90, 90, 50), TWENTY_PERCENT)
    assert result.score == Decimal("90.00")
    assert result.sheets_dropped == ("J5",)
    assert result.note == (
        "Đã loại 1 phiếu lệch quá 20% so với điểm trung bình của tất cả các phiếu."
    )


def test_a_sheet_exactly_on_the_limit_stays() -> None:
    result = stage_score(sheets_of(80, 100, 120, 100), TWENTY_PERCENT)
    assert result.sheets_dropped == ()
    assert result.score == Decimal("100.00")


def test_exclusion_happens_once() -> None:
    """Without the 40 the mean is 83.2, and the 72 would lie outside in a second pass."""
    result = stage_score(sheets_of(40, 72, 86, 86, 86, 86), TEN_POINTS)
    assert result.sheets_dropped == ("J1",)
    assert result.score == Decimal("83.20")


def test_half_or_fewer_of_the_sheets_left_give_no_score() -> None:
    result = stage_score(sheets_of(20, 30, 70, 70, 70, 100, 100, 100), TEN_POINTS)
    assert result.score is None
    assert result.sheets_used == ("J3", "J4", "J5")
    assert "chỉ còn 3 trên 8 phiếu" in result.note


def test_exactly_half_left_is_too_few() -> None:
    half = stage_score(sheets_of(40, 40, 69, 70, 70, 71, 100, 100), TEN_POINTS)
    assert (half.score, len(half.sheets_used)) == (None, 4)


def test_more_than_half_left_is_enough() -> None:
    result = stage_score(sheets_of(40, 69, 70, 70, 71, 100), TEN_POINTS)
    assert (result.score, len(result.sheets_used)) == (Decimal("70.00"), 4)


def test_fewer_than_min_sheets_left_after_exclusion_give_no_score() -> None:
    result = stage_score(sheets_of(80, 82, 20), TWENTY_PERCENT)
    assert result.score is None
    assert "thảo luận và chấm lại" in result.note


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("20", DeviationLimit(Decimal(20))),
        ("20%", DeviationLimit(Decimal(20), is_percent=True)),
        (" 12,5 % ", DeviationLimit(Decimal("12.5"), is_percent=True)),
        ("12.125%", DeviationLimit(Decimal("12.125"), is_percent=True)),
        ("7.333", DeviationLimit(Decimal("7.333"))),
    ],
)
def test_deviation_limit_is_points_or_percent(text: str, limit: DeviationLimit) -> None:
    assert parse_deviation_limit(text) == limit


@pytest.mark.parametrize("text", ["", "%", "-5", "0", "NaN", "hai mươi", "20%%"])
def test_an_unreadable_deviation_limit_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_deviation_limit(text)
    assert refusal.value.field == "deviation_limit"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"method": ScoringMethod.DEVIATION_EXCLUSION}, "deviation_limit"),
        ({"method": ScoringMethod.MEAN, "min_sheets": 0}, "min_sheets"),
        ({"method": ScoringMethod.TRIMMED_MEAN, "trim_from": 2}, "trim_from"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(arguments: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        ScoringRule(**arguments)  # type: ignore[arg-type]  # parametrised on purpose
    assert refusal.value.field == field


def test_stages_combine_by_weight_and_round_once() -> None:
    stages = [(Fraction(241, 3), Decimal("0.4")), (Fraction(260, 3), Decimal("0.6"))]
    assert combine_stages(stages) == Decimal("84.13")


def test_weights_need_not_add_up_to_one() -> None:
    assert combine_stages([(Decimal(80), Decimal(1)), (Decimal(90), Decimal(3))]) == Decimal(
        "87.50"
    )


def test_exact_stage_scores_are_not_rounded_before_they_combine() -> None:
    exact = [(Fraction("10.0049"), Decimal(1)), (Fraction("10.0050"), Decimal(1))]
    assert combine_stages(exact) == Decimal("10.00")
    assert combine_stages([(round_half_up(score), weight) for score, weight in exact]) == (
        Decimal("10.01")
    )


def test_by_default_the_last_stage_alone_counts() -> None:
    assert combine_stages([(None, Decimal(0)), (Decimal("88.5"), Decimal(1))]) == Decimal("88.50")


def test_a_missing_stage_score_leaves_no_combined_score() -> None:
    assert combine_stages([(None, Decimal(1)), (Decimal("88.5"), Decimal(1))]) is None


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2], []])
def test_weights_without_sense_are_refused(weights: list[int]) -> None:
    with pytest.raises(RuleBroken):
        combine_stages([(Decimal(80), Decimal(weight)) for weight in weights])


SCORES: dict[str, dict[str, Decimal | None]] = {
    "cntt": {"A": Decimal(90), "B": Decimal(80), "C": Decimal(80), "D": Decimal(70)},
    "y": {"E": Decimal(60), "F": None},
}


def test_pass_score_lets_through_who_reaches_it() -> None:
    assert passing(SCORES, pass_score=Decimal(80)) == {"A", "B", "C"}


def test_everybody_tied_at_the_boundary_passes() -> None:
    assert passing(SCORES, pass_count=2) == {"A", "B", "C", "E"}


def test_both_limits_hold_together() -> None:
    assert passing(SCORES, pass_score=Decimal(70), pass_count=1) == {"A"}


def test_without_a_limit_everybody_with_a_score_goes_on() -> None:
    assert passing(SCORES) == {"A", "B", "C", "D", "E"}


def test_a_count_of_zero_passes_nobody() -> None:
    assert passing(SCORES, pass_count=0) == frozenset()


totals = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=12)
rules = st.sampled_from(RULES)


@given(totals, rules, st.randoms())
def test_the_order_of_the_sheets_does_not_matter(
    drawn: list[Decimal], rule: ScoringRule, random: Random
) -> None:
    sheets = sheets_of(*drawn)
    shuffled = list(sheets)
    random.shuffle(shuffled)
    assert stage_score(shuffled, rule) == stage_score(sheets, rule)


@given(totals, rules)
def test_the_score_lies_between_the_lowest_and_the_highest_total(
    drawn: list[Decimal], rule: ScoringRule
) -> None:
    score = stage_score(sheets_of(*drawn), rule).score
    assert score is None or min(drawn) <= score <= max(drawn)


@given(totals, rules)
def test_used_and_dropped_are_all_judges_once(drawn: list[Decimal], rule: ScoringRule) -> None:
    sheets = sheets_of(*drawn)
    result = stage_score(sheets, rule)
    everybody = sorted(sheet.judge for sheet in sheets)
    assert sorted(result.sheets_used + result.sheets_dropped) == everybody


@given(totals, st.sampled_from([MEAN, TRIMMED, MEDIAN]), st.data())
def test_a_higher_total_never_lowers_the_score(
    drawn: list[Decimal], rule: ScoringRule, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(drawn) - 1))
    raised = list(drawn)
    raised[place] += data.draw(st.decimals(0, 50, places=2))
    before, after = (stage_score(sheets_of(*values), rule).score for values in (drawn, raised))
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before


@given(st.lists(st.decimals(0, 100, places=2), min_size=3, max_size=12))
def test_the_mean_is_the_fraction_rounded_once(drawn: list[Decimal]) -> None:
    exact = sum((Fraction(value) for value in drawn), Fraction(0)) / len(drawn)
    result = stage_score(sheets_of(*drawn), MEAN)
    assert result.exact == exact
    assert result.score == round_half_up(exact)
    assert result.score is not None
    assert abs(Fraction(result.score) - exact) <= Fraction(1, 200)


@given(st.lists(st.decimals(0, 100, places=2), min_size=5, max_size=12))
def test_trimming_equals_the_mean_without_extremes(drawn: list[Decimal]) -> None:
    inner = sorted(drawn)[1:-1]
    exact = sum((Fraction(value) for value in inner), Fraction(0)) / len(inner)
    assert stage_score(sheets_of(*drawn), TRIMMED).exact == exact


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.decimals(0, 100, places=0), min_size=1),
    st.integers(1, 8),
)
def test_whoever_passes_is_not_below_anybody_who_does_not(
    scores: dict[str, Decimal], count: int
) -> None:
    through = passing({"c": dict(scores)}, pass_count=count)
    assert len(through) >= min(count, len(scores))
    worst = min(scores[code] for code in through)
    assert all(scores[code] < worst for code in scores.keys() - through)
