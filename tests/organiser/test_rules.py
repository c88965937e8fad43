"""What a profile and a signatory must say, and presets."""

from __future__ import annotations

from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.organiser.rules import (
    Profile,
    SignatoryDetails,
    profile_of,
    read_preset,
    require_sound_signatory,
)

PRESET = """
key = "a"
name = "Liên hiệp  Hội"
short_name = "LHH"
letterhead_name = "LIÊN HIỆP\\nCÁC HỘI"
[[signatories]]
office = "CHỦ TỊCH"
full_name = "Vũ Đình Khải Minh"
"""


def test_lines_are_cleaned_and_letterheads_keep_their_breaks() -> None:
    profile = profile_of({"name": " A\nB ", "short_name": "C", "letterhead_name": "A\r\nB"})
    assert profile.name == "A B"
    assert profile.letterhead_name == "A\nB"


@pytest.mark.parametrize("missing", ["name", "short_name"])
def test_a_profile_has_a_name(missing: str) -> None:
    values = {"name": "A", "short_name": "B", missing: " "}
    with pytest.raises(RuleBroken) as refusal:
        profile_of(values)
    assert refusal.value.field == missing


def test_an_endless_line_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        profile_of({"name": "A", "short_name": "B", "slogan": "x" * 1_000_000})
    assert refusal.value.field == "slogan"


def test_a_new_installation_has_a_general_name() -> None:
    assert Profile().name == "Liên hiệp các Hội Khoa học và Kỹ thuật"


def test_a_preset_brings_profile_and_signatories() -> None:
    preset = read_preset(PRESET)
    assert preset.profile.name == "Liên hiệp Hội"
    assert preset.profile.letterhead_name == "LIÊN HIỆP\nCÁC HỘI"
    assert [signatory.office for signatory in preset.signatories] == ["CHỦ TỊCH"]


@pytest.mark.parametrize(
    "text",
    ["", "key=", "key='a'", PRESET.replace("office", "rank"), PRESET.replace("CHỦ TỊCH", "")],
)
def test_a_preset_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        read_preset(text)


def test_a_signature_does_not_end_before_it_begins() -> None:
    details = SignatoryDetails(
        "CHỦ TỊCH", "Vũ Minh", valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 31)
    )
    with pytest.raises(RuleBroken) as refusal:
        require_sound_signatory(details)
    assert refusal.value.field == "valid_until"
