from __future__ import annotations

import pytest

from app.councils.enums import SeatRole as R
from app.councils.rules import require_chair, require_room_for_chair, seat_code
from app.kernel.errors import Duplicate, RuleBroken


def test_second_chair_is_refused_beside_the_role() -> None:
    require_room_for_chair([R.MEMBER], R.CHAIR)
    require_room_for_chair([R.CHAIR], R.MEMBER)
    with pytest.raises(RuleBroken) as refusal:
        require_room_for_chair([R.CHAIR, R.MEMBER], R.CHAIR)
    assert refusal.value.field == "role"


@pytest.mark.parametrize("chairs", [0, 2, 3])
def test_council_is_led_by_exactly_one_chair(chairs: int) -> None:
    with pytest.raises(RuleBroken):
        require_chair([R.CHAIR] * chairs + [R.MEMBER])
    require_chair([R.CHAIR, R.VICE_CHAIR])


def test_empty_code_becomes_the_next_free_one() -> None:
    assert seat_code("", R.CHAIR, set()) == "CT"
    assert seat_code(" ", R.MEMBER, {"GK01", "GK03"}) == "GK02"
    assert seat_code("", R.VICE_CHAIR, {"PCT"}) == "GK01"


def test_code_is_unique_whatever_its_case() -> None:
    assert seat_code(" J1 ", R.MEMBER, {"J2"}) == "J1"
    with pytest.raises(Duplicate):
        seat_code("gk01", R.MEMBER, {"GK01"})


@pytest.mark.parametrize("typed", ["../x", "GK 01", "=1+1", "x" * 21, "<b>"])
def test_code_fits_into_a_file_name(typed: str) -> None:
    with pytest.raises(RuleBroken):
        seat_code(typed, R.MEMBER, set())
