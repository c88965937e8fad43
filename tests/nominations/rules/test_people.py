from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nominations.rules.people import (
    FIELDS,
    entry_of,
    faults_in,
    problems_with_people,
    sum_of_shares,
    typed_of,
    with_even_shares,
)
from app.programmes.enums import SubjectKind
from app.registry.enums import Gender

SOLUTION, PERSON = SubjectKind.SOLUTION, SubjectKind.PERSON


def row(name: str = "Lê Thuỵ Khuê", share: str = "100", **more: str) -> dict[str, str]:
    return {"full_name": name, "contribution": share, **more}


def sentences(rows: list[dict[str, str]], subject: SubjectKind = SOLUTION) -> list[str]:
    return [fault.sentence for fault in problems_with_people(rows, most=3, subject=subject)]


def test_one_author_with_the_whole_is_in_order() -> None:
    assert sentences([row()]) == []


def test_nobody_is_asked_for_and_is_no_fault_yet() -> None:
    (fault,) = problems_with_people([{}], most=3, subject=SOLUTION)
    assert fault.is_empty
    assert fault.field == "full_name"


def test_share_sum_must_be_exactly_one_hundred() -> None:
    rows = [row("A B", "33,33"), row("C D", "33,33"), row("E F", "33,33")]
    assert sentences(rows) == ["Tổng tỷ lệ đóng góp phải đúng 100 %; hiện là 99,99 %."]
    assert sentences([row("A B", "33,34"), row("C D", "33,33"), row("E F", "33,33")]) == []


def test_person_nominated_for_a_title_needs_no_share() -> None:
    assert sentences([row(share="")], PERSON) == []


def test_more_people_than_the_rules_allow_are_named() -> None:
    rows = with_even_shares([row(f"Người {n} Nào") for n in range(4)])
    assert sentences(rows) == ["Thể lệ cho tối đa 3 người; hiện có 4 người. Hãy bớt người."]


def test_same_name_and_address_twice_is_a_fault() -> None:
    twice = [row(share="50", email="a@b.vn"), row("lê thuỵ khuê", "50", email="A@b.vn")]
    assert sentences(twice) == ["Người này đã có ở dòng trên."]


def test_same_name_without_address_may_be_two_people() -> None:
    assert sentences([row(share="50"), row(share="50")]) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("contribution", "33,33 hay 34"),
        ("contribution", "0"),
        ("contribution", "101"),
        ("contribution", "33,333"),
        ("birth_date", "31/02/1980"),
        ("gender", "?"),
        ("email", "khue at donvi"),
        ("phone", "12"),
        ("full_name", "x" * 201),
        ("degree", "x" * 501),
    ],
)
def test_what_means_nothing_is_named_beside_its_field(field: str, typed: str) -> None:
    assert list(faults_in({field: typed})) == [field]


def test_what_can_be_understood_is_read() -> None:
    entry = entry_of(row(share="33,33 %", birth_date="5/3/1985", gender="Nữ", email="A@B.vn"))
    assert entry.contribution == Decimal("33.33")
    assert entry.gender is Gender.FEMALE
    assert entry.email == "a@b.vn"
    assert entry.birth_date is not None
    assert typed_of(entry)["birth_date"] == "05/03/1985"


def test_even_shares_of_three_add_up() -> None:
    rows = with_even_shares([row("A B"), row("C D"), row("E F")])
    assert [r["contribution"] for r in rows] == ["33,34", "33,33", "33,33"]
    assert sum_of_shares(rows) == 100


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=300)))
def test_no_row_makes_reading_fail(typed: dict[str, str]) -> None:
    entry = entry_of(typed)
    assert len(entry.full_name) <= 200
    assert entry.contribution is None or 0 < entry.contribution <= 100
    faults_in(typed)
