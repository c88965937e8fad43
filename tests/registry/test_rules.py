"""What is stored of units, people and localities."""

from __future__ import annotations

from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import nfc
from app.registry import rules
from app.registry.enums import LocalityKind, UnitKind


def test_an_address_is_kept_in_small_letters() -> None:
    assert rules.email_address(" Minh.Khai+so@Truong.EDU.vn ") == "minh.khai+so@truong.edu.vn"


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a@b.vn c", "a@@b.vn", "a..b@c.vn", "đ@b.vn", "a@b.vn\n", "a\x00@b.vn"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    if text.endswith("\n"):
        assert rules.email_address(text) == "a@b.vn"
        return
    with pytest.raises(RuleBroken):
        rules.email_address(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Thị\tMinh\nKhai ", "Nguyễn Thị Minh Khai"),
        ("Nguye\u0302\u0303n An", "Nguyễn An"),
        ("Y Na Hôm Kbuôr", "Y Na Hôm Kbuôr"),
        ("Lê\u200b Văn\x07 Tám", "Lê Văn Tám"),
    ],
)
def test_a_name_is_one_clean_line(typed: str, kept: str) -> None:
    assert rules.person_name(typed) == nfc(kept)


@pytest.mark.parametrize("typed", ["", "  ", "123", "\x00", "a" * 201, "\u0301" * 1_000_000])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        rules.person_name(typed)


def test_a_code_is_made_from_the_name_and_counted_on() -> None:
    assert rules.code_of_unit("", "Sở Y tế", ()) == "so-y-te"
    assert rules.code_of_unit("", "Sở Y tế", {"so-y-te", "so-y-te-2"}) == "so-y-te-3"
    assert rules.code_of_unit("", "研究所", ()) == "don-vi"


@pytest.mark.parametrize("code", ["Sở", "a b", "-a", "a;b", "=1+1", "a" * 61])
def test_a_code_with_other_than_plain_letters_is_refused(code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        rules.code_of_unit(code, "Sở Y tế", ())
    assert refusal.value.field == "code"


def test_the_search_key_fits_its_column_whatever_the_name_unfolds_to() -> None:
    assert len(rules.folded("\ufdfa" * 200)) == rules.KEY_LETTERS


@pytest.mark.parametrize("born", [date(1899, 12, 31), date(2026, 11, 22)])
def test_nobody_is_born_tomorrow_or_before_1900(born: date) -> None:
    with pytest.raises(RuleBroken):
        rules.require_birth_date(born, date(2026, 11, 21))


def test_localities_are_read_with_their_days() -> None:
    text = "code,kind,name,province_code,valid_from\n06652,phường,Hà Tu,22,2025-07-01\n"
    (row,) = rules.read_localities(text)
    assert (row.code, row.kind, row.name) == ("06652", LocalityKind.WARD, "Hà Tu")
    assert row.valid_from == date(2025, 7, 1)


@pytest.mark.parametrize("line", ["1,làng,A,22", "1,xã", ""])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    text = f"code,kind,name,province_code\n{line}\n"
    if not line:
        assert rules.read_localities(text) == []
        return
    with pytest.raises(RuleBroken, match="Dòng 2"):
        rules.read_localities(text)


def test_units_are_read() -> None:
    (unit,) = rules.read_units("code,name,kind,locality\nso_yte,Sở Y tế,department,\n")
    assert (unit.code, unit.kind) == ("so_yte", UnitKind.DEPARTMENT)
    with pytest.raises(RuleBroken, match="Dòng 2"):
        rules.read_units("code,name,kind,locality\nso_yte,Sở Y tế,castle,\n")
