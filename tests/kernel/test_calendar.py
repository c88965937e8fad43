"""Deadlines, instants and working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.calendar import (
    VIETNAM,
    Deadline,
    InstantStyle,
    Remaining,
    end_of_day,
    format_instant,
    is_working_day,
    local,
    parse_local_input,
    remaining,
    remaining_words,
    start_of_day,
    working_days_after,
)
from app.kernel.errors import RuleBroken

CLOSING = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)  # 17:00 in Vietnam
SECOND = timedelta(seconds=1)
ZONES = st.sampled_from(["UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati"])
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
DATES = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def test_instant_is_shown_as_vietnamese_clocks_have_it() -> None:
    assert local(CLOSING).isoformat() == "2026-11-30T17:00:00+07:00"


def test_datetime_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local(CLOSING.replace(tzinfo=None))


@given(DATES)
def test_day_runs_from_midnight_to_its_last_second(day: date) -> None:
    assert local(start_of_day(day)).isoformat() == f"{day}T00:00:00+07:00"
    assert local(end_of_day(day)).isoformat() == f"{day}T23:59:59+07:00"
    assert end_of_day(day).tzinfo is UTC


def test_deadline_itself_is_in_time_and_a_second_later_is_not() -> None:
    deadline = Deadline(CLOSING)
    assert deadline.is_open(CLOSING - SECOND)
    assert deadline.is_open(CLOSING)
    assert not deadline.is_open(CLOSING + SECOND)


def test_last_second_of_a_day_lasts_until_midnight() -> None:
    day = date(2026, 8, 31)
    deadline = Deadline(end_of_day(day))
    midnight = start_of_day(day + timedelta(days=1))
    assert deadline.is_open(midnight - timedelta(microseconds=1))
    assert not deadline.is_open(midnight)


def test_grace_keeps_the_doors_open_but_late_is_late() -> None:
    deadline = Deadline(CLOSING, grace=timedelta(minutes=15))
    late = CLOSING + timedelta(minutes=15)
    assert deadline.is_open(late)
    assert deadline.passed_by(late) == timedelta(minutes=15)
    assert not deadline.is_open(late + SECOND)


def test_deadline_is_not_passed_before_nor_at_its_instant() -> None:
    assert not Deadline(CLOSING).passed_by(CLOSING - timedelta(days=1))
    assert not Deadline(CLOSING).passed_by(CLOSING)


@given(DATES, st.integers(-(10**6), 10**6), ZONES)
def test_deadline_does_not_depend_on_the_zone_of_the_reader(
    day: date,
    seconds: int,
    zone: str,
) -> None:
    deadline = Deadline(end_of_day(day))
    now = (deadline.instant + seconds * SECOND).astimezone(ZoneInfo(zone))
    assert deadline.is_open(now) == (seconds <= 0) == (now.astimezone(VIETNAM).date() <= day)
    assert deadline.passed_by(now) == max(seconds, 0) * SECOND


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("short", "17 giờ 00, thứ Hai 30/11/2026"),
        ("long", "17 giờ 00 phút 00 giây, thứ Hai ngày 30 tháng 11 năm 2026"),
        ("clock", "17:00:00"),
    ],
)
def test_instant_prints_in_three_styles(style: InstantStyle, printed: str) -> None:
    assert format_instant(CLOSING, style) == printed


def test_evening_in_utc_is_the_next_day_in_vietnam() -> None:
    evening = datetime(2026, 3, 7, 20, 4, 7, tzinfo=UTC)
    assert format_instant(evening) == "03 giờ 04, Chủ nhật 08/3/2026"
    assert format_instant(evening, "clock") == "03:04:07"


@pytest.mark.parametrize(
    ("left", "parts", "words"),
    [
        (timedelta(days=9, hours=2, minutes=59), (9, 2, 59), "9 ngày 2 giờ"),
        (timedelta(days=9, minutes=59), (9, 0, 59), "9 ngày"),
        (timedelta(hours=2, minutes=5), (0, 2, 5), "2 giờ 5 phút"),
        (timedelta(hours=2), (0, 2, 0), "2 giờ"),
        (timedelta(minutes=5, seconds=59), (0, 0, 5), "5 phút"),
        (timedelta(seconds=59), (0, 0, 0), "dưới 1 phút"),
        (timedelta(), (0, 0, 0), "dưới 1 phút"),
        (-SECOND, (0, 0, 0), "đã hết hạn"),
    ],
)
def test_time_left_is_said_in_two_units(
    left: timedelta,
    parts: tuple[int, int, int],
    words: str,
) -> None:
    assert remaining(CLOSING, CLOSING - left) == Remaining(*parts)
    assert remaining_words(CLOSING, CLOSING - left) == words


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 7, date(2026, 12, 2)),
    ],
)
def test_weekend_days_are_not_counted(start: date, count: int, end: date) -> None:
    assert working_days_after(start, count) == end


def test_holidays_are_not_counted() -> None:
    holidays = {date(2026, 4, 30), date(2026, 5, 1)}
    assert working_days_after(date(2026, 4, 29), 1, holidays) == date(2026, 5, 4)
    assert not is_working_day(date(2026, 4, 30), holidays)


def test_working_days_do_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        working_days_after(date(2026, 4, 29), -1)


@given(DATES, st.integers(1, 40))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    end = working_days_after(day, count)
    following = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, following)) == count
    assert is_working_day(end)


def test_browser_input_is_an_hour_in_vietnam() -> None:
    assert parse_local_input("2026-11-30T17:00") == CLOSING
    assert parse_local_input("2026-11-30T17:00").tzinfo is UTC


@pytest.mark.parametrize(
    "typed",
    ["", "2026-11-30", "2026-02-30T17:00", "2026-11-30T24:01", "0001-01-01T00:00", "30/11/2026"],
)
def test_incomplete_browser_input_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(RuleBroken, match="giờ và ngày") as refusal:
        parse_local_input(typed, field="closes_at")
    assert refusal.value.field == "closes_at"
