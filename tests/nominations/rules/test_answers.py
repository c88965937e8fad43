from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nominations.rules.answers import answer_in_words, picked_choices, problem_with
from app.programmes.enums import QuestionKind as K
from app.programmes.rules.plan import ChoicePlan, QuestionPlan

CHOICES = (ChoicePlan("co", "Có bằng"), ChoicePlan("chua", "Chưa"))


def question(kind: K = K.LONG_TEXT, **over: object) -> QuestionPlan:
    return QuestionPlan("q", "Câu hỏi", kind=kind, choices=CHOICES, **over)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "fits", "fits_not"),
    [
        (K.NUMBER, "1.250,5", "một nghìn"),
        (K.DATE, "28/02/2026", "31/02/2026"),
        (K.MONTH, "3/2026", "13/2026"),
        (K.MONTH, "2026-03", "3.2026"),
        (K.YES_NO, "yes", "có"),
        (K.CHOICE, "co", "la"),
        (K.CHOICES, "co; chua", "co; la"),
        (K.EMAIL, "khue@donvi.vn", "khue@donvi"),
        (K.PHONE, "0912 345 678", "0912"),
        (K.URL, "https://donvi.vn", "javascript:alert(1)"),
    ],
)
def test_answer_fits_its_kind_or_is_told_why_not(kind: K, fits: str, fits_not: str) -> None:
    assert problem_with(question(kind), fits) is None
    assert (problem_with(question(kind), fits_not) or "").endswith(".")


def test_required_answer_is_asked_for_and_another_may_be_empty() -> None:
    assert problem_with(question(required=True), "  ") == "Mục này bắt buộc, hãy điền."
    assert problem_with(question(), "  ") is None


@pytest.mark.parametrize(("words", "ok"), [(2, False), (3, True), (5, True), (6, False)])
def test_word_limits_hold_at_both_ends(words: int, ok: bool) -> None:
    limited = question(min_words=3, max_words=5)
    assert (problem_with(limited, "từ " * words) is None) is ok


def test_characters_are_limited_where_the_question_says_so() -> None:
    assert problem_with(question(max_chars=4), "năm!") is None
    assert (
        problem_with(question(max_chars=4), "năm!!") == "Hãy rút gọn còn 4 ký tự; hiện có 5 ký tự."
    )


def test_picked_choices_leave_out_what_is_empty() -> None:
    assert picked_choices(" co;; chua ;") == ["co", "chua"]


@given(st.sampled_from(list(K)), st.text(max_size=200))
def test_no_answer_makes_the_check_fail(kind: K, answer: str) -> None:
    problem_with(question(kind), answer)


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("yes_no", "yes", "Có"),
        ("yes_no", "có thể", "có thể"),
        ("date", "2026-03-05", "05/3/2026"),
        ("date", "31/02/2026", "31/02/2026"),
        ("month", "2024-12", "12/2024"),
        ("month", "03/2026", "3/2026"),
        ("long_text", "Hai dòng\nnhư đã viết", "Hai dòng\nnhư đã viết"),
        ("number", "1.600", "1.600"),
    ],
)
def test_an_answer_reads_as_people_write_it(kind: str, answer: str, words: str) -> None:
    assert answer_in_words(question(K(kind)), answer) == words
