from __future__ import annotations

from datetime import date

import pytest

from app.certificates.rules.words import AwardFacts, Letterhead, Templates, filled, words_of

FACTS = AwardFacts(
    level="Giải Nhất",
    title="Máy sàng ngao {year} {level}",
    category="Cơ khí",
    round_name="Hội thi lần thứ XI",
    year=2026,
    recipient="Lê Thuỵ Khuê",
    degree="",
    position="Kỹ sư",
    unit="Công ty Than Núi Béo",
    decision_number="47/QĐ-UBND",
    decided_on=date(2027, 2, 10),
    is_collective=False,
)
LETTERHEAD = Letterhead(
    issuer="Liên hiệp các Hội tỉnh Quảng Ninh",
    place="Quảng Ninh",
    authority_lines=("CHỦ TỊCH",),
    signer="Hà Thế Khuyến",
)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{level}", "Giải Nhất"),
        ("{round}, năm {year}", "Hội thi lần thứ XI, năm 2026"),
        ("Lĩnh vực {category}", "Lĩnh vực Cơ khí"),
        ("{khác} {", "{khác} {"),
        ("", ""),
    ],
)
def test_a_template_takes_the_facts_and_leaves_other_braces(template: str, words: str) -> None:
    assert filled(template, FACTS) == words


def test_braces_in_a_title_stay_as_the_author_wrote_them() -> None:
    assert filled("“{title}”", FACTS) == "“Máy sàng ngao {year} {level}”"


def test_the_words_carry_the_day_of_the_decision_and_skip_what_is_empty() -> None:
    words = words_of(
        FACTS,
        LETTERHEAD,
        Templates(honour_intro="Trao", honour_title="{level}", purpose="{title}"),
        number="0001/2026/STKT",
        verify_url="http://x/xac-minh/AAAA-AAAA",
    )
    assert words.issuer == "LIÊN HIỆP CÁC HỘI TỈNH QUẢNG NINH"
    assert words.recipient_line == "Kỹ sư, Công ty Than Núi Béo"
    assert words.place_and_date == "Quảng Ninh, ngày 10 tháng 02 năm 2027"
    assert words.decision_line == "Quyết định số 47/QĐ-UBND ngày 10/02/2027"
    assert words.kept()["authority_lines"] == ["CHỦ TỊCH"]
