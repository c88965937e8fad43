"""Nothing typed is lost: not by a sign-out, two tabs, a reload, a dead server, a closed stage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import dossiers, world
from tests.browser.pages import Desk, Dossier, Sheet
from tests.factories.accounts import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.house import House
    from tests.browser.watching import Watch

COMMENT = "Nhận xét cho hội đồng"
MINE, THEIRS = "Tôi đề nghị xem lại số liệu đo.", "Số liệu đo đã được kiểm chứng."


def author_at(house: House, watch: Watch) -> tuple[Dossier, world.Author]:
    """Let an author sit before a section of a draft."""
    somebody = world.author_with_draft(house)
    author = Dossier(watch.window(), house.url)
    author.be_signed_in(house.session_of(somebody.email))
    author.go(somebody.section("noi_dung"))
    return author, somebody


def judge_at(house: House, watch: Watch) -> tuple[Sheet, world.Judge]:
    """Let a judge sit before a sheet."""
    somebody = world.judge_with_sheets(house)
    judge = Sheet(watch.window(), house.url)
    judge.be_signed_in(house.session_of(somebody.email))
    judge.go(somebody.sheet())
    return judge, somebody


def answer(author: Desk) -> Locator:
    """Return the box of the first question."""
    return author.box(world.FIRST_QUESTION)


def test_text_is_offered_again_after_the_session_ended(house: House, watch: Watch) -> None:
    author, somebody = author_at(house, watch)
    author.page.context.clear_cookies()
    answer(author).fill(dossiers.PROBLEM)
    author.reads("Bạn đã bị đăng xuất.")
    author.sign_in(somebody.email, PASSWORD)
    author.go(somebody.section("noi_dung"))
    author.reads("Có bài viết chưa kịp lưu")
    with author.kept_by_itself():
        author.press("Khôi phục")
    expect(answer(author)).to_have_value(dossiers.PROBLEM)


def test_signing_in_beside_lets_the_page_go_on(house: House, watch: Watch) -> None:
    author, somebody = author_at(house, watch)
    author.page.context.clear_cookies()
    answer(author).fill(dossiers.PROBLEM)
    author.reads("Bạn đã bị đăng xuất.")
    beside = Desk(author.page.context.new_page(), house.url)
    beside.sign_in(somebody.email, PASSWORD)
    beside.page.close()
    with author.kept_by_itself():
        author.press("Giữ phiên")
    author.page.reload()
    expect(answer(author)).to_have_value(dossiers.PROBLEM)


def test_two_tabs_on_one_sheet_keep_both_texts(house: House, watch: Watch) -> None:
    judge, somebody = judge_at(house, watch)
    other = Sheet(judge.page.context.new_page(), house.url)
    other.go(somebody.sheet())
    with judge.kept_by_itself():
        judge.fill(COMMENT, THEIRS)
    other.fill(COMMENT, MINE)
    other.reads("Phiếu này vừa được sửa ở thẻ hoặc máy khác.")
    expect(other.page.get_by_label("Bản bạn vừa viết")).to_have_value(MINE)
    expect(other.page.get_by_label("Bản đang có trên hệ thống")).to_have_value(THEIRS)
    judge.page.reload()
    expect(judge.box(COMMENT)).to_have_value(THEIRS)


def test_two_tabs_on_one_part_ask_about_the_field_that_both_changed(
    house: House, watch: Watch
) -> None:
    author, somebody = author_at(house, watch)
    other = Desk(author.page.context.new_page(), house.url)
    other.go(somebody.section("noi_dung"))
    with author.kept_by_itself():
        answer(author).fill(THEIRS)
    answer(other).fill(MINE)
    other.reads("Phần này vừa được sửa ở nơi khác.")
    expect(other.page.get_by_label("Bản bạn vừa viết")).to_have_value(MINE)
    expect(other.page.get_by_label("Bản đang có trên hệ thống")).to_have_value(THEIRS)
    with other.kept_by_itself():
        other.press("Giữ bản của tôi")
    author.page.reload()
    expect(answer(author)).to_have_value(MINE)


def test_rows_of_people_survive_a_reload(house: House, watch: Watch) -> None:
    author, somebody = author_at(house, watch)
    author.go(somebody.section("nguoi-trong-ho-so"))
    author.press("Thêm người")
    author.name_person(2, {"Họ và tên": "Đặng Thị Quỳnh Ngưỡng", "Chức vụ": "Kỹ sư"})
    author.page.reload()
    names = author.page.get_by_label("Họ và tên")
    if names.nth(1).input_value() == "":
        author.press("Khôi phục")
    expect(names.nth(1)).to_have_value("Đặng Thị Quỳnh Ngưỡng")
    expect(author.page.get_by_label("Chức vụ").nth(1)).to_have_value("Kỹ sư")


def test_killed_server_loses_nothing_that_was_acknowledged(house: House, watch: Watch) -> None:
    watch.forgives = re.compile("net::ERR_")
    author, _somebody = author_at(house, watch)
    with author.kept_by_itself():
        answer(author).fill(dossiers.PROBLEM)
    assert house.server is not None
    answer(author).press_sequentially(" Câu viết khi máy chủ tắt.")
    house.server.kill()
    author.reads("Chưa lưu được, đang thử lại")
    answer(author).press_sequentially(" Câu viết khi không có máy chủ.")
    with author.kept_by_itself():
        house.start_server()
    author.page.reload()
    whole = f"{dossiers.PROBLEM} Câu viết khi máy chủ tắt. Câu viết khi không có máy chủ."
    expect(answer(author)).to_have_value(whole)


def test_closed_stage_shows_what_was_typed(house: House, watch: Watch) -> None:
    judge, somebody = judge_at(house, watch)
    with judge.kept_by_itself():
        judge.give({world.CRITERIA[0]: "51"})
    world.close_the_stage(house, somebody)
    judge.fill(COMMENT, MINE)
    judge.reads("Chưa lưu được")
    expect(judge.box(COMMENT)).to_have_value(MINE)
    judge.press("Lưu và chuyển hồ sơ tiếp theo")
    judge.reads("Chưa ghi được")
    expect(judge.box(COMMENT)).to_have_value(MINE)
