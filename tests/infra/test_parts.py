"""Uploads go on where they were cut: whole parts only, by who began them, for a day."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import time_machine

from app.infra.files import parts
from app.infra.files.inspection import MEGABYTE
from app.infra.files.parts import (
    LARGEST_PART,
    MOST_OPEN,
    Arrived,
    FilePart,
    keep_part,
    part_in,
    require_size,
)
from app.infra.files.store import incoming, tidy
from app.kernel import clock
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from flask import Flask

ID = "0123456789abcdef"
RIVALS = 8


def put(content: bytes, offset: int, total: int, **over: str) -> Arrived:
    names = {"upload_id": ID, "owner": "account-1", "target": "tep", **over}
    part = FilePart(names.pop("upload_id"), offset, total)
    return keep_part(part, io.BytesIO(content), **names)


@pytest.fixture(autouse=True)
def _no_upload_left(app: Flask) -> None:
    for path in incoming().rglob("*"):
        if path.is_file():
            path.unlink()


def test_parts_become_the_whole(app: Flask) -> None:
    assert not put(b"abc", 0, 7).is_whole
    assert put(b"de", 3, 7).have == 5
    whole = put(b"fg", 5, 7)
    assert whole.is_whole
    assert whole.path.read_bytes() == b"abcdefg"
    whole.forget()
    assert put(b"", 0, 7).have == 0


@pytest.mark.parametrize("offset", [0, 2, 4, 10])
def test_part_from_elsewhere_adds_nothing_and_learns_how_much_is_there(
    app: Flask, offset: int
) -> None:
    put(b"abc", 0, 7)
    answer = put(b"xyz", offset, 7)
    assert (answer.fits, answer.have) == (False, 3)
    assert answer.path.read_bytes() == b"abc"


def test_empty_part_at_the_end_finds_the_whole(app: Flask) -> None:
    put(b"abc", 0, 3)
    assert put(b"", 3, 3).is_whole


@pytest.mark.parametrize(
    "other", [{"owner": "account-2"}, {"target": "khac"}, {"upload_id": "f" * 16}]
)
def test_nobody_goes_on_with_anothers_upload_nor_in_another_place(
    app: Flask, other: dict[str, str]
) -> None:
    put(b"abc", 0, 7)
    assert put(b"xyz", 3, 7, **other).have == 0
    assert put(b"xyz", 0, 7, **other).have == 3
    assert put(b"de", 3, 7).path.read_bytes() == b"abcde"


def test_more_than_was_announced_is_refused(app: Flask) -> None:
    put(b"abc", 0, 5)
    with pytest.raises(RuleBroken, match="lớn hơn đã báo"):
        put(b"def", 3, 5)
    assert put(b"de", 3, 5).path.read_bytes() == b"abcde"


def test_part_has_a_largest_size(app: Flask) -> None:
    assert put(b"x" * LARGEST_PART, 0, 3 * LARGEST_PART).have == LARGEST_PART
    with pytest.raises(RuleBroken, match="lớn hơn đã báo"):
        put(b"x" * (LARGEST_PART + 1), LARGEST_PART, 3 * LARGEST_PART)


def test_upload_that_will_be_too_large_is_refused_at_once() -> None:
    require_size(FilePart(ID, 0, MEGABYTE), "a.pdf", MEGABYTE)


def test_size_is_refused_with_the_limit(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(RuleBroken, match=r"a\.pdf.* 1 MB"):
        require_size(FilePart(ID, 0, MEGABYTE + 1), "a.pdf", MEGABYTE)


def test_upload_that_nobody_went_on_with_begins_anew_after_a_day(app: Flask) -> None:
    begun = clock.now()
    put(b"abc", 0, 7)
    with time_machine.travel(begun + parts.LIFETIME - timedelta(minutes=1)):
        assert put(b"", 3, 7).have == 3
    with time_machine.travel(begun + parts.LIFETIME + timedelta(minutes=1)):
        answer = put(b"de", 3, 7)
        assert (answer.fits, answer.have) == (False, 0)


def test_remains_are_removed_at_night_though_their_owner_never_comes_back(app: Flask) -> None:
    left = put(b"abc", 0, 7).path
    tidy({})
    assert left.exists()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        tidy({})
    assert not left.exists()


def test_number_of_uploads_that_somebody_may_leave_open_is_bounded(app: Flask) -> None:
    for number in range(MOST_OPEN):
        put(b"a", 0, 2, upload_id=f"{number:016d}")
    with pytest.raises(RuleBroken, match="20 tệp"):
        put(b"a", 0, 2, upload_id="f" * 16)
    assert put(b"b", 1, 2, upload_id=f"{3:016d}").is_whole
    assert put(b"a", 0, 2, upload_id="f" * 16, owner="account-2").have == 1


def test_same_part_sent_many_times_at_once_is_added_once(app: Flask) -> None:
    start = Barrier(RIVALS)

    def send(_place: int) -> Arrived:
        with app.app_context():
            start.wait(timeout=20)
            return put(b"abc", 0, 3)

    with ThreadPoolExecutor(RIVALS) as hands:
        answers = list(hands.map(send, range(RIVALS)))
    assert sum(answer.fits for answer in answers) == 1
    assert answers[0].path.read_bytes() == b"abc"


@pytest.mark.parametrize(
    "typed",
    [
        {"upload": ID, "offset": "0"},
        {"upload": ID, "offset": "-1", "total": "5"},
        {"upload": ID, "offset": "0", "total": "٥"},
        {"upload": ID, "offset": "0", "total": "9" * 16},
        {"upload": "ngan", "offset": "0", "total": "5"},
        {"upload": "../../0123456789abcdef", "offset": "0", "total": "5"},
        {"upload": "", "offset": "0", "total": "5"},
    ],
)
def test_announcement_that_means_nothing_is_refused(app: Flask, typed: dict[str, str]) -> None:
    with app.test_request_context(), pytest.raises(RuleBroken, match="tải lại trang"):
        part_in(typed)


def test_form_without_announcement_sends_a_whole_file() -> None:
    assert part_in({}) is None
    assert part_in({"upload": ID, "offset": "3", "total": "7"}) == FilePart(ID, 3, 7)
