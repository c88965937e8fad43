"""The pages as people use them: by the words that they read, never by how a page is built."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.house import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Response

expect.set_options(timeout=15_000)  # milliseconds; the machine may be busy
PASSWORD = "Mùa thu Hà Nội 1945"
# A page whose server is away tries again after half a minute at the latest; the machine may be busy.
LONGEST_PAUSE = 90_000
SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d:\d\d")


@dataclass
class Desk:
    """Somebody before their window."""

    page: Page
    house: str

    # ── moving about ─────────────────────────────────────────────────────────────────────────

    def go(self, address: str) -> None:
        """Open an address of the house, or one that was mailed."""
        self.page.goto(address if address.startswith("http") else self.house + address)

    def follow(self, words: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Follow a link."""
        (within or self.page).get_by_role("link", name=words, exact=exact).first.click()
        self.page.wait_for_load_state()

    def press(self, words: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Press a button."""
        (within or self.page).get_by_role("button", name=words, exact=exact).first.click()
        self.page.wait_for_load_state()

    def row(self, words: str) -> Locator:
        """Return the row of a table, or the entry of a list, that tells of something."""
        rows = self.page.locator("tbody tr, ul.todos > li")
        return rows.filter(has_text=words).first

    # ── writing ──────────────────────────────────────────────────────────────────────────────

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        """Write into a box; the label says which."""
        self.box(label).fill(text)

    def fill_all(self, texts: Mapping[str, str]) -> None:
        """Write into several boxes."""
        for label, text in texts.items():
            self.fill(label, text)

    def write(self, texts: Mapping[str, str]) -> None:
        """Write into several boxes, and see that they are kept without a button."""
        *others, (last, text) = texts.items()
        self.fill_all(dict(others))
        with self.kept_by_itself():
            self.fill(last, text)

    def box(self, label: str | re.Pattern[str]) -> Locator:
        """Return a box by its label; what stands in brackets behind the label does not count."""
        pattern = label if isinstance(label, re.Pattern) else labelled(label)
        return self.page.get_by_label(pattern).first

    def choose(self, label: str, option: str) -> None:
        """Choose from a list the first line that contains these words."""
        chosen = self.box(label).locator("option").filter(has_text=option).first
        self.box(label).select_option(label=chosen.inner_text().strip())

    def tick(self, label: str, *, group: str | None = None) -> None:
        """Tick a box or a circle, in a group of them where the words alone do not tell."""
        place = self.page.get_by_role("group", name=group) if group else self.page
        place.get_by_label(label).first.check()

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    def reads(self, words: str | re.Pattern[str]) -> None:
        """Expect words on the page."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def stands_before(self, heading: str | re.Pattern[str]) -> None:
        """Expect the heading of the page."""
        expect(self.page.get_by_role("heading", level=1).first).to_contain_text(heading)

    @contextmanager
    def kept_by_itself(self) -> Iterator[None]:
        """Expect the page to save what is typed meanwhile, and to say so."""
        with self.page.expect_response(is_kept, timeout=LONGEST_PAUSE):
            yield
        expect(self.page.get_by_role("status").filter(has_text=SAVED).first).to_be_visible()

    # ── coming and going ─────────────────────────────────────────────────────────────────────

    def open_account(self, link: str, texts: Mapping[str, str] | None = None) -> None:
        """Use a mailed link: choose a password, and be signed in."""
        self.go(link)
        self.fill_all(texts or {})
        self.fill("Mật khẩu mới", PASSWORD)
        self.fill("Nhập lại mật khẩu mới", PASSWORD)
        self.press("Đặt mật khẩu và đăng nhập")
        self.reads("Mật khẩu đã được đặt và bạn đã đăng nhập.")

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in, with the password that everybody chooses here when nothing else is said."""
        self.go("/dang-nhap")
        self.fill("Thư điện tử", email)
        self.fill("Mật khẩu", password)
        self.press("Đăng nhập", within=self.page.get_by_role("main"), exact=True)
        expect(self.page).not_to_have_url(re.compile("dang-nhap"))

    def be_signed_in(self, session: str) -> None:
        """Go on with a session, where signing in is not what a test is about."""
        self.page.context.add_cookies([{"name": COOKIE, "value": session, "url": self.house}])

    def mailed_link(self, email: str, subject: str = "") -> str:
        """Return the link of the newest letter to somebody; administrators read the letters."""
        self.go("/quan-tri/thu-di")
        letter = self.page.locator("tbody tr").filter(has_text=email).filter(has_text=subject)
        letter.get_by_role("link").first.click()
        address = self.page.get_by_role("article").get_by_role("link").first.get_attribute("href")
        assert address
        return address


def is_kept(response: Response) -> bool:
    """Tell whether the server has acknowledged what the page saved by itself."""
    return response.ok and response.url.endswith(("/tu-luu", "/luu"))


def labelled(words: str) -> re.Pattern[str]:
    """Match a label that says just these words, and perhaps that it need not be filled."""
    return re.compile(rf"^\s*{re.escape(words)}\s*(\(không bắt buộc\))?\s*$")


class Dossier(Desk):
    """An author at a dossier."""

    def next_section(self) -> None:
        """Go on to the next section."""
        self.page.get_by_role("button", name=re.compile("^Lưu và sang")).click()
        self.page.wait_for_load_state()

    def name_person(self, place: int, texts: Mapping[str, str]) -> None:
        """Write what is known of one person."""
        for label, text in texts.items():
            self.page.get_by_label(labelled(label)).nth(place - 1).fill(text)

    def give_share(self, name: str, percent: str) -> None:
        """Write the share of one person."""
        self.page.get_by_label(f"Tỷ lệ của {name}, phần trăm").fill(percent)

    def attach(self, document: str, path: Path) -> None:
        """Hand over a file and wait until the server has it."""
        place = self.document(document)
        self.chooser(place).set_input_files(path)
        expect(place.get_by_text("Đã nhận")).to_be_visible()

    def document(self, name: str) -> Locator:
        """Return the part of the page where a kind of file is handed over."""
        heading = self.page.get_by_role("heading", name=name)
        return self.page.locator("section[data-files]").filter(has=heading)

    def chooser(self, place: Locator) -> Locator:
        """Return what the files are chosen with."""
        return place.get_by_label("Kéo tệp vào đây")

    def submit(self) -> str:
        """Send the dossier; return the number on the receipt."""
        self.press("Nộp hồ sơ", exact=True)
        self.stands_before("Giấy biên nhận hồ sơ")
        words = self.page.get_by_role("heading", name="Số tiếp nhận").inner_text()
        return words.rsplit(" ", 1)[-1]


class Sheet(Desk):
    """A judge at a score sheet."""

    def points(self, criterion: str) -> Locator:
        """Return the box of the points of a criterion."""
        return self.page.get_by_role("textbox", name=criterion)

    def give(self, points: Mapping[str, str]) -> None:
        """Type the points of several criteria."""
        for criterion, number in points.items():
            self.points(criterion).fill(number)

    def send(self) -> None:
        """Look at the sheet a last time and send it."""
        self.press("Xem lại và gửi phiếu này")
        self.stands_before("Gửi phiếu")
        self.press("Gửi phiếu,")

    def score(self, address: str, points: Mapping[str, str], comment: str) -> None:
        """Score a dossier from beginning to end."""
        self.go(address)
        self.give(points)
        self.fill("Nhận xét cho hội đồng", comment)
        self.send()
