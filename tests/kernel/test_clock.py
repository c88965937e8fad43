"""The only clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from app.kernel import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_today_is_the_date_in_vietnam() -> None:
    with time_machine.travel(datetime(2026, 11, 20, 17, 0, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
        assert clock.today() == date(2026, 11, 21)


def test_a_standing_clock_holds_only_inside_its_block() -> None:
    instant = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    with clock.standing_at(instant):
        assert clock.now() == instant
        assert clock.today() == date(2026, 1, 5)
    assert clock.now() != instant
