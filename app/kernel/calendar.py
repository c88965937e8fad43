"""Deadlines, instants and working days as Vietnam reads them.

An instant is an aware datetime, stored and compared in UTC. A date, and the hour on a wall, are
those of Vietnam. One `Deadline` decides, and is what every page prints and counts down from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.dates import date_in_words, short_date, weekday_name

if TYPE_CHECKING:
    from collections.abc import Collection

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

InstantStyle = Literal["short", "long", "clock"]

_BROWSER_INPUT = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_SATURDAY = 5
_NO_TIME = timedelta()


def local(instant: datetime) -> datetime:
    """Return the instant as Vietnam's calendar and clocks show it.

    Raises:
        ValueError: for a datetime without a zone, which is no instant.
    """
    if instant.tzinfo is None:
        raise ValueError(f"a datetime without a zone is no instant: {instant}")
    return instant.astimezone(VIETNAM)


def start_of_day(day: date) -> datetime:
    """Return the first instant of the date in Vietnam."""
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return 23:59:59 of the date in Vietnam: a deadline that is a date means its whole day."""
    return datetime.combine(day, time(23, 59, 59), VIETNAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last second that is in time, and how long after it the doors still stand open.

    Seconds count, not their parts: as long as the clock shows the deadline it is in time.
    """

    instant: datetime
    grace: timedelta = _NO_TIME

    def is_open(self, now: datetime) -> bool:
        """Say whether something sent now is accepted, the grace included."""
        return _whole_seconds(now) <= self.instant + self.grace

    def passed_by(self, now: datetime) -> timedelta:
        """Return by how much now is late, the grace left aside; zero, which is false, when not."""
        return max(_whole_seconds(now) - self.instant, _NO_TIME)


class Remaining(NamedTuple):
    """Time left, rounded down to minutes; all zero when there is none."""

    days: int
    hours: int
    minutes: int


def remaining(instant: datetime, now: datetime) -> Remaining:
    """Return how much time is left until an instant."""
    minutes = max(instant - _whole_seconds(now), _NO_TIME) // timedelta(minutes=1)
    hours, minutes = divmod(minutes, 60)
    return Remaining(*divmod(hours, 24), minutes)


def remaining_words(instant: datetime, now: datetime) -> str:
    """Return the two largest units left, "9 ngày 2 giờ" or "2 giờ 5 phút", or "đã hết hạn"."""
    if not Deadline(instant).is_open(now):
        return "đã hết hạn"
    days, hours, minutes = remaining(instant, now)
    units = ((days, "ngày"), (hours, "giờ")) if days else ((hours, "giờ"), (minutes, "phút"))
    return " ".join(f"{count} {unit}" for count, unit in units if count) or "dưới 1 phút"


def format_instant(instant: datetime, style: InstantStyle = "short") -> str:
    """Return the instant in Vietnam.

    ``short`` is "17 giờ 00, thứ Hai 30/11/2026"; ``long`` is "17 giờ 00 phút 00 giây, thứ Hai
    ngày 30 tháng 11 năm 2026"; ``clock`` is "21:04:07".
    """
    there = local(instant)
    if style == "clock":
        return f"{there:%H:%M:%S}"
    weekday = weekday_name(there)
    if style == "long":
        return f"{there:%H giờ %M phút %S giây}, {weekday} {date_in_words(there)}"
    return f"{there:%H giờ %M}, {weekday} {short_date(there)}"


def is_working_day(day: date, holidays: Collection[date] = frozenset()) -> bool:
    """Say whether offices are open: Monday to Friday, and not a holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_days_after(day: date, count: int, holidays: Collection[date] = frozenset()) -> date:
    """Return the last of so many working days that follow the day, which itself does not count.

    Raises:
        ValueError: for a count below zero.
    """
    if count < 0:
        raise ValueError(f"cannot count {count} working days")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day


def parse_local_input(text: str, *, field: str | None = None) -> datetime:
    """Read what ``<input type="datetime-local">`` would send, "2026-11-30T17:00", as an instant.

    Raises:
        RuleBroken: beside the field, for anything else.
    """
    try:
        return _wall_time(text.strip()).astimezone(UTC)
    except ValueError as error:
        raise RuleBroken("Xin nhập đủ giờ và ngày, ví dụ 17:00 30/11/2026.", field=field) from error


def _whole_seconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _wall_time(text: str) -> datetime:
    """Read a date and time on a Vietnamese wall; ValueError when there is no such."""
    if not _BROWSER_INPUT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
