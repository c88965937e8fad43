from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.councils.enums import SeatRole
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import StageState
from app.scoring.rules.gates import is_open, require_open, require_ready_council

AT = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("state", list(StageState))
@pytest.mark.parametrize(
    ("closes_at", "in_time"), [(None, True), (AT, True), (AT - SECOND, False), (AT + SECOND, True)]
)
def test_stage_takes_sheets_until_its_last_second(
    state: StageState, closes_at: datetime | None, *, in_time: bool
) -> None:
    expected = state is StageState.OPEN and in_time
    assert is_open(state, closes_at, AT) is expected
    if expected:
        require_open(state, closes_at, AT)
    else:
        with pytest.raises(WrongState):
            require_open(state, closes_at, AT)


@pytest.mark.parametrize(
    ("councils", "says"),
    [
        ([], "chưa có hội đồng"),
        ([[SeatRole.MEMBER, SeatRole.MEMBER]], "chưa có chủ tịch"),
        ([[SeatRole.CHAIR, SeatRole.MEMBER]], "ít nhất 3"),
    ],
)
def test_judging_waits_for_a_council_that_can(councils: list[list[SeatRole]], says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        require_ready_council(councils, 3)


def test_two_councils_judge_together() -> None:
    require_ready_council([[SeatRole.CHAIR], [SeatRole.CHAIR, SeatRole.MEMBER]], 3)
