from __future__ import annotations

import re

import pytest

from app.certificates.rules.numbers import (
    ALPHABET,
    new_verification_code,
    register_number,
    typed_reference,
)


def test_a_number_has_four_digits_and_grows_beyond_them() -> None:
    assert register_number(7, year=2026, series="TTTB") == "0007/2026/TTTB"
    assert register_number(12345, year=2026, series="TTTB") == "12345/2026/TTTB"


def test_a_code_has_none_of_the_letters_that_are_mistaken() -> None:
    assert set(ALPHABET).isdisjoint("01OILU")
    for _ in range(200):
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", new_verification_code())


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("K7QD-2MPA", "K7QD-2MPA"),
        ("k7qd2mpa", "K7QD-2MPA"),
        (" k7qd 2mpa ", "K7QD-2MPA"),
        ("K7QD–2MPA", "K7QD-2MPA"),
        ("http://vidu.vn/xac-minh/K7QD-2MPA", "K7QD-2MPA"),
        ("vidu.vn/xac-minh/k7qd-2mpa/", "K7QD-2MPA"),
        ("0147/2026/GCN-STKT", "0147/2026/GCN-STKT"),
        ("147/2026/gcn-stkt", "0147/2026/GCN-STKT"),
        ("Số: 147 / 2026 / TTTB", "0147/2026/TTTB"),
        ("12345/2026/TTTB", "12345/2026/TTTB"),
        ("12/2026/T", "0012/2026/T"),
        ("", ""),
        ("không có gì", "KHÔNG CÓ GÌ"),
    ],
)
def test_what_was_typed_becomes_what_is_printed(typed: str, reference: str) -> None:
    assert typed_reference(typed) == reference


def test_an_endless_text_is_cut_before_it_is_looked_at() -> None:
    assert len(typed_reference("a" * 1_000_000)) <= 200
