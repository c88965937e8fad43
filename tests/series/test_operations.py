"""Numbers are taken without gap or double, whoever takes them at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.errors import Duplicate, RuleBroken
from app.series.models import NumberSeries
from app.series.operations import (
    reserve_numbers,
    take_number,
    take_numbers,
    take_typed_number,
)
from app.series.queries import next_numbers
from app.series.rules import ORGANISER, Series

if TYPE_CHECKING:
    from flask import Flask

BOOK = Series("GCN", ORGANISER, 2026)
OTHERS = (
    Series("GCN", ORGANISER, 2027),
    Series("GCN", "lien-hiep-hoi", 2026),
    Series("QĐ", ORGANISER, 2026),
)
CLERK = Actor.of_system("test")
TAKERS = 12


def test_each_book_counts_from_one_for_itself(app: Flask) -> None:
    assert [take_number(BOOK) for _ in range(3)] == [1, 2, 3]
    assert [take_number(other) for other in OTHERS] == [1, 1, 1]
    assert take_number(BOOK) == 4


def test_many_numbers_are_taken_in_one_go(app: Flask) -> None:
    take_number(BOOK)
    assert take_numbers(BOOK, 3) == [2, 3, 4]
    assert take_numbers(BOOK, 0) == []
    assert take_number(BOOK) == 5


def test_asking_for_the_next_numbers_takes_none(app: Flask) -> None:
    assert next_numbers(BOOK, 2) == [1, 2]
    take_number(OTHERS[0])
    take_number(BOOK)
    assert next_numbers(BOOK, 2) == [2, 3]
    assert take_number(BOOK) == 2


def test_number_of_a_unit_of_work_that_was_undone_was_never_taken(app: Flask) -> None:
    with unit_of_work():
        take_number(BOOK)
    with pytest.raises(RuntimeError, match="cut"), unit_of_work():  # noqa: PT012  # the cut is the point
        assert take_number(BOOK) == 2
        take_typed_number(BOOK, 9)
        raise RuntimeError("cut")
    with unit_of_work():
        assert take_number(BOOK) == 2
        assert take_typed_number(BOOK, 9) == 9


def test_first_number_of_a_book_that_was_undone_is_taken_again(app: Flask) -> None:
    take_number(BOOK)
    db.session.rollback()
    assert take_number(BOOK) == 1


def test_typed_number_is_taken_once_and_left_out(app: Flask) -> None:
    take_number(BOOK)
    take_typed_number(BOOK, 3)
    take_typed_number(OTHERS[0], 2)
    for number in (1, 3):
        with pytest.raises(Duplicate, match=f"Số {number} của sổ GCN năm 2026 đã được cấp"):
            take_typed_number(BOOK, number)
    assert take_numbers(BOOK, 3) == [2, 4, 5]
    with pytest.raises(Duplicate):
        take_typed_number(BOOK, 3)


def test_office_that_types_every_number_leaves_the_counting_at_its_last(app: Flask) -> None:
    for number in (2, 1, 3):
        take_typed_number(BOOK, number)
    row = db.session.execute(select(NumberSeries)).scalar_one()
    assert row.last_number == 3
    assert take_number(BOOK) == 4


def test_reserved_range_is_counted_past_and_typed_once(app: Flask) -> None:
    reserve_numbers(BOOK, range(2, 5), kept_for="Sổ giấy của Ban Tổ chức", by=CLERK)
    reserve_numbers(OTHERS[0], range(1, 9), kept_for="Sổ giấy", by=CLERK)
    assert take_numbers(BOOK, 2) == [1, 5]
    assert take_typed_number(BOOK, 3) == 3
    with pytest.raises(Duplicate, match="Số 3 "):
        take_typed_number(BOOK, 3)
    assert take_typed_number(BOOK, 2) == 2
    assert take_number(BOOK) == 6


def test_reserving_leaves_an_entry_with_the_book_and_for_whom(app: Flask) -> None:
    with unit_of_work():
        reserve_numbers(BOOK, range(10, 21), kept_for="Văn thư", by=CLERK)
    entry = db.session.execute(select(AuditEntry)).scalar_one()
    assert entry.tag == "series:numbers:reserved"
    assert entry.changes == {
        "series": "sổ GCN năm 2026",
        "first": 10,
        "last": 20,
        "kept_for": "Văn thư",
    }


def test_range_is_reserved_once_and_for_somebody(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="cho ai"):
        reserve_numbers(BOOK, range(1, 3), kept_for="  ", by=CLERK)
    reserve_numbers(BOOK, range(5, 8), kept_for="Văn thư", by=CLERK)
    with pytest.raises(Duplicate, match="Số 7 "):
        reserve_numbers(BOOK, range(7, 9), kept_for="Phòng khác", by=CLERK)
    reserve_numbers(OTHERS[2], range(7, 9), kept_for="Phòng khác", by=CLERK)
    assert next_numbers(BOOK, 6) == [1, 2, 3, 4, 8, 9]


def _taken_by(place: int) -> list[int]:
    """Take one number or two; every third taker gives its unit of work up."""
    with unit_of_work() as session:
        numbers = take_numbers(BOOK, 1 + place % 2)
        if place % 3 == 2:
            session.rollback()
            return []
    return numbers


def _race(app: Flask) -> list[int]:
    """Let takers begin at one moment; return the numbers that were kept, in their order."""
    start = Barrier(TAKERS)

    def take(place: int) -> list[int]:
        with app.app_context():
            start.wait(timeout=20)
            try:
                return _taken_by(place)
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(TAKERS) as hands:
        return sorted(number for taken in hands.map(take, range(TAKERS)) for number in taken)


@pytest.mark.parametrize("begun", [False, True])
def test_takers_at_one_moment_leave_neither_gap_nor_double(app: Flask, begun: bool) -> None:
    if begun:
        with unit_of_work():
            take_number(BOOK)
    numbers = _race(app)
    first = 2 if begun else 1
    assert numbers == list(range(first, first + len(numbers)))
    assert len(numbers) == sum(1 + place % 2 for place in range(TAKERS) if place % 3 != 2)
    assert next_numbers(BOOK, 1) == [first + len(numbers)]


def test_one_number_typed_by_many_at_once_is_taken_by_one(app: Flask) -> None:
    start = Barrier(TAKERS)

    def type_seven(_place: int) -> bool:
        with app.app_context():
            start.wait(timeout=20)
            try:
                with unit_of_work():
                    take_typed_number(BOOK, 7)
            except Duplicate:
                return False
            finally:
                db.session.remove()
            return True

    db.session.remove()
    with ThreadPoolExecutor(TAKERS) as hands:
        assert sum(hands.map(type_seven, range(TAKERS))) == 1
    assert next_numbers(BOOK, 7) == [1, 2, 3, 4, 5, 6, 8]
