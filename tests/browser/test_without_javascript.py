"""Every task of an author and of a judge can be done where no script runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import dossiers, world
from tests.browser.pages import Dossier, Sheet
from tests.factories.accounts import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.house import House
    from tests.browser.watching import Watch


def test_author_completes_and_submits_a_dossier(house: House, watch: Watch, tmp_path: Path) -> None:
    somebody = world.author_with_draft(house)
    author = Dossier(watch.window(java_script_enabled=False), house.url)
    author.sign_in(somebody.email, PASSWORD)
    author.go(somebody.section("noi_dung"))
    author.fill(world.FIRST_QUESTION, dossiers.PROBLEM)
    author.next_section()
    author.go(somebody.section("nguoi-trong-ho-so"))
    author.press("Thêm người")
    author.name_person(2, {"Họ và tên": "Đặng Thị Quỳnh Ngưỡng"})
    author.give_share("Lê Thuỵ Khuê", "60")
    author.give_share("Người thứ 2", "40")
    author.next_section()
    author.go(somebody.section("tep-dinh-kem-ho-so"))
    place = author.document(world.DOCUMENT)
    author.chooser(place).set_input_files(dossiers.signed_form(tmp_path))
    author.press("Tải lên", within=place)
    author.reads("Đã nhận")
    author.go(f"/ho-so/{somebody.nomination_id}/nop")
    assert author.submit()
    author.reads("Đặng Thị Quỳnh Ngưỡng")


def test_judge_scores_and_sends_a_sheet(house: House, watch: Watch) -> None:
    somebody = world.judge_with_sheets(house)
    judge = Sheet(watch.window(java_script_enabled=False), house.url)
    judge.be_signed_in(house.session_of(somebody.email))
    judge.go(somebody.sheet())
    judge.give({world.CRITERIA[0]: "51,5"})
    judge.press("Lưu và chuyển hồ sơ tiếp theo")
    judge.reads("Đã lưu bản nháp phiếu")
    judge.go(somebody.sheet())
    assert judge.points(world.CRITERIA[0]).input_value() == "51,5"
    judge.give({world.CRITERIA[1]: "33"})
    judge.fill("Nhận xét cho hội đồng", "Giải pháp tốt.")
    judge.send()
    judge.reads("tổng 84,5 điểm")
