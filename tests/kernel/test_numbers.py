"""Exact numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.kernel.numbers import (
    even_shares,
    format_decimal,
    largest_remainder,
    parse_count,
    parse_decimal,
    parse_fraction,
    rank_with_ties,
    round_half_up,
)

DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, places=4)
FRACTIONS = st.fractions(-(10**6), 10**6, max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("86.665"), 2, "86.67"),
        (Decimal("86.6649999"), 2, "86.66"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Decimal("-0.004"), 2, "0.00"),
        (Decimal(2), 2, "2.00"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("12345678901234567890123456789.005"), 2, "12345678901234567890123456789.01"),
    ],
)
def test_halves_round_away_from_zero(value: Decimal | Fraction, places: int, rounded: str) -> None:
    assert str(round_half_up(value, places)) == rounded


@given(FRACTIONS, st.integers(0, 6))
def test_rounding_moves_by_at_most_half_a_unit(value: Fraction, places: int) -> None:
    half_unit = Fraction(1, 2 * 10**places)
    moved = Fraction(round_half_up(value, places)) - value
    assert -half_unit <= moved <= half_unit
    if abs(moved) == half_unit:
        assert (moved > 0) == (value > 0)


@given(FRACTIONS, FRACTIONS)
def test_rounding_keeps_the_order(first: Fraction, second: Fraction) -> None:
    low, high = sorted([first, second])
    assert round_half_up(low) <= round_half_up(high)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("87,25", "87.25"),
        ("87.25", "87.25"),
        ("16.40", "16.40"),
        ("1.234.567,89", "1234567.89"),
        ("1.234", "1234"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (" 40 ", "40"),
        ("-3,5", "-3.5"),
        ("−3,5", "-3.5"),
        ("-0", "0"),
    ],
)
def test_number_is_read_as_vietnamese_writes_it(typed: str, value: str) -> None:
    assert str(parse_decimal(typed)) == value


@pytest.mark.parametrize(
    "typed",
    ["", "tám", "1,2,3", "1,234.5", "1.23.456", "1.2345,6", "1e5", "NaN", "5,", ",5", "9" * 41],
)
def test_what_is_no_number_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(RuleBroken, match="dấu phẩy") as refusal:
        parse_decimal(typed, field="points")
    assert refusal.value.field == "points"


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Decimal("1234567.89"), None, "1.234.567,89"),
        (Decimal("87.50"), None, "87,5"),
        (Decimal("87.50"), 2, "87,50"),
        (Decimal("100.00"), None, "100"),
        (Decimal("1E+3"), None, "1.000"),
        (Fraction(2, 3), 2, "0,67"),
        (Fraction(5, 8), None, "0,625"),
        (1000, None, "1.000"),
        (-1234, 1, "-1.234,0"),
    ],
)
def test_number_prints_with_decimal_comma(
    value: Decimal | Fraction | int,
    places: int | None,
    printed: str,
) -> None:
    assert format_decimal(value, places) == printed


def test_endless_fraction_needs_places_to_print() -> None:
    with pytest.raises(ValueError, match="no end"):
        format_decimal(Fraction(1, 3))


@given(DECIMALS, st.sampled_from([None, 4, 6]))
def test_printed_number_reads_back(value: Decimal, places: int | None) -> None:
    assert parse_decimal(format_decimal(value, places)) == value


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("2/3", Fraction(2, 3)),
        ("3 / 4", Fraction(3, 4)),
        ("80%", Fraction(4, 5)),
        ("66,7 %", Fraction(667, 1000)),
        ("0,5", Fraction(1, 2)),
        ("1", Fraction(1)),
    ],
)
def test_share_is_read_exactly(typed: str, share: Fraction) -> None:
    assert parse_fraction(typed) == share


@pytest.mark.parametrize("typed", ["2/0", "hai phần ba", "%", "-1/2", ""])
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="2/3") as refusal:
        parse_fraction(typed, field="quorum")
    assert refusal.value.field == "quorum"


@given(st.fractions(0, 100))
def test_printed_fraction_reads_back(share: Fraction) -> None:
    assert parse_fraction(str(share)) == share


@pytest.mark.parametrize(("typed", "count"), [("0", 0), ("7", 7), ("2147483647", 2**31 - 1)])
def test_count_is_read(typed: str, count: int) -> None:
    assert parse_count(typed) == count


@pytest.mark.parametrize(
    "typed", ["", "-1", "+1", " 1", "1.0", "1e3", "１", "٣", "2147483648", "9" * 5000, "x", "1\n"]
)
def test_what_counts_nothing_is_no_count(typed: str) -> None:
    with pytest.raises(ValueError, match="counted"):
        parse_count(typed)


def test_tied_scores_share_a_rank_and_the_next_is_skipped() -> None:
    scores = [Decimal("80.0"), Decimal(90), Decimal("80.00"), Decimal(70)]
    assert rank_with_ties(scores) == [2, 1, 2, 4]
    assert rank_with_ties(scores, highest_first=False) == [2, 4, 2, 1]


def test_tuples_rank_by_their_first_difference() -> None:
    assert rank_with_ties([(Decimal(9), 1), (Decimal(9), 2), (Decimal(8), 5)]) == [2, 1, 3]


@given(st.lists(st.integers(0, 9)))
def test_rank_is_one_more_than_the_number_that_are_better(scores: list[int]) -> None:
    expected = [1 + sum(other > score for other in scores) for score in scores]
    assert rank_with_ties(scores) == expected


def test_first_shares_take_the_hundredths_left_over() -> None:
    assert [str(share) for share in even_shares(3)] == ["33.34", "33.33", "33.33"]


@given(st.integers(1, 120))
def test_even_shares_sum_to_one_hundred_exactly(count: int) -> None:
    shares = even_shares(count)
    assert len(shares) == count
    assert sum(shares) == Decimal("100.00")
    assert max(shares) - min(shares) <= Decimal("0.01")


def test_nobody_cannot_share() -> None:
    with pytest.raises(ValueError, match="cannot split"):
        even_shares(0)


def test_total_with_more_decimals_than_asked_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="cannot split"):
        largest_remainder([1, 1], Decimal("0.001"))


def test_largest_remainders_take_what_rounding_down_leaves() -> None:
    assert largest_remainder([47, 16, 15, 12, 10], total=10, places=0) == [5, 2, 1, 1, 1]


@given(
    st.lists(st.fractions(0, 100), min_size=1, max_size=12).filter(any),
    st.integers(0, 10**6),
    st.integers(0, 3),
)
def test_parts_sum_to_the_total_and_stay_within_a_unit_of_exact(
    weights: list[Fraction],
    total: int,
    places: int,
) -> None:
    parts = largest_remainder(weights, total, places)
    assert sum(map(Fraction, parts)) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - total * weight / sum(weights)) < Fraction(1, 10**places)
