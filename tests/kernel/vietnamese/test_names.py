"""Names of people."""

from __future__ import annotations

import pytest

from app.kernel.vietnamese.names import given_name, initials, split_name


@pytest.mark.parametrize(
    ("full_name", "given", "family", "middle"),
    [
        ("Nguyễn Thị Minh Khai", "Khai", "Nguyễn", "Thị Minh"),
        ("Lê An", "An", "Lê", ""),
        ("Tuyết", "Tuyết", "", ""),
        ("Y Na Hôm Kbuôr", "Kbuôr", "Y", "Na Hôm"),
        ("  ", "", "", ""),
    ],
)
def test_name_splits_at_its_spaces(full_name: str, given: str, family: str, middle: str) -> None:
    assert split_name(full_name) == (given, family, middle)


def test_vietnamese_are_addressed_by_the_last_name() -> None:
    assert given_name("Ngô Bảo Châu") == "Châu"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Lê Thuỵ Khuê", "LK"),
        ("đặng ánh", "ĐÁ"),
        ("H'Hen Niê", "HN"),
        ("Tuyết", "T"),
        ("Nguyễn Văn (An)", "NA"),
        ("", ""),
        ("2026", ""),
    ],
)
def test_initials_are_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters
