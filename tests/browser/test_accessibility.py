"""Nothing stands in anybody's way on the pages that no story passes: axe, 360 px, doubled text.

The pages of a round are examined while it is told, in test_round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import world
from tests.browser.pages import Desk
from tests.browser.watching import DESKTOP, PHONE, barriers, too_wide
from tests.factories.accounts import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.house import House
    from tests.browser.watching import Watch

PUBLIC = (
    "/",
    "/dot",
    "/dang-nhap",
    "/dang-ky",
    "/quen-mat-khau",
    "/xac-minh",
    "/tro-nang",
    "/bao-ve-du-lieu-ca-nhan",
    "/giao-dien",
    "/khong-co-trang-nay",
    "/ban-to-chuc",
)
DESKS = {
    "": ("/ho-so", "/giay-chung-nhan", "/tai-khoan", "/tai-khoan/mat-khau", "/quan-tri/thu-di"),
    "secretary": (
        "/ban-to-chuc",
        "/ban-to-chuc/dot",
        "/ban-to-chuc/tham-tra",
        "/ban-to-chuc/hoi-dong",
        "/ban-to-chuc/giay-chung-nhan",
        "/ban-to-chuc/don-vi",
        "/ban-to-chuc/tri-thuc",
        "/ban-to-chuc/tri-thuc/moi",
    ),
    "leader": ("/phe-duyet",),
    "admin": ("/quan-tri/tai-khoan", "/quan-tri/thu-di", "/quan-tri/nhat-ky"),
}


def found_on(page: Page, large_text: Browser) -> list[str]:
    """Return everything that is wrong with a page, in both windows."""
    found = too_wide(page, large_text)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {what}" for what in barriers(page)]
    return found


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_has_no_barrier(
    house: House, watch: Watch, large_text: Browser, address: str
) -> None:
    stranger = Desk(watch.window(), house.url)
    stranger.go(address)
    assert found_on(stranger.page, large_text) == []


@pytest.mark.parametrize("role", DESKS)
def test_desk_has_no_barrier(house: House, watch: Watch, large_text: Browser, role: str) -> None:
    email = world.somebody(house, *([role] if role else []))
    desk = Desk(watch.window(), house.url)
    desk.sign_in(email, PASSWORD)
    found = {}
    for address in DESKS[role]:
        desk.go(address)
        found[address] = found_on(desk.page, large_text)
    assert {address: what for address, what in found.items() if what} == {}


def test_wrong_form_has_no_barrier(house: House, watch: Watch, large_text: Browser) -> None:
    stranger = Desk(watch.window(), house.url)
    stranger.go("/dang-ky")
    stranger.press("Gửi liên kết cho tôi")
    stranger.reads("cần sửa")
    assert found_on(stranger.page, large_text) == []


@pytest.mark.parametrize(
    "code", ["thong-tin-ho-so", "nguoi-trong-ho-so", "noi_dung", "tep-dinh-kem-ho-so"]
)
def test_section_with_problems_has_no_barrier(
    house: House, watch: Watch, large_text: Browser, code: str
) -> None:
    somebody = world.author_with_draft(house)
    author = Desk(watch.window(), house.url)
    author.sign_in(somebody.email, PASSWORD)
    author.go(f"{somebody.section(code)}?kiem-tra=1")
    assert found_on(author.page, large_text) == []
