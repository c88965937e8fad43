"""A council is formed, dossiers are dealt, and judges score in every way that the sheet offers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from app.kernel.numbers import format_decimal
from tests.browser.pages import Sheet
from tests.browser.story.cast import CHAIR, MEMBERS, OTHER_TITLES, SECRETARY, TITLE

if TYPE_CHECKING:
    from tests.browser.pages import Desk
    from tests.browser.story.cast import Story

CRITERIA = (
    "Tính mới so với giải pháp đã biết",
    "Trình độ sáng tạo",
    "Mức độ đã áp dụng",
    "Khả năng nhân rộng",
    "Hiệu quả kinh tế",
    "Hiệu quả kỹ thuật, xã hội và môi trường",
)
# One dossier is ahead; the other two are level in every criterion, at the edge of a prize.
AHEAD = ("19", "18,5", "14", "14", "14,5", "14")
LEVEL = ("17", "17", "13,5", "13,5", "13,5", "13,5")
COMMENT = "Nhận xét cho hội đồng"


def points_for(title: str) -> dict[str, str]:
    """Return the points of a dossier, by criterion."""
    return dict(zip(CRITERIA, AHEAD if title == TITLE else LEVEL, strict=True))


def total_for(title: str) -> str:
    """Return the total of the points of a dossier, as the page shows it."""
    numbers = (Decimal(text.replace(",", ".")) for text in points_for(title).values())
    return format_decimal(sum(numbers, start=Decimal(0)))


def sheets_of(judge: Desk) -> dict[str, str]:
    """Return the dossiers of a judge: title and address of the sheet."""
    judge.go("/hoi-dong?loc=tat-ca")
    links = judge.page.locator("tbody").get_by_role("link").all()
    return {link.inner_text(): link.get_attribute("href") or "" for link in links}


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
    for name, email in (CHAIR, *MEMBERS):
        secretary.follow("Thêm thành viên")
        secretary.fill_all({"Họ và tên": name, "Học vị": "TS", "Thư điện tử": email})
        secretary.choose("Vai trò", "Chủ tịch" if email == CHAIR[1] else "Ủy viên hội đồng")
        secretary.press("Thêm vào hội đồng")
        secretary.reads(f"Đã thêm {name}")
        secretary.press("Mời mở tài khoản", within=secretary.row(name))
        secretary.reads(f"Đã gửi lời mời đến {email}.")
    story.look(secretary, "council")


def judges_open_their_accounts(story: Story) -> None:
    for judge in (CHAIR, *MEMBERS):
        story.welcome(judge)
    story.look(story.desk(CHAIR), "first-desk-of-a-judge")


def secretary_enters_a_conflict(story: Story) -> None:
    secretary, round_ = story.desk(SECRETARY), story.notes["round"]
    secretary.go(f"{round_}/xung-dot/ghi")
    secretary.choose("Giám khảo", MEMBERS[0][0])
    secretary.choose("Hồ sơ", TITLE)
    secretary.page.get_by_role("radio").first.check()
    story.look(secretary, "enter-a-conflict")
    secretary.press("Ghi khai báo")
    secretary.reads("Đã ghi xung đột lợi ích")
    story.look(secretary, "conflicts")
    secretary.go(f"{round_}/thiet-lap")
    secretary.press("Chuyển hội đồng chấm")
    secretary.reads("Đã chuyển hội đồng chấm.")


def secretary_deals_the_dossiers(story: Story) -> None:
    secretary = story.desk(SECRETARY)
    secretary.go(f"{story.notes['round']}/phan-cong")
    secretary.follow("Phân công đều ngẫu nhiên")
    secretary.fill("Số rút thăm", "11")
    secretary.press("Xem trước")
    secretary.reads("Xem trước: ai chấm bao nhiêu")
    story.look(secretary, "deal-dry-run")
    secretary.fill("Gõ số 9 để xác nhận", "9")
    secretary.press("Phân công", exact=True)
    secretary.reads("Đã phân công thêm 9 lượt chấm.")
    expect(secretary.row(TITLE).get_by_text(f": {MEMBERS[0][0]}")).to_have_count(0)
    story.look(secretary, "assignments")


def judge_stands_aside(story: Story) -> None:
    judges = (story.desk(each, Sheet) for each in MEMBERS)
    judge = next(desk for desk in judges if OTHER_TITLES[0] in sheets_of(desk))
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


def judge_scores_by_buttons_keys_and_typing(story: Story) -> None:
    judge = story.desk(MEMBERS[0], Sheet)
    title, address = next(iter(sheets_of(judge).items()))
    story.notes["sheet"] = address
    judge.go(address)
    story.look(judge, "sheet-untouched")
    criterion, *others = CRITERIA
    anchors = judge.page.get_by_role("group", name=f"Mức điểm nhanh: {criterion}")
    anchors.get_by_role("button").last.click()
    judge.press(f"Bớt điểm: {criterion}")
    expect(judge.points(criterion)).to_have_value("19,5")
    judge.points(criterion).press("ArrowUp")
    expect(judge.points(criterion)).to_have_value("20")
    judge.points(criterion).fill(points_for(title)[criterion])
    judge.press("Xem lại và gửi phiếu này")
    judge.reads("chỗ trước khi gửi được")
    story.look(judge, "sheet-incomplete")
    judge.give({name: points_for(title)[name] for name in others})
    judge.write({COMMENT: "Trình bày rõ, số liệu kiểm chứng được."})
    expect(judge.page.get_by_label("Tổng điểm")).to_have_text(total_for(title))
    story.look(judge, "sheet")
    judge.press("Lưu và chuyển hồ sơ tiếp theo")


def judge_sends_all_together(story: Story) -> None:
    judge = story.desk(MEMBERS[0], Sheet)
    sheets = sheets_of(judge)
    for title, address in sheets.items():
        judge.go(address)
        judge.give(points_for(title))
        judge.fill(COMMENT, "Đã áp dụng tốt.")
        judge.press("Lưu và chuyển hồ sơ tiếp theo")
    judge.go("/hoi-dong")
    story.look(judge, "sheets-ready-to-send")
    judge.follow("Xem lại và gửi các phiếu này")
    story.look(judge, "send-all")
    judge.fill(f"Gõ số {len(sheets)} để xác nhận", str(len(sheets)))
    judge.press(f"Gửi {len(sheets)} phiếu")
    judge.reads(f"Đã gửi {len(sheets)} phiếu.")
    judge.go(story.notes["sheet"])
    story.look(judge, "sheet-sent")


def other_judges_score(story: Story) -> None:
    for each in (*MEMBERS[1:], CHAIR):
        judge = story.desk(each, Sheet)
        for title, address in sheets_of(judge).items():
            judge.score(address, points_for(title), "Giải pháp thiết thực, số liệu rõ ràng.")
        judge.go("/hoi-dong")
        judge.reads("Bạn đã gửi đủ")
    story.look(story.desk(CHAIR), "all-sheets-sent")


def nobody_sees_the_sheet_of_another(story: Story) -> None:
    other = story.desk(MEMBERS[1])
    answer = other.page.goto(story.house.url + story.notes["sheet"])
    assert answer is not None
    assert answer.status == 404
    story.look(other, "not-my-sheet")
