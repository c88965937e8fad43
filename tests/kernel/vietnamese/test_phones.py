"""Telephone numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.phones import format_phone, normalise_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84 (0) 912-345-678", "0912345678"),
        ("0084 912345678", "0912345678"),
        ("(0203) 382 5678", "02033825678"),
        ("+84 24 3825 1234", "02438251234"),
        ("0900840123", "0900840123"),
        ("+1 617 555 0123", "+16175550123"),
    ],
)
def test_number_is_stored_as_digits(typed: str, stored: str) -> None:
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "0112345678", "091234567", "09123456789", "0203825678", "điện thoại", "+84 1234"],
)
def test_what_is_no_number_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(RuleBroken, match="10 chữ số") as refusal:
        normalise_phone(typed, field="phone")
    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0912345678", "0912 345 678"),
        ("02438251234", "024 3825 1234"),
        ("02033825678", "0203 382 5678"),
        ("+16175550123", "+16175550123"),
    ],
)
def test_number_is_shown_in_groups(stored: str, shown: str) -> None:
    assert format_phone(stored) == shown


@given(st.from_regex(r"0[35789][0-9]{8}|02[0-9]{9}", fullmatch=True))
def test_shown_number_reads_back(number: str) -> None:
    ascii_number = "".join(str(int(digit)) for digit in number)
    assert normalise_phone(format_phone(ascii_number)) == ascii_number
    assert normalise_phone("+84" + ascii_number[1:]) == ascii_number
