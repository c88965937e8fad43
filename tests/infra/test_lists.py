"""A list as data: what its declaration makes of the address, asked of the list of dossiers."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from app.infra.db.engine import db
from app.infra.lists.pager import Page, pager_of
from app.kernel.access import Role
from app.nominations.enums import NominationState as S
from app.programmes.enums import RoundState
from tests.factories.accounts import make_account
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

LINK = re.compile(r'<a href="/ban-to-chuc/tham-tra/\d+">([^<]+)</a>')
TAB = re.compile(r'aria-label="Hồ sơ theo trạng thái".*?</nav>', re.DOTALL)


@pytest.fixture
def desk(app: Flask, sign_in: Callable[..., FlaskClient]) -> Callable[..., str]:
    """Return the page of a round's dossiers for what stands in the address."""
    client = sign_in(make_account(Role.SECRETARY))
    round_ = make_round(state=RoundState.SCREENING, name="Hội thi A")
    other = make_round(state=RoundState.SCREENING, name="Hội thi B")
    units = [make_unit(name="Sở Y tế"), make_unit(name="Sở Xây dựng")]
    for number in range(1, 4):
        for of in (round_, other):
            make_nomination(
                of,
                state=S.SUBMITTED if number < 3 else S.SUPPLEMENT_WANTED,
                title=f"Giải pháp {number} của {of.name}",
                unit_id=units[number % 2].id,
                people=(f"Sao Mai {number}", "Lê An"),
            )
    db.session.commit()

    def shown(**asked: Any) -> str:
        path = f"/ban-to-chuc/dot/{round_.id}/ho-so"
        return client.get(path, query_string=asked).get_data(as_text=True)

    return shown


def titles(page: str) -> list[str]:
    return [title.removesuffix(" của Hội thi A") for title in LINK.findall(page)]


def test_nothing_of_another_round_stands_in_the_list(desk: Callable[..., str]) -> None:
    page = desk()
    assert titles(page) == ["Giải pháp 1", "Giải pháp 2", "Giải pháp 3"]
    assert "Hội thi B" not in page
    assert "Hội thi B" not in desk(tim="sao mai")
    assert "Hội thi B" not in desk(tai="csv")


def test_people_are_found_in_their_dossiers(desk: Callable[..., str]) -> None:
    assert titles(desk(tim="sao mai 2")) == ["Giải pháp 2"]
    assert titles(desk(tim="Le an")) == ["Giải pháp 1", "Giải pháp 2", "Giải pháp 3"]
    assert titles(desk(tim="giai 3 mai")) == ["Giải pháp 3"]


def test_a_tab_narrows_and_none_vanishes(desk: Callable[..., str]) -> None:
    everything, nothing = desk(), desk(tim="không có ai")
    for page in (everything, nothing):
        tabs = TAB.search(page)
        assert tabs
        assert tabs[0].count("<li>") == len(S)  # all but the draft, and one for all
    assert titles(desk(**{"trang-thai": "supplement_wanted"})) == ["Giải pháp 3"]


def test_counts_of_tabs_follow_the_search(desk: Callable[..., str]) -> None:
    found = TAB.search(desk(tim="mai 3"))
    assert found
    assert re.findall(r'num">(\d+)<', found[0]) == ["1", "0", "0", "0", "1", "0", "0", "0"]


def test_addresses_keep_what_was_asked(desk: Callable[..., str]) -> None:
    page = desk(tim="sao mai", **{"trang-thai": "submitted", "lạ": "x", "_external": "1"})
    assert "?trang-thai=submitted&amp;tim=sao+mai&amp;tai=xlsx" in page
    assert "?trang-thai=eligible&amp;tim=sao+mai" in page
    assert '<input type="hidden" name="trang-thai" value="submitted">' in page
    assert "_external" not in page


def test_nothing_yet_and_nothing_found_are_told_apart(
    desk: Callable[..., str], sign_in: Callable[..., FlaskClient]
) -> None:
    assert "Không có hồ sơ nào khớp" in desk(tim="zzz")
    assert "Bỏ lọc, xem tất cả" in desk(tim="zzz")
    empty = make_round(state=RoundState.OPEN)
    client = sign_in(make_account(Role.SECRETARY))
    page = client.get(f"/ban-to-chuc/dot/{empty.id}/ho-so").text
    assert "Chưa có hồ sơ nào" in page
    assert "Bỏ lọc" not in page


def test_a_head_orders_the_list_both_ways(desk: Callable[..., str]) -> None:
    up, down = desk(xep="nop"), desk(xep="-nop")
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down
    assert sorted(titles(up)) == sorted(titles(down))
    assert "aria-sort" not in desk(xep="la")


def test_a_file_holds_just_what_was_asked(desk: Callable[..., str]) -> None:
    text = desk(tai="csv", tim="mai 1")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[2] for row in rows[1:]] == ["Giải pháp 1 của Hội thi A"]
    assert rows[1][5].startswith("Sao Mai 1")
    assert rows[1][4] == "Sở Xây dựng"


def test_the_pager_leads_around_and_to_both_ends() -> None:
    page: Page[int] = Page([1] * 10, 200, 10, 10)
    pager = pager_of(page, lambda number: f"?trang={number}")
    assert (pager.previous_url, pager.next_url) == ("?trang=9", "?trang=11")
    assert [link.label for link in pager.numbers] == [1, "…", 8, 9, 10, 11, 12, "…", 20]
    assert [link.label for link in pager.numbers if link.is_current] == [10]
    assert (page.first_item, page.last_item, page.last) == (91, 100, 20)
