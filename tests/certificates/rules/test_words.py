from __future__ import annotations

from datetime import date

import pytest

from app.certificates.rules.words import AwardFacts, Letterhead, Templates, values_of, words_of
from app.programmes.rules.soundness import CERTIFICATE_WORDS

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


def test_a_certificate_can_say_whatever_a_round_may_name() -> None:
    assert tuple(values_of(FACTS)) == CERTIFICATE_WORDS


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{level}", "Giải Nhất"),
        ("{round}, năm {year} ", "Hội thi lần thứ XI, năm 2026"),
        ("Lĩnh vực {category}", "Lĩnh vực Cơ khí"),
        ("“{title}”", "“Máy sàng ngao {year} {level}”"),
        ("{khác} {", "{khác} {"),
        ("", ""),
    ],
)
def test_the_words_of_the_round_take_the_facts_once(template: str, words: str) -> None:
    printed = words_of(
        FACTS,
        LETTERHEAD,
        Templates(honour_intro="Trao", honour_title=template, purpose=template),
        number="0001/2026/STKT",
        verify_url="http://x/xac-minh/AAAA-AAAA",
    )
    assert (printed.honour_title, printed.purpose) == (words, words)


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
