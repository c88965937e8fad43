"""A whole round from its folder, step by step, through the operations that the web calls.

What rows may be refused in is one unit of work, from the units to the assignments: when one row
is refused nothing is written at all, and no worker, whose clock goes on, closes the round in
between because its deadline lies in the past. Later steps are units of work of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.folders.operations.conclusion import (
    decide,
    issue,
    propose,
    rank_dossiers,
    rule_as_decided,
)
from app.folders.operations.council import (
    assign_judges,
    begin_judging,
    close_judging,
    declare_conflicts,
    pass_dossiers_on,
    score_dossiers,
    seat_council,
)
from app.folders.operations.course import Course, Unwatched
from app.folders.operations.dossiers import (
    endorse_dossiers,
    open_for_dossiers,
    register_units,
    screen_dossiers,
    submit_dossiers,
)
from app.folders.rules.moments import moments_of
from app.folders.rules.round_file import ROUND_FILE
from app.infra.db.units import unit_of_work
from app.infra.mail.outbox import letters_kept
from app.kernel.errors import RuleBroken
from app.kernel.tables.faults import PlacedFault
from app.organiser.queries import signatories

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.folders.operations.course import Watch
    from app.folders.rules.folder import RoundFolder

    Step = tuple[str, str, Callable[[Course], int]]

NO_DATES = "Hãy ghi opens_at và closes_at, ví dụ 2026-01-05T08:00:00+07:00."
WRONG_DATES = "Hạn nộp (closes_at) phải sau ngày mở (opens_at)."
NO_SIGNATORY = (
    "Chưa có người ký giấy chứng nhận. Hãy khai người ký ở trang Đơn vị tổ chức, hoặc nạp một bộ "
    "dữ liệu mẫu: flask organiser load-preset quang-ninh."
)

GATHERING: tuple[Step, ...] = (
    ("units", "Đơn vị", register_units),
    ("round", "Công bố đợt", open_for_dossiers),
    ("nominations", "Nộp hồ sơ", submit_dossiers),
    ("endorsements", "Đơn vị xác nhận", endorse_dossiers),
    ("screening", "Thẩm tra", screen_dossiers),
    ("council", "Hội đồng", seat_council),
    ("conflicts", "Xung đột lợi ích", declare_conflicts),
    ("assignments", "Phân công", assign_judges),
    ("judging", "Chuyển hội đồng chấm", begin_judging),
)
GOING_ON: tuple[Step, ...] = (
    ("closing", "Chốt vòng chấm", close_judging),
    ("passing", "Vào vòng sau", pass_dossiers_on),
    ("assignments", "Phân công vòng sau", assign_judges),
)
RANKING: tuple[Step, ...] = (
    ("closing", "Chốt vòng chấm", close_judging),
    ("ranking", "Xếp hạng", rank_dossiers),
    ("rulings", "Chủ tịch hội đồng quyết định", rule_as_decided),
)
DECIDING: tuple[Step, ...] = (
    ("proposal", "Trình kết quả", propose),
    ("decision", "Ban hành quyết định", decide),
)


def run_round(
    folder: RoundFolder, watch: Watch | None = None, *, is_rehearsal: bool = True
) -> Course:
    """Run a round that was read from its folder; it commits as it goes, and sends no letter.

    A tie that waits for the chair ends the run after the ranking, without a decision.

    Raises:
        RowsRefused: naming every row that could not be taken; then no round was made, except
            when it was a sheet or a decision of the chair.
        RuleBroken: without dates, or without anybody to sign certificates.
    """
    course = prepared(folder, watch, is_rehearsal=is_rehearsal)
    with letters_kept():
        perform(course, GATHERING)
        judge_all_stages(course)
        perform(course, RANKING)
        if not course.unresolved:
            perform(course, DECIDING)
            course.perform("certificates", "Cấp giấy chứng nhận", issue)
    return course


def judge_all_stages(course: Course) -> None:
    """Let every stage be judged, one after the other; the final one stays open."""
    course.perform("sheets", "Chấm điểm", score_dossiers)
    while not course.is_in_final_stage:
        perform(course, GOING_ON)
        course.perform("sheets", "Chấm điểm", score_dossiers)


def prepared(
    folder: RoundFolder, watch: Watch | None = None, *, is_rehearsal: bool = True
) -> Course:
    """Return a run that has not begun.

    Raises:
        RuleBroken: without dates, or without anybody to sign certificates.
    """
    moments = moments_of(folder.plan)
    if moments is None:
        raise RuleBroken(str(PlacedFault(ROUND_FILE, 0, "opens_at", NO_DATES)))
    if moments.deadline <= moments.opened:
        raise RuleBroken(str(PlacedFault(ROUND_FILE, 0, "closes_at", WRONG_DATES)))
    if not signatories():
        raise RuleBroken(NO_SIGNATORY)
    return Course(folder, moments, watch or Unwatched(), is_rehearsal)


def perform(course: Course, steps: tuple[Step, ...]) -> None:
    """Do some steps in one unit of work."""
    with unit_of_work():
        for code, title, step in steps:
            course.perform(code, title, step)
    course.is_begun = True
