from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.questions.rules.kinds import find_kind, picked, question_of, spoken_kinds
from app.questions.rules.plan import ChoicePlan, QuestionPlan, SectionPlan
from app.questions.rules.question import KINDS, Question, kind
from app.questions.rules.soundness import faults_in_form

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = Path(__file__).parents[3] / "templates"

CHOICES = (ChoicePlan("co", "Có bằng"), ChoicePlan("chua", "Chưa"))


def question(kind: str = "long_text", **over: object) -> Question:
    return question_of(QuestionPlan("q", "Câu hỏi", kind=kind, choices=CHOICES, **over))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "fits", "fits_not"),
    [
        ("number", "1.250,5", "một nghìn"),
        ("date", "28/02/2026", "31/02/2026"),
        ("month", "3/2026", "13/2026"),
        ("month", "2026-03", "3.2026"),
        ("yes_no", "yes", "có"),
        ("choice", "co", "la"),
        ("choices", "co; chua", "co; la"),
        ("email", "khue@donvi.vn", "khue@donvi"),
        ("phone", "0912 345 678", "0912"),
        ("url", "https://donvi.vn", "javascript:alert(1)"),
    ],
)
def test_answer_fits_its_kind_or_is_told_why_not(kind: str, fits: str, fits_not: str) -> None:
    assert question(kind).check(fits) is None
    assert (question(kind).check(fits_not) or "").endswith(".")


def test_required_answer_is_asked_for_and_another_may_be_empty() -> None:
    assert question(required=True).check("  ") == "Mục này bắt buộc, hãy điền."
    assert question().check("  ") is None


@pytest.mark.parametrize(("words", "ok"), [(2, False), (3, True), (5, True), (6, False)])
def test_word_limits_hold_at_both_ends(words: int, ok: bool) -> None:
    limited = question(min_words=3, max_words=5)
    assert (limited.check("từ " * words) is None) is ok


def test_characters_are_limited_where_the_question_says_so() -> None:
    assert question(max_chars=4).check("năm!") is None
    assert question(max_chars=4).check("năm!!") == "Hãy rút gọn còn 4 ký tự; hiện có 5 ký tự."


def test_picked_leave_out_what_is_empty() -> None:
    assert picked(" co;; chua ;") == ["co", "chua"]


@given(st.sampled_from([code for code, _spoken in spoken_kinds()]), st.text(max_size=200))
def test_no_answer_makes_the_check_fail(kind: str, answer: str) -> None:
    question(kind).check(answer)


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
        ("choice", "co", "Có bằng"),
        ("choices", "co; la;chua", "Có bằng; la; Chưa"),
        ("short_text", "  ", "  "),
    ],
)
def test_an_answer_reads_as_people_write_it(kind: str, answer: str, words: str) -> None:
    assert question(kind).words(answer) == words


@pytest.mark.parametrize(
    ("kind", "typed", "cell"),
    [
        ("number", "1.250,5", "1250.5"),
        ("date", "28/02/2026", "2026-02-28"),
        ("month", "2025-09", "2025-09"),
        ("long_text", "Hai dòng\nnhư đã viết", "Hai dòng\nnhư đã viết"),
    ],
)
def test_answer_goes_into_a_file_and_comes_back(kind: str, typed: str, cell: str) -> None:
    assert question(kind).cell(typed) == cell
    assert question(kind).typed_in(cell) == typed


@pytest.mark.parametrize(("kind", "strange"), [("number", "nhiều"), ("date", "hôm qua")])
def test_what_does_not_fit_stays_as_it_is_in_a_file_and_is_refused_from_one(
    kind: str, strange: str
) -> None:
    assert question(kind).cell(strange) == strange
    with pytest.raises(RuleBroken, match="Hãy ghi"):
        question(kind).typed_in(strange)


@pytest.mark.parametrize("code", [code for code, _spoken in spoken_kinds()])
def test_every_kind_has_its_box(code: str) -> None:
    written = find_kind(code)
    assert written is not None
    assert (TEMPLATES / written.box).is_file()
    assert written.spoken


@pytest.fixture
def registered() -> Iterator[None]:
    """Forget the kinds that a test registers."""
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


def test_new_kind_is_one_class_and_nothing_else(registered: None) -> None:
    @kind("degrees", "Nhiệt độ")
    class Degrees(Question):
        """A temperature."""

        def read(self, answer: str) -> Decimal:
            if not answer.endswith("°C"):
                raise RuleBroken("Hãy ghi nhiệt độ, ví dụ 30 °C.")
            return Decimal(answer.removesuffix("°C").strip())

    asked = question_of(QuestionPlan("nhiet_do", "Nhiệt độ", kind="degrees"))
    assert isinstance(asked, Degrees)
    assert asked.check("nóng") == "Hãy ghi nhiệt độ, ví dụ 30 °C."
    assert asked.check("30 °C") is None
    assert ("degrees", "Nhiệt độ") in spoken_kinds()
    assert not list(faults_in_form([SectionPlan("a", "A", questions=(asked.plan,))]))


def test_kind_cannot_be_registered_twice(registered: None) -> None:
    with pytest.raises(TypeError, match="number"):
        kind("number", "Số khác")(Question)


def test_unknown_kind_is_refused_with_those_there_are() -> None:
    asked = QuestionPlan("mo_ta", "Mô tả", kind="drawing")
    faults = list(faults_in_form([SectionPlan("a", "A", questions=(asked,))]))
    assert [where for where, _remedy in faults] == ["sections[0].questions[0].kind"]
    assert "long_text" in faults[0][1]
