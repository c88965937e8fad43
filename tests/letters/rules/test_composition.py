"""A letter put together with its frame."""

from __future__ import annotations

import pytest

from app.letters.rules.composition import FRAME, Sender, around, composed, previewed
from app.letters.rules.templates import LetterField, LetterTemplate, Wording

SENDER = Sender("Liên hiệp Hội", "tỉnh Quảng Ninh", "0203 3000 000", "btc@lhh.vn")
AROUND = Wording("[LHH] {subject}", "Kính gửi {recipient},\n\n{body}\n\n{signature}")
CONTACT = "Liên hiệp Hội tỉnh Quảng Ninh\n0203 3000 000\nbtc@lhh.vn"


def template(key: str, *fields: str) -> LetterTemplate:
    return LetterTemplate(
        key=key,
        group="Hồ sơ",
        name="Thư",
        to="Ai",
        when="Khi nào",
        shipped=Wording("", ""),
        fields=tuple(LetterField(name, name, f"<{name}>") for name in fields),
        signed="Ban tổ chức",
    )


@pytest.mark.parametrize(
    ("name", "place_line", "full_name"),
    [
        ("Liên hiệp Hội", "tỉnh Quảng Ninh", "Liên hiệp Hội tỉnh Quảng Ninh"),
        ("Liên hiệp Hội tỉnh Quảng Ninh", "tỉnh Quảng Ninh", "Liên hiệp Hội tỉnh Quảng Ninh"),
        ("Liên hiệp Hội", "", "Liên hiệp Hội"),
    ],
)
def test_the_province_is_said_once(name: str, place_line: str, full_name: str) -> None:
    assert Sender(name, place_line).full_name == full_name


def test_a_sender_without_telephone_and_address_leaves_no_empty_lines() -> None:
    assert Sender("Hội").contact == "Hội"
    assert SENDER.contact == CONTACT


@pytest.mark.parametrize(
    ("name", "greeting"), [("Lê Thuỵ Khuê", "ông/bà Lê Thuỵ Khuê"), ("", "ông/bà")]
)
def test_the_frame_greets_signs_and_never_reads_a_value_again(name: str, greeting: str) -> None:
    whole = composed(
        Wording("Hồ sơ {title}", "Về “{title}”."),
        {"title": "{signature} {recipient}"},
        frame=AROUND,
        around=around(SENDER, name, "Ban tổ chức"),
    )
    assert whole.subject == "[LHH] Hồ sơ {signature} {recipient}"
    assert whole.body == (
        f"Kính gửi {greeting},\n\nVề “{{signature}} {{recipient}}”.\n\nBan tổ chức\n{CONTACT}"
    )


def test_who_signs_above_the_organiser_may_be_nobody() -> None:
    assert around(SENDER, "", "")["signature"] == CONTACT


def test_a_preview_shows_examples_with_this_organisers_name() -> None:
    letter = template("nominations.accepted", "code", "organiser")
    words = Wording("{code}", "{organiser}: {code}")
    shown = previewed(letter, words, frame=AROUND, sender=SENDER)
    assert shown.subject == "[LHH] <code>"
    assert "Liên hiệp Hội tỉnh Quảng Ninh: <code>\n" in shown.body
    assert shown.body.startswith("Kính gửi ông/bà Lê Thuỵ Khuê,")


def test_a_preview_of_the_frame_shows_it_around_an_example() -> None:
    frame = template(FRAME, "subject", "body")
    shown = previewed(frame, Wording("x {subject}", "y {body}"), frame=AROUND, sender=SENDER)
    assert shown == Wording("x <subject>", "y <body>")
