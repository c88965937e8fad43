"""A whole round, from the first administrator to a revoked certificate, only through pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from app.kernel import clock
from app.kernel.calendar import local
from tests.browser import dossiers
from tests.browser.pages import Desk, Dossier, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeVar

    from tests.browser.house import House
    from tests.browser.watching import Eye, Watch

    D = TypeVar("D", bound=Desk)

ADMIN = ("Trần Quốc Bảo", "quantri@lienhiephoi.example")
SECRETARY = ("Phạm Thị Thu Hằng", "thuky@lienhiephoi.example")
LEADER = ("Nguyễn Đình Lãm", "lanhdao@ubnd.example")
CONTACT = ("Vũ Thị Ngọc Ánh", "daumoi@thanhalong.example")
AUTHOR = ("Nguyễn Thị Mỹ Duyên", "duyen@thanhalong.example")
SECOND_AUTHOR = "Bùi Thế Duyệt"
OTHER_AUTHOR = ("Hoàng Đình Ngữ", "ngu@thanhalong.example")
UNIT = "Công ty Than Hạ Long"
PRESET = "Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh"
ROUND = "Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh lần thứ XI"


@dataclass
class Story:
    """The people of a round, each at a window of their own, and what they remember."""

    house: House
    watch: Watch
    eye: Eye | None
    folder: Path
    notes: dict[str, str] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, person: tuple[str, str] | None = None, kind: type[D] = Desk) -> D:
        """Return the window of somebody, signed in if they have an account."""
        name, email = person or ("", "")
        if name not in self.desks:
            self.desks[name] = kind(self.watch.window(), self.house.url)
            if email in self.notes:
                self.desks[name].sign_in(email)
        found = self.desks[name]
        return kind(found.page, found.house)

    def welcome(self, person: tuple[str, str], kind: type[D] = Desk, subject: str = "") -> D:
        """Let somebody open their account from the letter that the administrator finds."""
        _name, email = person
        link = self.desk(ADMIN).mailed_link(email, subject)
        desk = self.desk(person, kind)
        desk.open_account(link)
        self.notes[email] = "has an account"
        return desk

    def look(self, desk: Desk, name: str) -> None:
        """Look closely at what somebody sees."""
        if self.eye is not None:
            self.eye.look(desk.page, name)


def administrator_sets_the_house_up(story: Story) -> None:
    link = story.house.flask("accounts", "first-admin")
    stranger = story.desk()
    stranger.go("/")
    story.look(stranger, "home-of-a-new-house")
    admin = story.desk(ADMIN)
    admin.go(link)
    story.look(admin, "open-account")
    admin.open_account(link, {"Họ và tên": ADMIN[0], "Thư điện tử": ADMIN[1]})
    story.notes[ADMIN[1]] = "has an account"
    story.look(admin, "first-desk")
    admin.go("/quan-tri/don-vi-to-chuc")
    admin.fill_all(
        {
            "Tên đầy đủ": "Liên hiệp các Hội Khoa học và Kỹ thuật",
            "Tên gọn": "Liên hiệp Hội Quảng Ninh",
            "Dòng địa phương dưới tên": "tỉnh Quảng Ninh",
            "Địa danh ghi trước ngày tháng": "Quảng Ninh",
            "Thư điện tử": "vanphong@lienhiephoi.example",
        }
    )
    admin.press("Lưu")
    admin.reads("Đã lưu thông tin đơn vị tổ chức.")
    admin.follow("Thêm người ký")
    admin.fill_all({"Chức vụ": "CHỦ TỊCH", "Họ và tên": "Đỗ Quang Thiệu"})
    story.look(admin, "new-signatory")
    admin.press("Thêm người ký")
    admin.reads("Đã thêm người ký Đỗ Quang Thiệu.")
    story.look(admin, "organiser")


def administrator_invites_the_staff(story: Story) -> None:
    admin = story.desk(ADMIN)
    for person, role in ((SECRETARY, "Thư ký"), (LEADER, "Lãnh đạo")):
        invite(admin, person)
        admin.tick(role, group="Vai trò chung")
        story.look(admin, f"invite-{person[1].split('@')[0]}")
        admin.press("Gửi lời mời")
        admin.reads(f"Đã gửi lời mời đến {person[1]}.")
    secretary = story.welcome(SECRETARY)
    story.look(secretary, "first-desk-of-the-secretary")
    secretary.go("/ban-to-chuc/don-vi/moi")
    secretary.fill_all({"Tên đơn vị": UNIT, "Địa bàn": "phường Hồng Gai"})
    secretary.choose("Loại đơn vị", "Doanh nghiệp")
    secretary.press("Thêm đơn vị")
    secretary.reads(UNIT)
    story.look(secretary, "units")
    invite(admin, CONTACT)
    admin.choose("Đầu mối của đơn vị", UNIT)
    admin.press("Gửi lời mời")
    admin.reads(f"Đã gửi lời mời đến {CONTACT[1]}.")
    story.look(admin, "accounts")
    story.welcome(LEADER)
    story.welcome(CONTACT)
    admin.go("/quan-tri/thu-di")
    story.look(admin, "letters")


def invite(admin: Desk, person: tuple[str, str]) -> None:
    """Fill the invitation of somebody."""
    admin.go("/quan-tri/tai-khoan/moi")
    admin.fill_all({"Họ và tên": person[0], "Thư điện tử": person[1]})


def secretary_announces_a_round(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    secretary.go("/ban-to-chuc/dot")
    story.look(secretary, "no-round-yet")
    secretary.follow("Lập đợt mới")
    secretary.choose("Lập từ", PRESET)
    secretary.press("Xem trước")
    secretary.fill_all({"Tên của đợt": ROUND, "Năm": "2026", "Lần thứ": "11"})
    story.look(secretary, "draft-a-round")
    secretary.press("Lập đợt", exact=True)
    secretary.reads("Đã lập đợt.")
    story.look(secretary, "settings-of-the-round")
    secretary.follow("Tên, phạm vi và thời hạn")
    now = local(clock.now())
    secretary.fill_all(
        {
            "Bắt đầu nhận hồ sơ": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
            "Hạn nộp hồ sơ": f"{now + timedelta(days=12):%Y-%m-%dT%H:%M}",
        }
    )
    story.look(secretary, "part-of-the-round")
    secretary.press("Lưu", exact=True)
    secretary.reads("Đã lưu mục")
    secretary.follow("Công bố đợt")
    story.look(secretary, "announce-the-round")
    secretary.press("Công bố và mở nhận hồ sơ")
    secretary.reads("Đã công bố.")
    stranger = story.desk()
    stranger.go("/")
    stranger.reads(ROUND)
    story.look(stranger, "home-with-a-call")
    stranger.go("/dot")
    stranger.follow(ROUND)
    stranger.stands_before(ROUND)
    story.look(stranger, "call")
    story.notes["call"] = stranger.page.url.removeprefix(story.house.url)


def author_writes_and_submits_a_dossier(story: Story) -> None:
    name, email = AUTHOR
    author = story.desk(AUTHOR, Dossier)
    author.go("/dang-ky")
    author.fill_all({"Họ và tên": name, "Thư điện tử": email})
    story.look(author, "register")
    author.press("Gửi liên kết cho tôi")
    story.look(author, "mail-is-on-its-way")
    author = story.welcome(AUTHOR, Dossier)
    story.look(author, "first-desk-of-the-author")
    author.go(story.notes["call"])
    author.follow("Bắt đầu hồ sơ")
    author.fill("Tên giải pháp", dossiers.TITLE)
    story.look(author, "begin")
    author.press("Bắt đầu viết")
    author.write({"Tóm tắt": dossiers.SUMMARY})
    author.choose("Lĩnh vực", "Cơ khí tự động hóa")
    author.choose("Đơn vị đề cử", UNIT)
    story.look(author, "section-basics")
    author.next_section()
    write_people(story, author)
    for number, texts in enumerate(dossiers.SECTIONS, 1):
        author.write(texts)
        story.look(author, f"section-{number}")
        author.next_section()
    for question, answer in dossiers.QUESTIONS_OF_PLEDGE.items():
        author.tick(answer, group=question)
    author.next_section()
    author.attach("Bản vẽ, sơ đồ, ảnh chụp", dossiers.drawing(story.folder))
    author.follow("Sang phần")
    author.tick("Tôi đã đọc và cam đoan những điều trên")
    author.next_section()
    author.reads("phải hoàn thành trước khi nộp")
    story.look(author, "something-is-missing")
    author.follow("Phiếu đăng ký dự thi có xác nhận")
    author.attach("Phiếu đăng ký dự thi có xác nhận", dossiers.signed_form(story.folder))
    story.look(author, "section-files")
    author.follow("Kiểm tra và nộp")
    author.reads("Hồ sơ đã đủ, có thể nộp")
    story.look(author, "ready-to-submit")
    assert author.submit()
    story.look(author, "receipt")
    admin = story.desk(ADMIN)
    admin.go("/quan-tri/thu-di")
    admin.reads("biên nhận")


def write_people(story: Story, author: Dossier) -> None:
    """Name the author and a second one, and agree on shares."""
    author.press("Thêm người")
    author.name_person(2, {"Họ và tên": SECOND_AUTHOR, "Đơn vị công tác": UNIT})
    author.give_share(AUTHOR[0], "65")
    author.reads("Còn thiếu")
    with author.kept_by_itself():
        author.give_share("Người thứ 2", "35")
        author.reads("Đủ 100 %")
    author.page.reload()
    expect(author.page.get_by_label(f"Tỷ lệ của {SECOND_AUTHOR}, phần trăm")).to_have_value("35")
    story.look(author, "section-people")
    author.next_section()


CHAPTERS: tuple[Callable[[Story], None], ...] = (
    administrator_sets_the_house_up,
    administrator_invites_the_staff,
    secretary_announces_a_round,
    author_writes_and_submits_a_dossier,
)
