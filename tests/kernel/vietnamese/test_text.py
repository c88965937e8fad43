"""Text as it comes in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.vietnamese.text import clean_line, clean_text, count_words, nfc

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)


def test_decomposed_letters_are_composed() -> None:
    assert nfc("Nguye\u0302\u0303n") == "Nguyễn"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Liên hiệp  ", "Liên hiệp"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
        ("\ufeffđơn\u200b vị\u202e", "đơn vị"),
        ("a\tb", "a b"),
        ("một\n\nhai", "một\n\nhai"),
        ("e\u200b\u0302", "ê"),
        ("hỏng\ud800", "hỏng"),
    ],
)
def test_text_keeps_its_lines_and_loses_what_nobody_sees(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_line_folds_white_space_to_single_spaces() -> None:
    assert clean_line(" Nguyễn\u00a0 Văn \r\n\tAn ") == "Nguyễn Văn An"


@given(ANY_TEXT)
def test_clean_text_has_one_form_and_no_controls_but_line_feeds(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    assert {c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs"}} <= {"\n"}


@given(ANY_TEXT)
def test_clean_line_is_one_trimmed_line(text: str) -> None:
    cleaned = clean_line(text)
    assert clean_line(cleaned) == cleaned
    assert cleaned.split() == [word for word in cleaned.split(" ") if word]


@pytest.mark.parametrize(("text", "count"), [("", 0), ("  ", 0), ("Hội thi\nSáng tạo – 2026", 6)])
def test_words_stand_between_white_space(text: str, count: int) -> None:
    assert count_words(text) == count
