from __future__ import annotations

import pytest

from app.questions.rules.asked_form import AskedForm
from app.questions.rules.plan import ChoicePlan, QuestionPlan, SectionPlan
from app.scoring.rules.dossier import neutral_file_name, sections_for_judges

FORM = AskedForm.of(
    (
        SectionPlan(
            "mo_ta",
            "Mô tả",
            questions=(
                QuestionPlan("van_de", "Đặt vấn đề"),
                QuestionPlan("don_vi", "Đơn vị", goes_to_judges=False),
                QuestionPlan("da_ap_dung", "Đã áp dụng", kind="yes_no"),
                QuestionPlan("loai", "Loại", kind="choices", choices=(ChoicePlan("a", "Loại A"),)),
            ),
        ),
        SectionPlan(
            "rieng", "Riêng", questions=(QuestionPlan("ten", "Tên", goes_to_judges=False),)
        ),
    )
)


def test_judges_read_only_what_goes_to_judges() -> None:
    answers = {"van_de": "Một.\r\n\r\nHai.", "don_vi": "Sở X", "da_ap_dung": "yes", "ten": "Ông Y"}
    (section,) = sections_for_judges(FORM, answers | {"loai": "a;b"})
    assert [(a.label, a.paragraphs) for a in section.answers] == [
        ("Đặt vấn đề", ("Một.", "Hai.")),
        ("Đã áp dụng", ("Có",)),
        ("Loại", ("Loại A; b",)),
    ]


def test_sections_without_answers_are_left_out() -> None:
    assert sections_for_judges(FORM, {"ten": "Ông Y"}) == ()


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("Lê Thuỵ Khuê - Sở X.pdf", "K-173 Bản vẽ 2.pdf"),
        ("anh.JPG", "K-173 Bản vẽ 2.jpg"),
        ("khong-duoi", "K-173 Bản vẽ 2"),
        ("a.Lê Thuỵ", "K-173 Bản vẽ 2"),
        ("x.lethuykhue", "K-173 Bản vẽ 2"),
    ],
)
def test_neutral_name_tells_nothing_of_the_author(original: str, expected: str) -> None:
    assert neutral_file_name("K-173", "Bản vẽ", 2, original) == expected
