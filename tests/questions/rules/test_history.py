from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.questions.rules.answer import StoredAnswer
from app.questions.rules.history import QUIET, is_great_loss, is_kept_as_earlier

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)
ME, ANOTHER = 1, 2


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("", "Một nhận xét.", False),
        ("Ngắn", "", False),
        ("Một nhận xét dài về giải pháp.", "Một nhận xét dài về giải pháp. Và nữa.", False),
        ("Một nhận xét dài về giải pháp.", "Một nhận xét khác về giải pháp.", False),
        ("Một nhận xét dài về giải pháp.", "", True),
        ("Một nhận xét dài về giải pháp.", "Xóa nhầm", True),
    ],
)
def test_text_is_kept_when_most_of_it_goes(before: str, after: str, *, kept: bool) -> None:
    assert is_great_loss(before, after) is kept


@pytest.mark.parametrize(
    ("by", "since", "before", "after", "kept"),
    [
        (ME, AT, "Một câu.", "Một câu nữa.", False),
        (ME, AT - QUIET, "Một câu.", "Một câu nữa.", False),
        (ME, AT - QUIET - timedelta(seconds=1), "Một câu.", "Một câu nữa.", True),
        (ANOTHER, AT, "Một câu.", "Một câu nữa.", True),
        (ME, None, "Một câu.", "Một câu nữa.", True),
        (None, None, "Một câu.", "Một câu nữa.", True),
        (ANOTHER, None, " \n", "Một câu nữa.", False),
        (ME, AT, "Một nhận xét dài về giải pháp.", "", True),
    ],
)
def test_text_becomes_an_earlier_one_when_its_writing_is_over(
    by: int | None, since: datetime | None, before: str, after: str, *, kept: bool
) -> None:
    stored = StoredAnswer(before, 1, by, since, since)
    assert is_kept_as_earlier(stored, after, ME, AT) is kept
