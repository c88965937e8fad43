"""Between the words of a folder and the fields of a form."""

from __future__ import annotations

import pytest

from app.folders.rules.folder import FolderNomination, FolderPerson
from app.folders.rules.typed import answer_as_typed, place_of
from app.questions.rules.kinds import question_of
from app.questions.rules.plan import QuestionPlan

NOMINATION = FolderNomination(7, "HS1", "Máy", "cntt", None, "")
PERSON = FolderPerson(3, "HS1", 1, "Lò Sáng", "", None, None, None, "", "", None, "", "")


@pytest.mark.parametrize(
    ("kind", "answer", "typed"),
    [
        ("number", "1250.5", "1.250,5"),
        ("number", "1.234", "1,234"),
        ("number", "nhiều", "nhiều"),
        ("number", "NaN", "NaN"),
        ("date", "2026-02-28", "28/02/2026"),
        ("date", "hôm qua", "hôm qua"),
        ("month", "2025-09", "2025-09"),
        ("long_text", "2026-02-28", "2026-02-28"),
    ],
)
def test_answer_is_typed_as_people_do(kind: str, answer: str, typed: str) -> None:
    assert answer_as_typed(question_of(QuestionPlan("cau", "Câu", kind=kind)), answer) == typed


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("title", ("nominations.csv", 7, "title")),
        ("unit", ("nominations.csv", 7, "unit")),
        ("q_tinh_moi", ("nominations.csv", 7, "tinh_moi")),
        ("file_ban_ve", ("files/HS1", 0, "ban_ve")),
        ("p1_contribution", ("people.csv", 3, "contribution_percent")),
        ("p1_full_name", ("people.csv", 3, "full_name")),
        ("p2_full_name", ("nominations.csv", 7, "code")),
        ("people", ("nominations.csv", 7, "code")),
        ("accepted_declaration", ("nominations.csv", 7, "code")),
    ],
)
def test_field_of_the_form_is_found_in_the_folder(field: str, place: tuple[str, int, str]) -> None:
    assert place_of(field, NOMINATION, [PERSON]) == place
