"""Authors write and submit, the unit endorses and returns, the secretary screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import dossiers
from tests.browser.pages import Dossier
from tests.browser.story.cast import (
    ADMIN,
    AUTHOR,
    CONTACT,
    OTHER_AUTHOR,
    OTHER_TITLES,
    ROUND,
    SECOND_AUTHOR,
    SECRETARY,
    TITLE,
    UNIT,
)

if TYPE_CHECKING:
    from tests.browser.pages import Desk
    from tests.browser.story.cast import Story

FORM = "Phiếu đăng ký dự thi có xác nhận"


def author_begins_a_dossier(story: Story) -> None:
    author = story.register(AUTHOR, Dossier)
    story.look(author, "first-desk-of-the-author")
    author.go(story.notes["call"])
    author.follow("Bắt đầu hồ sơ")
    author.fill("Tên giải pháp", TITLE)
    story.look(author, "begin")
    author.press("Bắt đầu viết")
    author.write({"Tóm tắt": dossiers.SUMMARY})
    author.choose("Lĩnh vực", "Cơ khí tự động hóa")
    author.choose("Đơn vị đề cử", UNIT)
    story.look(author, "section-basics")
    author.next_section()


def authors_agree_on_shares(story: Story) -> None:
    author = story.desk(AUTHOR, Dossier)
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


def author_answers_the_questions(story: Story) -> None:
    author = story.desk(AUTHOR, Dossier)
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


def author_submits(story: Story) -> None:
    author = story.desk(AUTHOR, Dossier)
    author.reads("phải hoàn thành trước khi nộp")
    story.look(author, "something-is-missing")
    author.follow(FORM)
    author.attach(FORM, dossiers.signed_form(story.folder))
    story.look(author, "section-files")
    author.follow("Sang phần")
    expect(author.box("Tôi đã đọc và cam đoan những điều trên")).to_be_checked()
    author.next_section()
    author.reads("Hồ sơ đã đủ, có thể nộp")
    story.look(author, "ready-to-submit")
    assert author.submit()
    story.look(author, "receipt")
    admin = story.desk(ADMIN)
    admin.go("/quan-tri/thu-di")
    admin.reads("biên nhận")


def other_author_submits_three(story: Story) -> None:
    other = story.register(OTHER_AUTHOR, Dossier)
    paper = dossiers.signed_form(story.folder)
    email = OTHER_AUTHOR[1]
    for number in dossiers.lay_drafts_down(story.house, email, UNIT, OTHER_TITLES):
        other.go(f"/ho-so/{number}/phan/tep-dinh-kem-ho-so")
        other.attach(FORM, paper)
        other.go(f"/ho-so/{number}/nop")
        other.submit()


def unit_returns_one_and_endorses_all(story: Story) -> None:
    contact = story.desk(CONTACT)
    contact.go("/don-vi/ho-so")
    story.look(contact, "dossiers-of-the-unit")
    contact.follow(OTHER_TITLES[0])
    story.look(contact, "endorse")
    contact.fill("Cần sửa những gì", "Ghi rõ phân xưởng đã áp dụng giải pháp.")
    contact.press("Trả lại để sửa")
    contact.reads("Đã trả lại hồ sơ")
    other_author_mends_and_submits_again(story)
    for title in (TITLE, *OTHER_TITLES):
        contact.go("/don-vi/ho-so")
        contact.follow(title)
        contact.press("Xác nhận đề cử")
        contact.reads("Đã xác nhận đề cử hồ sơ")
    story.look(contact, "dossiers-of-the-unit-endorsed")


def other_author_mends_and_submits_again(story: Story) -> None:
    """Write what the unit missed, and submit a second time."""
    other = story.desk(OTHER_AUTHOR, Dossier)
    other.go("/ho-so")
    other.reads("Đơn vị đề nghị chỉnh sửa")
    story.look(other, "dossiers-of-the-author")
    other.follow("Sửa và nộp lại")
    story.look(other, "returned-dossier")
    other.follow("Viết tiếp")
    other.write({"Tóm tắt": "Đang chạy ở phân xưởng Sàng tuyển 2 từ tháng 5 năm 2025."})
    other.go("/ho-so")
    other.follow("Sửa và nộp lại")
    other.follow("Kiểm tra và nộp")
    other.submit()


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
    open_in_queue(secretary, TITLE)
    story.look(secretary, "screen")
    accept(secretary)
    open_in_queue(secretary, OTHER_TITLES[2])
    secretary.fill("Lý do, kèm điều khoản của thể lệ", "Đã đạt giải ở lần thứ X (Điều 4).")
    secretary.press("Kết luận không hợp lệ")
    secretary.reads("không hợp lệ")


def secretary_asks_for_more(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    open_in_queue(secretary, OTHER_TITLES[1])
    secretary.fill("Cần bổ sung", "Xin đính kèm giấy xác nhận áp dụng có dấu.")
    secretary.press("Gửi yêu cầu bổ sung")
    secretary.reads("bổ sung")
    other_author_adds_what_was_asked(story)
    for title in OTHER_TITLES[:2]:
        open_in_queue(secretary, title)
        accept(secretary)
    secretary.go(f"{story.notes['round']}/ho-so")
    story.look(secretary, "dossiers-of-the-round")


def open_in_queue(secretary: Desk, title: str) -> None:
    """Open a dossier that waits for the secretary."""
    secretary.go("/ban-to-chuc/tham-tra")
    secretary.follow(title)
    secretary.stands_before(title)


def accept(secretary: Desk) -> None:
    """Find the dossier eligible."""
    secretary.press("Công nhận hợp lệ")
    secretary.reads("hợp lệ")


def other_author_adds_what_was_asked(story: Story) -> None:
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
