"""The stage closes, the chair decides a tie, the leader decides on the results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.calendar import local
from tests.browser.story.cast import CHAIR, LEADER, OTHER_TITLES, SECRETARY, TITLE

if TYPE_CHECKING:
    from tests.browser.story.cast import Story


def secretary_closes_the_stage_and_ranks(story: Story) -> None:
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
    secretary.follow(TITLE)
    story.look(secretary, "how-a-score-came-about")


def chair_decides_the_tie(story: Story) -> None:
    chair, number = story.desk(CHAIR), story.notes["round"].rsplit("/", 1)[-1]
    chair.go(f"/hoi-dong/ket-qua/{number}")
    story.look(chair, "chair")
    chair.follow("Quyết định thứ tự")
    for place, title in enumerate(OTHER_TITLES[:2], 1):
        chair.fill(re.compile(re.escape(title)), str(place))
    chair.fill("Lý do", "Máy sàng đã áp dụng ở nhiều phân xưởng hơn.")
    story.look(chair, "rule-a-tie")
    chair.press("Ghi quyết định")
    chair.reads("Đã ghi quyết định. Kết quả đã được tính lại.")
    story.look(chair, "chair-has-decided")


def secretary_publishes_and_proposes(story: Story) -> None:
    secretary, stranger = story.desk(SECRETARY), story.desk()
    secretary.go(f"{story.notes['round']}/ket-qua")
    secretary.press("Công khai lấy ý kiến")
    secretary.reads("Đã công khai danh sách dự kiến")
    stranger.go(f"{story.notes['call']}/ket-qua")
    stranger.reads("Giải Nhất")
    story.look(stranger, "provisional-list")
    secretary.press("Chốt và trình quyết định")
    secretary.reads("Đã chốt kết quả và trình người có thẩm quyền quyết định.")
    story.look(secretary, "results-proposed")


def leader_decides(story: Story) -> None:
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
