"""Money in digits and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.vietnamese.money import format_money, money_words, number_words
from tests.kernel.vectors import csv_rows


@pytest.mark.parametrize("row", csv_rows("money_words_vectors.csv"), ids=lambda row: row["amount"])
def test_amount_is_written_in_digits_and_words(row: dict[str, str]) -> None:
    amount = int(row["amount"])
    assert format_money(amount) == row["formatted"]
    assert money_words(amount) == row["words"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1_000_000_005, "một tỷ không trăm lẻ năm"),
        (10**12, "một nghìn tỷ"),
        (2 * 10**12 + 5 * 10**9, "hai nghìn không trăm lẻ năm tỷ"),
        (10**18, "một tỷ tỷ"),
        (111, "một trăm mười một"),
        (1_050, "một nghìn không trăm năm mươi"),
    ],
)
def test_large_numbers_name_every_group(amount: int, words: str) -> None:
    assert number_words(amount) == words


def test_north_says_linh() -> None:
    assert money_words(105_000, "linh") == "Một trăm linh năm nghìn đồng"


def test_number_below_zero_has_no_words() -> None:
    with pytest.raises(ValueError, match="below zero"):
        money_words(-1)


@given(st.lists(st.integers(0, 10**15), min_size=2, max_size=30, unique=True))
def test_different_numbers_have_different_words(numbers: list[int]) -> None:
    assert len({number_words(number) for number in numbers}) == len(numbers)
