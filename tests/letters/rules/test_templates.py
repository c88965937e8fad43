"""What the words of a letter may be."""

from __future__ import annotations

import pytest

from app.kernel.errors import RuleBroken
from app.letters.rules.templates import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    LetterField,
    LetterTemplate,
    Wording,
    clean_wording,
    faults_of,
    require_every_field,
    require_sound_wording,
)

TEMPLATE = LetterTemplate(
    key="accounts.invitation",
    group="Tài khoản",
    name="Mời",
    to="Người được mời",
    when="Khi mời.",
    shipped=Wording("Mời {name}", "Mở {link}"),
    fields=(LetterField("name", "Tên", "Khuê"), LetterField("link", "Liên kết", "http://x")),
    needs=("link",),
    subject_needs=("name",),
    secret="link",
)
SECRET = (
    "Liên kết dùng một lần {link} không được đứng ở tiêu đề, vì tiêu đề hiện trong danh sách thư. "
    "Hãy bỏ khỏi tiêu đề."
)


@pytest.mark.parametrize(
    ("subject", "body", "faults"),
    [
        ("Mời {name}", "Mở {link}", {}),
        (
            "",
            "Mở {link}",
            {
                "subject": (
                    "Hãy ghi tiêu đề thư.",
                    "Thiếu {name}; hãy đặt vào chỗ thích hợp trong nội dung.",
                )
            },
        ),
        ("{name} {link}", "Mở {link}", {"subject": (SECRET,)}),
        ("{name} {ten}", "Mở {link}", {"subject": ("Không có “{ten}”; hãy dùng {name}.",)}),
        ("{name}", "Mở", {"body": ("Thiếu {link}; hãy đặt vào chỗ thích hợp trong nội dung.",)}),
        ("{name}", "{link} {ten}", {"body": ("Không có “{ten}”; hãy dùng {name}, {link}.",)}),
        (
            "{name}",
            "",
            {
                "body": (
                    "Hãy ghi nội dung thư.",
                    "Thiếu {link}; hãy đặt vào chỗ thích hợp trong nội dung.",
                )
            },
        ),
    ],
)
def test_each_fault_stands_beside_its_part(
    subject: str, body: str, faults: dict[str, tuple[str, ...]]
) -> None:
    assert faults_of(TEMPLATE, Wording(subject, body)) == faults


@pytest.mark.parametrize("over", [0, 1])
def test_words_have_a_longest_length(over: int) -> None:
    subject = "{name}".ljust(LONGEST_SUBJECT + over, "a")
    body = "{link}".ljust(LONGEST_BODY + over, "a")
    parts = {"subject", "body"} if over else set()
    assert set(faults_of(TEMPLATE, Wording(subject, body))) == parts


def test_words_that_are_not_sound_are_refused_beside_their_part() -> None:
    require_sound_wording(TEMPLATE, TEMPLATE.shipped)
    with pytest.raises(RuleBroken, match=r"Thiếu \{link\}") as refused:
        require_sound_wording(TEMPLATE, Wording("{name}", "Chào"))
    assert refused.value.field == "body"


def test_words_are_kept_clean() -> None:
    wording = clean_wording(" Mời\n bạn ", "a\r\n\r\nb\u200b ")
    assert wording == Wording("Mời bạn", "a\n\nb")


@pytest.mark.parametrize("values", [{"name": "a"}, {"name": "a", "link": "b", "more": "c"}])
def test_a_letter_is_given_exactly_what_it_declares(values: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"accounts\.invitation"):
        require_every_field(TEMPLATE, values)
    require_every_field(TEMPLATE, {"name": "a", "link": "b"})
