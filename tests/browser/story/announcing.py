"""The house is set up, and a round is announced."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.calendar import local
from tests.browser.story.cast import ADMIN, CONTACT, LEADER, PRESET, ROUND, SECRETARY, UNIT

if TYPE_CHECKING:
    from tests.browser.pages import Desk
    from tests.browser.story.cast import Person, Story

ORGANISER = {
    "Tên đầy đủ": "Liên hiệp các Hội Khoa học và Kỹ thuật",
    "Tên gọn": "Liên hiệp Hội Quảng Ninh",
    "Dòng địa phương dưới tên": "tỉnh Quảng Ninh",
    "Địa danh ghi trước ngày tháng": "Quảng Ninh",
    "Thư điện tử": "vanphong@lienhiephoi.example",
}


def administrator_opens_the_first_account(story: Story) -> None:
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


def administrator_describes_the_organiser(story: Story) -> None:
    admin = story.desk(ADMIN)
    admin.go("/quan-tri/don-vi-to-chuc")
    admin.fill_all(ORGANISER)
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
        fill_invitation(admin, person)
        admin.tick(role, group="Vai trò chung")
        send_invitation(admin, person)
    secretary = story.welcome(SECRETARY)
    story.look(secretary, "first-desk-of-the-secretary")
    secretary.go("/ban-to-chuc/don-vi/moi")
    secretary.fill_all({"Tên đơn vị": UNIT, "Địa bàn": "phường Hồng Gai"})
    secretary.choose("Loại đơn vị", "Doanh nghiệp")
    secretary.press("Thêm đơn vị")
    story.look(secretary, "units")
    fill_invitation(admin, CONTACT)
    admin.choose("Đầu mối của đơn vị", UNIT)
    story.look(admin, "invite")
    send_invitation(admin, CONTACT)
    story.look(admin, "accounts")
    story.welcome(LEADER)
    story.welcome(CONTACT)
    story.look(admin, "letter")
    admin.go("/quan-tri/thu-di")
    story.look(admin, "letters")


def fill_invitation(admin: Desk, person: Person) -> None:
    """Write who is invited."""
    admin.go("/quan-tri/tai-khoan/moi")
    admin.fill_all({"Họ và tên": person[0], "Thư điện tử": person[1]})


def send_invitation(admin: Desk, person: Person) -> None:
    """Send it, and see that it went."""
    admin.press("Gửi lời mời")
    admin.reads(f"Đã gửi lời mời đến {person[1]}.")


def secretary_drafts_a_round(story: Story) -> None:
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
            "Bắt đầu nhận hồ sơ": f"{now - timedelta(hours=1):%H:%M %d/%m/%Y}",
            "Hạn nộp hồ sơ": f"{now + timedelta(days=12):%H:%M %d/%m/%Y}",
        }
    )
    story.look(secretary, "part-of-the-round")
    secretary.press("Lưu", exact=True)
    secretary.reads("Đã lưu mục")


def secretary_announces_the_round(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    secretary.follow("Công bố đợt")
    story.look(secretary, "announce-the-round")
    secretary.press("Công bố và mở nhận hồ sơ")
    secretary.reads("Đã công bố.")
    stranger = story.desk()
    stranger.go("/")
    stranger.reads(ROUND)
    story.look(stranger, "home-with-a-call")
    stranger.go("/dot")
    story.look(stranger, "calls")
    stranger.follow(ROUND)
    stranger.stands_before(ROUND)
    story.look(stranger, "call")
    story.notes["call"] = stranger.page.url.removeprefix(story.house.url)
