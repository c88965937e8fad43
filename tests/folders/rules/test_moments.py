"""A run lives through the dates of its round, and through nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.folders.rules.moments import moments_of
from tests.folders.rules.small_folder import PRESETS

PLAN = replace(
    PRESETS["hoi-thi-sang-tao-ky-thuat"],
    opens_at=datetime(2026, 1, 5, 1, tzinfo=UTC),
    closes_at=datetime(2026, 8, 31, 10, tzinfo=UTC),
    grace_minutes=15,
)


def test_round_without_dates_has_no_moments() -> None:
    assert moments_of(replace(PLAN, closes_at=None)) is None


def test_round_closes_when_deadline_and_grace_have_passed() -> None:
    moments = moments_of(PLAN)
    assert moments is not None
    assert moments.closed == datetime(2026, 8, 31, 10, 15, 1, tzinfo=UTC)


@pytest.mark.parametrize("count", [1, 2, 60, 10_000])
def test_every_dossier_arrives_in_time_and_in_order(count: int) -> None:
    moments = moments_of(PLAN)
    assert moments is not None
    times = [moments.submitted(place, count) for place in range(count)]
    assert moments.opened < times[0] <= times[-1] < moments.deadline
    assert times == sorted(times)
    assert all(time.microsecond == 0 for time in times)


def test_last_judge_sends_before_the_ranking() -> None:
    moments = moments_of(PLAN)
    assert moments is not None
    assert moments.judged(14, 15) < moments.after(timedelta(days=31))


def test_decision_carries_a_vietnamese_day() -> None:
    late = replace(PLAN, closes_at=datetime(2026, 8, 31, 17, 30, tzinfo=UTC))
    moments = moments_of(late)
    assert moments is not None
    assert moments.decided_on == date(2026, 10, 11)
