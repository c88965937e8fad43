"""A score sheet refuses what the criterion set does not allow, and adds up exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.scoring.rules.sheet import (
    CriterionRule,
    anchors,
    largest_total,
    require_complete,
    require_points,
    sheet_total,
    unscored,
)

NOVELTY = CriterionRule("tinh_moi", "Tính mới", Decimal(40))
USE = CriterionRule("ap_dung", "Khả năng áp dụng", Decimal(30), step=Decimal("0.25"))
BENEFIT = CriterionRule("hieu_qua", "Hiệu quả", Decimal(15), step=Decimal(1), weight=Decimal(2))
CRITERIA = (NOVELTY, USE, BENEFIT)
FULL = {"tinh_moi": Decimal("32.5"), "ap_dung": Decimal("20.25"), "hieu_qua": Decimal(11)}


@pytest.mark.parametrize("value", ["0", "0.5", "39.5", "40", "40.0"])
def test_points_in_the_range_and_on_a_step_are_returned_unchanged(value: str) -> None:
    assert require_points(NOVELTY, Decimal(value)) == Decimal(value)


@pytest.mark.parametrize("value", ["-0.5", "40.5", "0.25", "32.4999", "NaN", "Infinity", "1E+30"])
def test_unfit_points_are_refused_beside_the_criterion(value: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        require_points(NOVELTY, Decimal(value))
    assert refusal.value.field == "tinh_moi"
    assert refusal.value.message == (
        "Điểm của tiêu chí “Tính mới” phải từ 0 đến 40 và là bội của 0,5."
    )


def test_points_off_the_step_by_less_than_the_decimal_context_are_refused() -> None:
    with pytest.raises(RuleBroken):
        require_points(NOVELTY, Decimal("0.5000000000000000000000000000000000000001"))


def test_total_is_the_weighted_sum() -> None:
    assert sheet_total(CRITERIA, FULL) == Decimal("74.75")


def test_an_empty_criterion_adds_nothing_to_the_total() -> None:
    assert sheet_total(CRITERIA, {"tinh_moi": Decimal(10), "ap_dung": None}) == Decimal(10)


def test_largest_total_counts_the_weights() -> None:
    assert largest_total(CRITERIA) == Decimal(100)


def test_four_groups_of_the_bac_ninh_sheet_reach_one_hundred() -> None:
    sheet = [
        CriterionRule(code, code, Decimal(top))
        for code, top in zip("ABCD", (40, 25, 15, 20), strict=True)
    ]
    assert largest_total(sheet) == Decimal(100)


def test_zero_is_a_score_and_none_is_not() -> None:
    points = {"tinh_moi": Decimal(0), "ap_dung": None}
    assert unscored(CRITERIA, points) == [USE, BENEFIT]


def test_a_complete_sheet_is_accepted_without_a_comment() -> None:
    require_complete(CRITERIA, FULL, "")


def test_an_empty_criterion_is_refused_by_name_beside_the_first_one() -> None:
    with pytest.raises(RuleBroken) as refusal:
        require_complete(CRITERIA, {"tinh_moi": Decimal(10)}, "")
    assert refusal.value.field == "ap_dung"
    assert "2 tiêu chí chưa chấm: “Khả năng áp dụng”, “Hiệu quả”" in refusal.value.message


def test_unfit_points_cannot_be_submitted() -> None:
    with pytest.raises(RuleBroken) as refusal:
        require_complete(CRITERIA, {**FULL, "hieu_qua": Decimal("10.5")}, "")
    assert refusal.value.field == "hieu_qua"


@pytest.mark.parametrize(
    ("below", "above", "words"),
    [("74.76", None, "dưới 74,76"), (None, "74.74", "trên 74,74"), ("80", "90", "dưới 80")],
)
def test_a_total_outside_the_limits_needs_a_comment(
    below: str | None, above: str | None, words: str
) -> None:
    limits = [None if limit is None else Decimal(limit) for limit in (below, above)]
    with pytest.raises(RuleBroken) as refusal:
        require_complete(CRITERIA, FULL, "  \n", *limits)
    assert refusal.value.field == "comment"
    assert words in refusal.value.message
    require_complete(CRITERIA, FULL, "Giải pháp có tính mới.", *limits)


def test_a_total_on_a_limit_needs_no_comment() -> None:
    require_complete(CRITERIA, FULL, "", Decimal("74.75"), Decimal("74.75"))


def test_anchors_are_five_shares_of_the_maximum() -> None:
    assert anchors(NOVELTY) == tuple(Decimal(value) for value in (16, 24, 32, 36, 40))


def test_anchors_of_a_short_scale_appear_once() -> None:
    assert anchors(CriterionRule("a", "A", Decimal(2), step=Decimal(1))) == (Decimal(1), Decimal(2))


@st.composite
def criterion_rules(draw: st.DrawFn) -> CriterionRule:
    step = draw(st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1)]))
    top = draw(st.decimals("0.5", 100, places=1))
    weight = draw(st.decimals("0.1", 5, places=2))
    return CriterionRule("a", "A", top, step=step, weight=weight)


@given(criterion_rules())
def test_every_anchor_may_be_given(criterion: CriterionRule) -> None:
    assert all(require_points(criterion, value) == value for value in anchors(criterion))


@given(criterion_rules(), st.decimals(-10, 110, places=3))
def test_points_are_accepted_exactly_when_some_number_of_steps_makes_them(
    criterion: CriterionRule, value: Decimal
) -> None:
    steps = range(int(criterion.max_points / criterion.step) + 1)
    is_reachable = any(value == step * criterion.step for step in steps)
    try:
        accepted = require_points(criterion, value) == value
    except RuleBroken:
        accepted = False
    assert accepted == is_reachable


@given(st.lists(st.tuples(criterion_rules(), st.integers(0, 400)), max_size=12))
def test_total_equals_the_sum_of_fractions(drawn: list[tuple[CriterionRule, int]]) -> None:
    criteria = [
        CriterionRule(str(number), "A", rule.max_points, weight=rule.weight)
        for number, (rule, _) in enumerate(drawn)
    ]
    points = {str(number): Decimal(quarters) / 4 for number, (_, quarters) in enumerate(drawn)}
    exact = sum(Fraction(rule.weight) * Fraction(points[rule.code]) for rule in criteria)
    assert Fraction(sheet_total(criteria, points)) == exact
