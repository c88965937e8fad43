"""A whole round, from the first administrator to a revoked certificate, only through pages."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from app.kernel import clock
from app.kernel.calendar import local
from tests.browser import dossiers
from tests.browser.pages import Desk, Dossier, Sheet
from tests.browser.watching import Eye

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeVar

    from tests.browser.house import House
    from tests.browser.watching import Watch

    D = TypeVar("D", bound=Desk)

ADMIN = ("Trần Quốc Bảo", "quantri@lienhiephoi.example")
SECRETARY = ("Phạm Thị Thu Hằng", "thuky@lienhiephoi.example")
LEADER = ("Nguyễn Đình Lãm", "lanhdao@ubnd.example")
CONTACT = ("Vũ Thị Ngọc Ánh", "daumoi@thanhalong.example")
AUTHOR = ("Nguyễn Thị Mỹ Duyên", "duyen@thanhalong.example")
SECOND_AUTHOR = "Bùi Thế Duyệt"
OTHER_AUTHOR = ("Hoàng Đình Ngữ", "ngu@thanhalong.example")
CHAIR = ("Lương Thế Khoát", "khoat@hoidong.example")
JUDGES = (
    CHAIR,
    ("Đỗ Thị Huyền Trang", "trang@hoidong.example"),
    ("Trịnh Văn Hữu", "huu@hoidong.example"),
    ("Ngô Thị Quỳnh Như", "nhu@hoidong.example"),
)
CRITERIA = (
    "Tính mới so với giải pháp đã biết",
    "Trình độ sáng tạo",
    "Mức độ đã áp dụng",
    "Khả năng nhân rộng",
    "Hiệu quả kinh tế",
    "Hiệu quả kỹ thuật, xã hội và môi trường",
)
AHEAD = ("19", "18,5", "14", "14", "14,5", "14")
LEVEL = ("17", "17", "13,5", "13,5", "13,5", "13,5")
SECONDS_TO_ISSUE = 60
OTHER_TITLES = (
    "Máy sàng ngao hai tầng dùng động cơ rung lệch tâm",
    "Vật liệu lọc nước thải mỏ từ xỉ than nhà máy nhiệt điện",
    "Phần mềm điều phối xe cứu thương vùng đảo",
)
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
    author.follow("Sang phần")
    author.next_section()
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


def unit_endorses_and_returns(story: Story) -> None:
    name, email = OTHER_AUTHOR
    other = story.desk(OTHER_AUTHOR, Dossier)
    other.go("/dang-ky")
    other.fill_all({"Họ và tên": name, "Thư điện tử": email})
    other.press("Gửi liên kết cho tôi")
    other = story.welcome(OTHER_AUTHOR, Dossier)
    paper = dossiers.signed_form(story.folder)
    for number in dossiers.lay_drafts_down(story.house, email, UNIT, OTHER_TITLES):
        other.go(f"/ho-so/{number}/phan/tep-dinh-kem-ho-so")
        other.attach("Phiếu đăng ký dự thi có xác nhận", paper)
        other.go(f"/ho-so/{number}/nop")
        other.submit()
    contact = story.desk(CONTACT)
    contact.go("/don-vi/ho-so")
    story.look(contact, "dossiers-of-the-unit")
    endorse(contact, dossiers.TITLE, story)
    contact.go("/don-vi/ho-so")
    contact.follow(OTHER_TITLES[0])
    contact.fill("Cần sửa những gì", "Ghi rõ phân xưởng đã áp dụng giải pháp.")
    contact.press("Trả lại để sửa")
    contact.reads("Đã trả lại hồ sơ")
    other.go("/ho-so")
    other.reads("Đơn vị đề nghị chỉnh sửa")
    story.look(other, "dossiers-of-the-author")
    other.follow("Sửa và nộp lại")
    story.look(other, "returned-dossier")
    other.follow("Viết tiếp")
    with other.kept_by_itself():
        other.fill("Tóm tắt", "Đang chạy ở phân xưởng Sàng tuyển 2 từ tháng 5 năm 2025.")
    other.follow("Hồ sơ của tôi")
    other.follow("Sửa và nộp lại")
    other.follow("Kiểm tra và nộp")
    other.submit()
    for title in OTHER_TITLES:
        endorse(contact, title)
    contact.go("/don-vi/ho-so")
    story.look(contact, "dossiers-of-the-unit-endorsed")


def endorse(contact: Desk, title: str, story: Story | None = None) -> None:
    """Put a dossier forward for the unit."""
    contact.go("/don-vi/ho-so")
    contact.follow(title)
    if story:
        story.look(contact, "endorse")
    contact.press("Xác nhận đề cử")
    contact.reads("Đã xác nhận đề cử hồ sơ")


def secretary_screens(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    secretary.go("/ban-to-chuc/dot")
    secretary.follow(ROUND)
    story.notes["round"] = secretary.page.url.removeprefix(story.house.url)
    story.look(secretary, "round-while-open")
    secretary.follow("Thiết lập đợt")
    secretary.press("Khóa nhận hồ sơ")
    secretary.press("Bắt đầu thẩm tra")
    secretary.go("/ban-to-chuc/tham-tra")
    story.look(secretary, "screening")
    screen(secretary, dossiers.TITLE)
    story.look(secretary, "screen")
    secretary.press("Hợp lệ, chuyển hội đồng")
    secretary.reads("hợp lệ")
    screen(secretary, OTHER_TITLES[2])
    secretary.fill(
        "Lý do, kèm điều khoản của thể lệ", "Giải pháp đã đạt giải ở lần thứ X (Điều 4)."
    )
    secretary.press("Kết luận không hợp lệ")
    secretary.reads("không hợp lệ")
    screen(secretary, OTHER_TITLES[1])
    secretary.fill("Cần bổ sung", "Xin đính kèm giấy xác nhận áp dụng có dấu.")
    secretary.press("Gửi yêu cầu bổ sung")
    secretary.reads("bổ sung")
    author_adds_what_was_asked(story)
    for title in OTHER_TITLES[:2]:
        screen(secretary, title)
        secretary.press("Hợp lệ, chuyển hội đồng")
        secretary.reads("hợp lệ")
    secretary.go(f"{story.notes['round']}/ho-so")
    story.look(secretary, "dossiers-of-the-round")


def screen(secretary: Desk, title: str) -> None:
    """Open a dossier that waits for the secretary."""
    secretary.go("/ban-to-chuc/tham-tra")
    secretary.follow(title)
    secretary.stands_before(title)


def author_adds_what_was_asked(story: Story) -> None:
    """Attach the paper that the secretary asked for, and send it."""
    other = story.desk(OTHER_AUTHOR, Dossier)
    other.go("/ho-so")
    other.follow("Bổ sung", exact=True)
    story.look(other, "supplement-wanted")
    other.follow("Sửa hồ sơ")
    other.follow("Tệp đính kèm")
    other.attach("Giấy xác nhận áp dụng và hiệu quả", dossiers.drawing(story.folder))
    other.go("/ho-so")
    other.follow("Bổ sung", exact=True)
    other.follow("Nộp phần bổ sung")
    other.press("Nộp phần bổ sung")
    other.stands_before("Giấy biên nhận hồ sơ")


# ── the council ──────────────────────────────────────────────────────────────────────────────


def secretary_forms_the_council(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    secretary.go("/ban-to-chuc/hoi-dong")
    secretary.follow("Thành lập hội đồng")
    secretary.fill_all(
        {
            "Tên hội đồng": "Hội đồng giám khảo Hội thi lần thứ XI",
            "Số quyết định thành lập": "512/QĐ-UBND",
            "Ngày quyết định": "15/9/2026",
        }
    )
    story.look(secretary, "new-council")
    secretary.press("Thành lập hội đồng")
    secretary.reads("Hãy thêm thành viên.")
    for name, email in JUDGES:
        secretary.follow("Thêm thành viên")
        secretary.fill_all({"Họ và tên": name, "Học vị": "TS", "Thư điện tử": email})
        secretary.choose("Vai trò", "Chủ tịch" if email == CHAIR[1] else "Ủy viên hội đồng")
        if email == CHAIR[1]:
            story.look(secretary, "new-member")
        secretary.press("Thêm vào hội đồng")
        secretary.reads(f"Đã thêm {name}")
        secretary.press("Mời mở tài khoản", within=secretary.row(name))
        secretary.reads(f"Đã gửi lời mời đến {email}.")
    story.look(secretary, "council")
    for judge in JUDGES:
        story.welcome(judge, Sheet)
    story.look(story.desk(CHAIR), "first-desk-of-a-judge")


def secretary_assigns_the_dossiers(story: Story) -> None:
    secretary, round_ = story.desk(SECRETARY), story.notes["round"]
    secretary.go(f"{round_}/xung-dot/ghi")
    secretary.choose("Giám khảo", JUDGES[1][0])
    secretary.choose("Hồ sơ", dossiers.TITLE)
    secretary.page.get_by_role("radio").first.check()
    story.look(secretary, "enter-a-conflict")
    secretary.press("Ghi khai báo")
    secretary.reads("Đã ghi xung đột lợi ích")
    story.look(secretary, "conflicts")
    secretary.go(f"{round_}/thiet-lap")
    secretary.press("Chuyển hội đồng chấm")
    secretary.reads("Đã chuyển hội đồng chấm.")
    secretary.go(f"{round_}/phan-cong")
    secretary.follow("Phân công đều ngẫu nhiên")
    secretary.fill("Số rút thăm", "11")
    secretary.press("Xem trước")
    secretary.reads("Xem trước: ai chấm bao nhiêu")
    story.look(secretary, "deal-dry-run")
    secretary.fill("Gõ số 9 để xác nhận", "9")
    secretary.press("Phân công", exact=True)
    secretary.reads("Đã phân công thêm 9 lượt chấm.")
    expect(secretary.row(dossiers.TITLE)).not_to_contain_text(f": {JUDGES[1][0]} ")
    story.look(secretary, "assignments")


def judges_score(story: Story) -> None:
    judges_stand_aside(story)
    first, *others = JUDGES[1:]
    judge_scores_in_every_way(story, first)
    for each in (*others, CHAIR):
        judge = story.desk(each, Sheet)
        for title, address in sheets_of(judge).items():
            judge.score(address, points_for(title), "Giải pháp thiết thực, số liệu rõ ràng.")
        judge.go("/hoi-dong")
        judge.reads("Bạn đã gửi đủ")
    story.look(story.desk(CHAIR), "all-sheets-sent")
    intruder = story.desk(others[0])
    answer = intruder.page.goto(f"{story.house.url}{story.notes['sheet']}")
    assert answer is not None
    assert answer.status == 404
    story.look(intruder, "not-my-sheet")


def sheets_of(judge: Desk) -> dict[str, str]:
    """Return the dossiers of a judge: title and address of the sheet."""
    judge.go("/hoi-dong?loc=tat-ca")
    links = judge.page.locator("tbody").get_by_role("link").all()
    return {link.inner_text(): link.get_attribute("href") or "" for link in links}


def points_for(title: str) -> list[tuple[str, str]]:
    """Return the points of a dossier: one is ahead, the other two are level in everything."""
    points = AHEAD if title == dossiers.TITLE else LEVEL
    return list(zip(CRITERIA, points, strict=True))


def judges_stand_aside(story: Story) -> None:
    """Let a judge declare a conflict from the sheet, and another one take the dossier over."""
    judge = next(
        desk
        for desk in (story.desk(each, Sheet) for each in JUDGES[1:])
        if OTHER_TITLES[0] in sheets_of(desk)
    )
    judge.go("/hoi-dong?loc=tat-ca")
    story.look(judge, "dossiers-of-a-judge")
    judge.go(sheets_of(judge)[OTHER_TITLES[0]])
    judge.follow("Tôi có xung đột lợi ích với hồ sơ này")
    judge.page.get_by_role("radio").last.check()
    judge.fill("Ghi thêm", "Tôi đã hướng dẫn luận văn của tác giả.")
    story.look(judge, "declare-a-conflict")
    judge.press("Khai và không chấm hồ sơ này")
    assert OTHER_TITLES[0] not in sheets_of(judge)
    secretary = story.desk(SECRETARY)
    secretary.go(f"{story.notes['round']}/phan-cong")
    row = secretary.row(OTHER_TITLES[0])
    row.get_by_role("combobox").select_option(index=1)
    secretary.press("Thêm", within=row, exact=True)
    secretary.reads("Đã phân công")


def judge_scores_in_every_way(story: Story, person: tuple[str, str]) -> None:
    """Give points by buttons, by keys and by typing; save, go on, and send all together."""
    judge = story.desk(person, Sheet)
    sheets = sheets_of(judge)
    (title, address), *others = sheets.items()
    story.notes["sheet"] = address
    judge.go(address)
    story.look(judge, "sheet-untouched")
    (criterion, number), *rest = points_for(title)
    quick = judge.page.get_by_role("group", name=f"Mức điểm nhanh: {criterion}")
    quick.get_by_role("button").last.click()
    judge.press(f"Bớt điểm: {criterion}")
    expect(judge.points(criterion)).to_have_value("19,5")
    judge.points(criterion).focus()
    judge.page.keyboard.press("ArrowUp")
    expect(judge.points(criterion)).to_have_value("20")
    judge.points(criterion).fill(number)
    judge.press("Xem lại và gửi phiếu này")
    judge.reads("chỗ trước khi gửi được")
    story.look(judge, "sheet-incomplete")
    with judge.kept_by_itself():
        judge.give(dict(rest))
        judge.fill("Nhận xét cho hội đồng", "Trình bày rõ, số liệu kiểm chứng được.")
    expect(judge.page.get_by_label("Tổng điểm")).to_have_text(total_of(title))
    story.look(judge, "sheet")
    judge.press("Lưu và chuyển hồ sơ tiếp theo")
    for title, address in others:
        judge.go(address)
        judge.give(dict(points_for(title)))
        judge.fill("Nhận xét cho hội đồng", "Đã áp dụng tốt.")
        judge.press("Lưu và chuyển hồ sơ tiếp theo")
    judge.go("/hoi-dong")
    story.look(judge, "sheets-ready-to-send")
    judge.follow("Xem lại và gửi các phiếu này")
    story.look(judge, "send-all")
    judge.fill(f"Gõ số {len(sheets)} để xác nhận", str(len(sheets)))
    judge.press(f"Gửi {len(sheets)} phiếu")
    judge.reads(f"Đã gửi {len(sheets)} phiếu.")
    judge.go(address)
    story.look(judge, "sheet-sent")


def total_of(title: str) -> str:
    """Return the total of the points of a dossier, as Vietnamese write it."""
    total = sum(float(number.replace(",", ".")) for _name, number in points_for(title))
    return f"{total:g}".replace(".", ",")


# ── the results ──────────────────────────────────────────────────────────────────────────────


def chair_decides_a_tie(story: Story) -> None:
    secretary, round_ = story.desk(SECRETARY), story.notes["round"]
    secretary.go(f"{round_}/tien-do")
    story.look(secretary, "progress")
    secretary.follow("Chốt vòng chấm")
    story.look(secretary, "close-the-stage")
    secretary.press("Chốt vòng chấm")
    secretary.reads("Đã chốt vòng")
    secretary.go(f"{round_}/ket-qua")
    secretary.press("Tổng hợp và xếp hạng")
    secretary.reads("Đã tổng hợp và xếp hạng.")
    secretary.reads("Chờ quyết định")
    story.look(secretary, "ranking-with-a-tie")
    secretary.follow(dossiers.TITLE)
    story.look(secretary, "how-a-score-came-about")
    chair = story.desk(CHAIR)
    chair.go(f"/hoi-dong/ket-qua/{round_.rsplit('/', 1)[-1]}")
    story.look(chair, "chair")
    chair.follow("Quyết định thứ tự")
    for place, title in enumerate(OTHER_TITLES[:2], 1):
        chair.fill(re.compile(re.escape(title)), str(place))
    chair.fill("Lý do", "Máy sàng đã áp dụng ở nhiều phân xưởng hơn.")
    story.look(chair, "rule-a-tie")
    chair.press("Ghi quyết định")
    chair.reads("Đã ghi quyết định. Kết quả đã được tính lại.")
    story.look(chair, "chair-has-decided")
    secretary.go(f"{round_}/ket-qua")
    secretary.press("Công khai lấy ý kiến")
    secretary.reads("Đã công khai danh sách dự kiến")
    stranger = story.desk()
    stranger.go(f"{story.notes['call']}/ket-qua")
    stranger.reads("Giải Nhất")
    story.look(stranger, "provisional-list")


def leader_decides(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    secretary.go(f"{story.notes['round']}/ket-qua")
    secretary.press("Chốt và trình quyết định")
    secretary.reads("Đã chốt kết quả và trình người có thẩm quyền quyết định.")
    story.look(secretary, "results-proposed")
    leader = story.desk(LEADER)
    leader.go("/phe-duyet")
    story.look(leader, "inbox-of-the-leader")
    leader.follow("Xem và quyết định")
    leader.fill_all(
        {
            "Số quyết định": "47/QĐ-UBND",
            "Ngày ban hành": f"{local(clock.now()):%d/%m/%Y}",
            "Cơ quan ban hành": "Ủy ban nhân dân tỉnh Quảng Ninh",
            "Người ký": LEADER[0],
        }
    )
    story.look(leader, "decide")
    leader.press("Phê duyệt theo quyết định này")
    leader.reads("Đã ghi nhận quyết định số 47/QĐ-UBND.")
    story.look(leader, "decided")


# ── the certificates ─────────────────────────────────────────────────────────────────────────


def secretary_issues_certificates(story: Story) -> None:
    secretary, round_ = story.desk(SECRETARY), story.notes["round"]
    secretary.go(f"{round_}/giay-chung-nhan")
    secretary.reads("Sẽ cấp cho ai")
    story.look(secretary, "issue-dry-run")
    secretary.fill("Gõ số 4 để xác nhận", "4")
    secretary.press("Cấp giấy chứng nhận")
    secretary.reads("Đã vào sổ 4 giấy chứng nhận.")
    story.look(secretary, "issue-in-progress")
    secretary.go("/ban-to-chuc")
    story.look(secretary, "today")
    secretary.go(f"{round_}/giay-chung-nhan")
    expect(secretary.page.get_by_role("link", name="Tải tập in").first).to_be_visible(
        timeout=SECONDS_TO_ISSUE * 1000
    )
    story.look(secretary, "issued")
    secretary.go(round_)
    story.look(secretary, "round-when-awarded")


def author_shows_the_certificate(story: Story) -> None:
    author = story.desk(AUTHOR)
    author.go("/giay-chung-nhan")
    story.look(author, "certificates-of-the-author")
    row = author.row(AUTHOR[0])
    address = row.get_by_role("link", name="Tải PDF").get_attribute("href") or ""
    paper = story.folder / "giay.pdf"
    paper.write_bytes(author.page.request.get(story.house.url + address).body())
    assert AUTHOR[0] in words_of(paper)
    link = link_on(paper)
    assert link.startswith(f"{story.house.url}/xac-minh/")
    stranger = story.desk()
    stranger.go(link)
    stranger.reads("còn hiệu lực")
    stranger.reads(AUTHOR[0])
    story.look(stranger, "certificate-is-valid")
    secretary = story.desk(SECRETARY)
    secretary.go("/ban-to-chuc/giay-chung-nhan")
    story.look(secretary, "register-of-certificates")
    secretary.row(AUTHOR[0]).get_by_role("link").first.click()
    story.look(secretary, "certificate")
    secretary.follow("Thu hồi giấy chứng nhận")
    secretary.fill("Lý do thu hồi", "Theo Quyết định số 52/QĐ-UBND về việc hủy bỏ giải.")
    story.look(secretary, "revoke")
    secretary.press("Thu hồi giấy")
    stranger.go(link)
    stranger.reads("đã bị thu hồi")
    story.look(stranger, "certificate-is-revoked")
    stranger.go("/xac-minh/KHONGCOMANAY")
    story.look(stranger, "certificate-is-unknown")


def words_of(paper: Path) -> str:
    """Return the text of a PDF, as other programs read it."""
    done = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def link_on(paper: Path) -> str:
    """Return what the QR code says on the printed page."""
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(paper), str(paper)]
    subprocess.run(command, capture_output=True, check=True)
    (found,) = zxingcpp.read_barcodes(Image.open(paper.with_name(f"{paper.name}.png")))
    return str(found.text)


def audit_chain_fits(story: Story) -> None:
    admin = story.desk(ADMIN)
    admin.go("/quan-tri/nhat-ky")
    story.look(admin, "audit")
    assert "khớp" in story.house.flask("audit", "verify")


CHAPTERS: tuple[Callable[[Story], None], ...] = (
    administrator_sets_the_house_up,
    administrator_invites_the_staff,
    secretary_announces_a_round,
    author_writes_and_submits_a_dossier,
    unit_endorses_and_returns,
    secretary_screens,
    secretary_forms_the_council,
    secretary_assigns_the_dossiers,
    judges_score,
    chair_decides_a_tie,
    leader_decides,
    secretary_issues_certificates,
    author_shows_the_certificate,
    audit_chain_fits,
)


def test_a_whole_round_runs_from_the_call_to_the_certificate(
    fresh_house: House, watch: Watch, tmp_path: Path
) -> None:
    looks = fresh_house.database_url.startswith("sqlite")
    eye = Eye(watch.pictures) if looks else None
    story = Story(fresh_house, watch, eye, tmp_path)
    for chapter in CHAPTERS:
        chapter(story)
    assert eye is None or eye.findings == []
