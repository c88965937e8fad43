"""The alphabetical order is that of ICU for Vietnamese; vectors were made with ICU 78.2."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.vietnamese.order import person_sort_key, sort_key
from tests.kernel.vectors import json_data

VECTORS = json_data("collation_vectors.json")
VIETNAMESE_TEXT = st.text("aàáạAăắĂâấbdđĐeêểnghoôơợuưỨy '’-19", max_size=12)


def comparison(first: bytes, second: bytes) -> str:
    """Return the sign between two keys."""
    return "<" if first < second else ">" if first > second else "="


@pytest.mark.parametrize(("first", "sign", "second"), VECTORS["pairs"])
def test_pair_stands_as_icu_puts_it(first: str, sign: str, second: str) -> None:
    assert comparison(sort_key(first), sort_key(second)) == sign


@pytest.mark.parametrize("vector", ["letters", "tones", "tones_hoa"])
def test_letters_and_tones_follow_the_vietnamese_alphabet(vector: str) -> None:
    keys = [sort_key(text) for text in VECTORS[vector].split()]
    assert keys == sorted(set(keys))


def test_full_strings_sort_as_icu_sorts_them() -> None:
    keys = [sort_key(text) for text in VECTORS["names_sorted_by_full_string"]]
    assert keys == sorted(set(keys))


def test_people_sort_by_given_family_and_middle_name() -> None:
    keys = [person_sort_key(text) for text in VECTORS["names_sorted_by_given_family_middle"]]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phường 10", "Phường An"),
        ("“xã”", "xã"),
        ("Müller", "Mullers"),
        ("Dvorak", "Dvořák"),
        ("baz", "ƀa"),
        ("z", "Ω"),
        ("z\u0323", "z\u0306"),
        ("z\u0331", "z\u0331\u0301"),
    ],
)
def test_signs_digits_and_foreign_letters_have_their_place(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


def test_mark_kept_from_its_letter_by_another_stays_a_mark() -> None:
    assert sort_key("á\u0302") < sort_key("â")


def test_unseen_characters_do_not_move_a_name() -> None:
    assert sort_key("\u200bAn\x01") == sort_key("An")


def test_empty_text_comes_first() -> None:
    assert sort_key("") < sort_key(" ")
    assert person_sort_key("") < person_sort_key("A")


@given(st.text(max_size=20))
def test_key_is_the_same_for_composed_and_decomposed_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert sort_key(composed) == sort_key(unicodedata.normalize("NFD", text))


@given(VIETNAMESE_TEXT, VIETNAMESE_TEXT)
def test_different_letters_never_share_a_key(first: str, second: str) -> None:
    spelled = [text.replace("’", "'") for text in (first, second)]
    assert (sort_key(first) == sort_key(second)) == (spelled[0] == spelled[1])


@given(VIETNAMESE_TEXT, VIETNAMESE_TEXT, VIETNAMESE_TEXT)
def test_prefix_comes_before_what_continues_it(start: str, middle: str, end: str) -> None:
    assert sort_key(start) <= sort_key(start + middle) <= sort_key(start + middle + end)


@given(VIETNAMESE_TEXT, VIETNAMESE_TEXT)
def test_case_counts_only_between_texts_equal_but_for_it(first: str, second: str) -> None:
    if sort_key(first.lower()) < sort_key(second.lower()):
        assert sort_key(first) < sort_key(second)


def test_key_of_a_long_name_stays_small() -> None:
    assert len(person_sort_key("Nguyễn Thị Minh Khai")) < 64
