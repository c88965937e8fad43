"""Dates as Vietnamese documents write them (Nghị định 30/2020/NĐ-CP) and as people type them.

A day below ten and the months January and February take a leading zero, other months do not.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from app.kernel.errors import RuleBroken

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FIRST_PADDED_MONTHS = 2
_MONTHS = 12
_EARLIEST_YEAR = 1900
_LATEST_YEAR = 2100


def date_in_words(day: date) -> str:
    """Return "ngày 04 tháng 7 năm 2024"."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def short_date(day: date) -> str:
    """Return "04/7/2024"."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def weekday_name(day: date) -> str:
    """Return "thứ Hai" to "thứ Bảy", or "Chủ nhật"."""
    return _WEEKDAYS[day.weekday()]


def parse_date(text: str, *, field: str | None = None) -> date:
    """Read a date typed day first ("5/3/2026", "05-03-2026") or sent by a browser ("2026-03-05").

    Raises:
        RuleBroken: beside the field, naming what is wrong with the date.
    """
    day, month, year = _numbers_of(text.strip(), field)
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise RuleBroken(
            f"Năm phải từ {_EARLIEST_YEAR} đến {_LATEST_YEAR}. Xin kiểm tra lại ngày vừa nhập.",
            field=field,
        )
    if not 1 <= month <= _MONTHS:
        raise RuleBroken(
            f"Tháng phải từ 1 đến {_MONTHS}. Xin kiểm tra lại ngày vừa nhập.", field=field
        )
    _require_day_of_month(day, month, year, field)
    return date(year, month, day)


def _numbers_of(text: str, field: str | None) -> tuple[int, int, int]:
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    raise RuleBroken("Xin nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/3/2026.", field=field)


def _require_day_of_month(day: int, month: int, year: int, field: str | None) -> None:
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise RuleBroken(
            f"Tháng {month} năm {year} có {last} ngày. Xin kiểm tra lại ngày vừa nhập.", field=field
        )


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= _FIRST_PADDED_MONTHS else str(day.month)
