"""Dates in words, and dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.dates import date_in_words, parse_date, short_date, weekday_name
from tests.kernel.vectors import csv_rows

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("row", csv_rows("date_wording_vectors.csv"), ids=lambda row: row["iso"])
def test_date_is_written_as_decree_30_has_it(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["iso"])
    assert date_in_words(day) == row["wording_nd30"]
    assert short_date(day) == row["slash_form"]


@pytest.mark.parametrize(
    "typed",
    ["05/3/2026", "5/3/2026", "05-03-2026", "5.3.2026", " 05 / 03 / 2026 ", "2026-03-05"],
)
def test_date_may_be_typed_in_several_ways(typed: str) -> None:
    assert parse_date(typed) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("29/2/2026", "Tháng 2 năm 2026 có 28 ngày. Xin kiểm tra lại ngày vừa nhập."),
        ("30/2/2028", "Tháng 2 năm 2028 có 29 ngày. Xin kiểm tra lại ngày vừa nhập."),
        ("0/4/2026", "Tháng 4 năm 2026 có 30 ngày. Xin kiểm tra lại ngày vừa nhập."),
        ("5/13/2026", "Tháng phải từ 1 đến 12. Xin kiểm tra lại ngày vừa nhập."),
        ("5/3/0206", "Năm phải từ 1900 đến 2100. Xin kiểm tra lại ngày vừa nhập."),
        ("5/3/26", "Xin nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/3/2026."),
        ("5/3-2026", "Xin nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/3/2026."),
        ("hôm nay", "Xin nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/3/2026."),
    ],
)
def test_wrong_date_is_refused_with_its_reason(typed: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_date(typed, field="birth_date")
    assert (refusal.value.message, refusal.value.field) == (sentence, "birth_date")


@given(DATES)
def test_short_date_reads_back(day: date) -> None:
    assert parse_date(short_date(day)) == day


@given(DATES)
def test_iso_date_of_a_browser_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


def test_week_runs_from_monday_to_sunday() -> None:
    week = [weekday_name(date(2026, 11, day)) for day in range(23, 30)]
    assert week[0] == "thứ Hai"
    assert week[3:] == ["thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
