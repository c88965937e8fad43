"""Numbers of editions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.vietnamese.editions import edition_label, ordinal_roman

VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@pytest.mark.parametrize(
    ("ordinal", "numeral"),
    [(1, "I"), (4, "IV"), (8, "VIII"), (9, "IX"), (14, "XIV"), (40, "XL"), (1994, "MCMXCIV")],
)
def test_roman_numerals(ordinal: int, numeral: str) -> None:
    assert ordinal_roman(ordinal) == numeral


@given(st.integers(1, 3999))
def test_roman_numeral_reads_back(ordinal: int) -> None:
    values = [VALUES[letter] for letter in ordinal_roman(ordinal)]
    following = [*values[1:], 0]
    assert ordinal == sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


@pytest.mark.parametrize("ordinal", [-1, 0, 4000])
def test_there_is_no_numeral_for_zero_or_four_thousand(ordinal: int) -> None:
    with pytest.raises(ValueError, match="no Roman numeral"):
        ordinal_roman(ordinal)


@pytest.mark.parametrize(
    ("ordinal", "label"),
    [(1, "lần thứ nhất"), (2, "lần thứ II"), (11, "lần thứ XI")],
)
def test_first_edition_is_named_in_words(ordinal: int, label: str) -> None:
    assert edition_label(ordinal) == label
