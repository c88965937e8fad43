"""Folding for search, and slugs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.vietnamese.search import search_fold, slugify
from tests.kernel.vectors import csv_rows


@pytest.mark.parametrize("row", csv_rows("search_fold_vectors.csv"), ids=lambda row: row["input"])
def test_text_folds_to_plain_letters(row: dict[str, str]) -> None:
    assert search_fold(row["input"]) == row["fold"]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("H’Hen  Niê", "h'hen nie"), ("Łukasz Bjørn", "lukasz bjorn"), ("H₂O – m²", "h2o - m2")],
)
def test_people_find_what_they_cannot_type(typed: str, folded: str) -> None:
    assert search_fold(typed) == folded


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_fold(search_fold(text)) == search_fold(text)


@given(st.text(max_size=30))
def test_composed_and_decomposed_text_meet(text: str) -> None:
    assert search_fold(unicodedata.normalize("NFD", text)) == search_fold(text)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hội thi Sáng tạo kỹ thuật, lần thứ XI", "hoi-thi-sang-tao-ky-thuat-lan-thu-xi"),
        ("Đổi mới/KH&CN — 2026", "doi-moi-kh-cn-2026"),
        ("?!", ""),
    ],
)
def test_slug_is_plain_words_joined_by_hyphens(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text(max_size=30))
def test_slug_is_ascii_and_stays(text: str) -> None:
    slug = slugify(text)
    assert slug.isascii()
    assert slugify(slug) == slug
