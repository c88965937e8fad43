"""Certificates are issued, downloaded, read by machines, verified by strangers, and revoked."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.story.cast import ADMIN, AUTHOR, SECRETARY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.story.cast import Story

SECONDS_TO_ISSUE = 60


def secretary_issues_certificates(story: Story) -> None:
    secretary, round_ = story.desk(SECRETARY), story.notes["round"]
    secretary.go(f"{round_}/giay-chung-nhan")
    secretary.reads("Sẽ cấp cho ai")
    story.look(secretary, "issue-dry-run")
    secretary.fill("Gõ số 4 để xác nhận", "4")
    secretary.press("Cấp giấy chứng nhận")
    secretary.reads("Đã vào sổ 4 giấy chứng nhận.")
    secretary.go("/ban-to-chuc")
    story.look(secretary, "today")
    secretary.go(f"{round_}/giay-chung-nhan")
    book = secretary.page.get_by_role("link", name="Tải tập in").first
    expect(book).to_be_visible(timeout=SECONDS_TO_ISSUE * 1000)
    story.look(secretary, "issued")
    secretary.go(round_)
    story.look(secretary, "round-when-awarded")


def author_downloads_the_certificate(story: Story) -> None:
    author = story.desk(AUTHOR)
    author.go("/giay-chung-nhan")
    story.look(author, "certificates-of-the-author")
    link = author.row(AUTHOR[0]).get_by_role("link", name="Tải PDF")
    address = link.get_attribute("href") or ""
    paper = story.folder / "giay.pdf"
    paper.write_bytes(author.page.request.get(story.house.url + address).body())
    assert AUTHOR[0] in words_of(paper)
    story.notes["link"] = link_on(paper)
    assert story.notes["link"].startswith(f"{story.house.url}/xac-minh/")


def words_of(paper: Path) -> str:
    """Return the text of a PDF, as other programs read it."""
    done = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def link_on(paper: Path) -> str:
    """Return what the QR code says on the printed page."""
    page = paper.with_suffix("")
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(paper), str(page)]
    subprocess.run(command, capture_output=True, check=True)
    (found,) = zxingcpp.read_barcodes(Image.open(page.with_suffix(".png")))
    return str(found.text)


def stranger_verifies_until_it_is_revoked(story: Story) -> None:
    stranger, secretary = story.desk(), story.desk(SECRETARY)
    stranger.go(story.notes["link"])
    stranger.reads("còn hiệu lực")
    stranger.reads(AUTHOR[0])
    story.look(stranger, "certificate-is-valid")
    secretary.go("/ban-to-chuc/giay-chung-nhan")
    story.look(secretary, "register-of-certificates")
    secretary.row(AUTHOR[0]).get_by_role("link").first.click()
    story.look(secretary, "certificate")
    secretary.follow("Thu hồi giấy chứng nhận")
    secretary.fill("Lý do thu hồi", "Theo Quyết định số 52/QĐ-UBND về việc hủy bỏ giải.")
    story.look(secretary, "revoke")
    secretary.press("Thu hồi giấy")
    secretary.reads("Đã thu hồi")
    stranger.go(story.notes["link"])
    stranger.reads("đã bị thu hồi")
    story.look(stranger, "certificate-is-revoked")
    stranger.go("/xac-minh/KHONGCOMANAY")
    story.look(stranger, "certificate-is-unknown")


def audit_chain_fits(story: Story) -> None:
    admin = story.desk(ADMIN)
    admin.go("/quan-tri/nhat-ky")
    story.look(admin, "audit")
    assert "Nhật ký khớp" in story.house.flask("audit", "verify")
