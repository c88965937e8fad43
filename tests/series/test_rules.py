from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Duplicate, RuleBroken
from app.series.rules import (
    LARGEST_NUMBER,
    ORGANISER,
    Series,
    Taken,
    require_free,
    require_reservable,
)

BOOK = Series("GCN-STKT", ORGANISER, 2026)
TAKEN = Taken(last=12, reserved=(range(5, 8), range(14, 17)), typed=frozenset({6, 20}))


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (BOOK, "sổ GCN-STKT năm 2026"),
        (Series("TN", "round-3"), "sổ TN"),
    ],
)
def test_book_is_called_by_its_sign_and_its_year(series: Series, words: str) -> None:
    assert series.words == words


@pytest.mark.parametrize(
    ("number", "is_taken"),
    [
        *((number, True) for number in (1, 4, 6, 8, 12, 20)),
        *((number, False) for number in (5, 7, 13, 14, 16, 19, 21)),
    ],
)
def test_number_is_taken_once_counted_or_typed_unless_it_is_reserved(
    number: int, is_taken: bool
) -> None:
    assert TAKEN.holds(number) is is_taken


@pytest.mark.parametrize(
    ("taken", "numbers"),
    [
        (Taken(), [1, 2, 3, 4]),
        (Taken(last=7), [8, 9, 10, 11]),
        (TAKEN, [13, 17, 18, 19]),
        (Taken(last=19, typed=frozenset({20, 21})), [22, 23, 24, 25]),
        (Taken(last=3, reserved=(range(4, 9), range(6, 11))), [11, 12, 13, 14]),
    ],
)
def test_counting_leaves_out_what_is_reserved_or_typed(taken: Taken, numbers: list[int]) -> None:
    assert taken.next_numbers(4) == numbers


@given(
    last=st.integers(0, 30),
    reserved=st.lists(st.tuples(st.integers(1, 40), st.integers(1, 6)), max_size=4),
    typed=st.frozensets(st.integers(1, 40), max_size=8),
    wanted=st.integers(0, 20),
)
def test_next_numbers_are_the_first_that_nobody_has(
    last: int, reserved: list[tuple[int, int]], typed: frozenset[int], wanted: int
) -> None:
    ranges = tuple(range(first, first + size) for first, size in reserved)
    taken = Taken(last=last, reserved=ranges, typed=typed)
    kept = {number for each in ranges for number in each} | typed
    free = [number for number in range(last + 1, 200) if number not in kept]
    assert taken.next_numbers(wanted) == free[:wanted]


def test_typed_number_carries_the_counting_on_as_far_as_it_closes_the_gap() -> None:
    taken = Taken(last=3, typed=frozenset({5, 6, 9}))
    assert taken.last_after(4) == 6
    assert taken.last_after(7) == 3


def test_number_that_was_given_is_refused_with_the_next_that_is_free() -> None:
    with pytest.raises(Duplicate, match=r"Số 4 của sổ GCN-STKT năm 2026 .*còn trống là 13\.") as no:
        require_free(BOOK, 4, TAKEN)
    assert no.value.field == "number"
    require_free(BOOK, 5, TAKEN)
    require_free(BOOK, 13, TAKEN)


@pytest.mark.parametrize("number", [-1, 0, LARGEST_NUMBER + 1])
def test_what_is_no_number_of_a_book_is_refused(number: int) -> None:
    with pytest.raises(RuleBroken, match="từ 1 đến"):
        require_free(BOOK, number, Taken())
    with pytest.raises(RuleBroken, match="từ 1 đến"):
        require_reservable(BOOK, range(number, number + 1), Taken())


def test_largest_number_can_be_typed() -> None:
    require_free(BOOK, LARGEST_NUMBER, Taken())


@pytest.mark.parametrize(
    ("numbers", "clash"),
    [
        (range(12, 14), 12),
        (range(3, 10), 3),
        (range(13, 15), 14),
        (range(16, 18), 16),
        (range(15, 16), 15),
        (range(13, 40), 14),
        (range(18, 25), 20),
        (range(20, 21), 20),
    ],
)
def test_range_with_a_number_that_is_not_free_is_refused_by_that_number(
    numbers: range, clash: int
) -> None:
    with pytest.raises(Duplicate, match=f"Số {clash} ") as no:
        require_reservable(BOOK, numbers, TAKEN)
    assert no.value.field == "first"


@pytest.mark.parametrize("numbers", [range(13, 14), range(17, 20), range(21, 400)])
def test_range_between_what_is_taken_is_free(numbers: range) -> None:
    require_reservable(BOOK, numbers, TAKEN)


def test_empty_range_is_refused() -> None:
    with pytest.raises(RuleBroken, match="Số đầu"):
        require_reservable(BOOK, range(9, 9), Taken())
