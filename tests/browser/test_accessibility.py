"""Nothing stands in anybody's way on the pages that no story passes: axe, 360 px, doubled text.

The pages of a round are examined while it is told, in test_round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import world
from tests.browser.pages import Desk

if TYPE_CHECKING:
    from tests.browser.house import House
    from tests.browser.watching import Eye, Watch

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


def name_of(address: str) -> str:
    """Return the name of the pictures of an address."""
    return f"page-{address.strip('/').replace('/', '-') or 'home'}"


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_has_no_barrier(house: House, watch: Watch, eye: Eye, address: str) -> None:
    stranger = Desk(watch.window(), house.url)
    stranger.go(address)
    assert eye.examine(stranger.page, name_of(address)) == []


@pytest.mark.parametrize("role", DESKS)
def test_desk_has_no_barrier(house: House, watch: Watch, eye: Eye, role: str) -> None:
    email = world.somebody(house, *([role] if role else []))
    desk = Desk(watch.window(), house.url)
    desk.be_signed_in(house.session_of(email))
    found = {}
    for address in DESKS[role]:
        desk.go(address)
        found[address] = eye.examine(desk.page, f"{name_of(address)}-{role or 'author'}")
    assert {address: what for address, what in found.items() if what} == {}


def test_wrong_form_has_no_barrier(house: House, watch: Watch, eye: Eye) -> None:
    stranger = Desk(watch.window(), house.url)
    stranger.go("/dang-ky")
    stranger.press("Gửi liên kết cho tôi")
    stranger.reads("cần sửa")
    assert eye.examine(stranger.page, "page-dang-ky-refused") == []


@pytest.mark.parametrize(
    "code", ["thong-tin-ho-so", "nguoi-trong-ho-so", "noi_dung", "tep-dinh-kem-ho-so"]
)
def test_section_with_problems_has_no_barrier(
    house: House, watch: Watch, eye: Eye, code: str
) -> None:
    somebody = world.author_with_draft(house)
    author = Desk(watch.window(), house.url)
    author.be_signed_in(house.session_of(somebody.email))
    author.go(f"{somebody.section(code)}?kiem-tra=1")
    assert eye.examine(author.page, f"section-with-problems-{code}") == []
