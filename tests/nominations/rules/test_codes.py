from __future__ import annotations

from app.nominations.rules.codes import BLIND_CODES, blind_code, dossier_code


def test_code_names_programme_edition_and_number() -> None:
    assert dossier_code("STKT", ordinal=11, year=2026, number=214) == "STKT-XI-0214"
    assert dossier_code("TTTB", ordinal=None, year=2026, number=7) == "TTTB-2026-0007"
    assert dossier_code("STKT", ordinal=11, year=2026, number=12345) == "STKT-XI-12345"


def test_blind_codes_are_all_different_and_look_like_no_ordinal() -> None:
    codes = {blind_code(draw) for draw in range(BLIND_CODES)}
    assert len(codes) == BLIND_CODES
    assert all(int(code.partition("-")[2]) >= 100 for code in codes)
