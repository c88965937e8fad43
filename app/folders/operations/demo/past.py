"""Rounds of the demonstration that are past their deadline: judged, proposed, awarded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.conflicts.enums import ConflictKind
from app.conflicts.operations import declare_conflict
from app.folders.operations.conclusion import propose
from app.folders.operations.council import score_dossiers
from app.folders.operations.course import FOLDER
from app.folders.operations.demo.cast import at_hour
from app.folders.operations.run import (
    GATHERING,
    GOING_ON,
    RANKING,
    judge_all_stages,
    perform,
    prepared,
    run_round,
)
from app.infra.db.units import unit_of_work
from app.nominations.queries.dossiers import get_nomination
from app.programmes.operations.steps import set_stage_deadline
from app.scoring.operations.autosave import save_points
from app.scoring.queries.progress import marks_of_stage
from app.scoring.queries.sheet_to_save import get_sheet_to_save

if TYPE_CHECKING:
    from app.folders.operations.course import Course, Watch
    from app.folders.rules.folder import FolderSheet, RoundFolder

JUDGE_SEAT = "GK04"
CHAIR_SEAT = "CT"
BEGUN_SHEETS = 1
JUDGING_DAYS = 14


def award_round(folder: RoundFolder, watch: Watch) -> Course:
    """Run a round to its certificates, which take numbers of the register."""
    return run_round(folder, watch, is_rehearsal=False)


def propose_round(folder: RoundFolder, watch: Watch) -> Course:
    """Run a round until the results lie with the decision-maker."""
    course = prepared(folder, watch, is_rehearsal=False)
    perform(course, GATHERING)
    judge_all_stages(course)
    perform(course, (*RANKING, ("proposal", "Trình kết quả", propose)))
    return course


def judge_into_final(folder: RoundFolder, watch: Watch) -> Course:
    """Run a round of several stages until the first is over and the best wait for the next one."""
    course = prepared(folder, watch, is_rehearsal=False)
    perform(course, GATHERING)
    course.perform("sheets", "Chấm điểm", score_dossiers)
    perform(course, GOING_ON)
    with unit_of_work():
        set_stage_deadline(course.stage, at_hour(JUDGING_DAYS, 17), by=FOLDER)
    return course


def judge_halfway(folder: RoundFolder, watch: Watch) -> Course:
    """Run a round into its judging: every judge has sent half, one has begun another and stepped aside."""
    sent = _first_halves(folder)
    course = prepared(replace(folder, sheets=sent), watch, is_rehearsal=False)
    perform(course, GATHERING)
    course.perform("sheets", "Chấm điểm", score_dossiers)
    left = [row for row in folder.sheets if row.judge == JUDGE_SEAT and row not in sent]
    with unit_of_work():
        _begin(course, left[:BEGUN_SHEETS])
        _stand_aside(course, left[-1])
        set_stage_deadline(course.stage, at_hour(JUDGING_DAYS, 17), by=FOLDER)
    return course


def _first_halves(folder: RoundFolder) -> tuple[FolderSheet, ...]:
    """Return the first half of each judge's sheets."""
    halves: list[FolderSheet] = []
    for seat in folder.council:
        own = [sheet for sheet in folder.sheets if sheet.judge == seat.code]
        halves += own[: len(own) // 2]
    return tuple(halves)


def _begin(course: Course, sheets: list[FolderSheet]) -> None:
    """Save some points of sheets that are not finished."""
    actor, seat = course.on_seat(JUDGE_SEAT), course.seats[JUDGE_SEAT]
    marks = marks_of_stage(course.stage.id)
    numbers = {m.nomination_id: m.assignment_id for m in marks if m.seat_id == seat.id}
    for sheet in sheets:
        number = numbers[course.nomination_ids[sheet.nomination]]
        draft = get_sheet_to_save(number, actor)
        points = dict(sheet.points[: len(sheet.points) // 2])
        save_points(draft, points, "Cần xem thêm số liệu áp dụng.", version=draft.version)


def _stand_aside(course: Course, sheet: FolderSheet) -> None:
    """Let the judge declare a conflict with a dossier that was assigned."""
    nomination = get_nomination(course.nomination_ids[sheet.nomination])
    seat, actor = course.seats[JUDGE_SEAT], course.on_seat(JUDGE_SEAT)
    note = "Cùng đứng tên một bài báo với tác giả chính."
    declare_conflict(seat, nomination, ConflictKind.CO_AUTHOR, note, by=actor)
