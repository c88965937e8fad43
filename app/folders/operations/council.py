"""The council of a folder: who sits on it, who is too close, who judges what, the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.conflicts.enums import ConflictKind
from app.conflicts.operations import declare_conflict
from app.conflicts.queries import find_conflict
from app.councils.enums import SeatRole
from app.councils.operations import Founding, form_council, seat_member
from app.folders.operations.course import FOLDER
from app.folders.rules.moments import (
    CONFLICTS_AFTER,
    COUNCIL_AFTER,
    JUDGED_FROM,
)
from app.folders.rules.references import ROLES
from app.folders.rules.rows import ASSIGNMENTS, CONFLICTS, COUNCIL, SHEETS
from app.infra.db.units import unit_of_work
from app.kernel import clock
from app.nominations.queries.dossiers import get_nomination
from app.programmes.operations.steps import close_stage, start_judging
from app.registry.operations import find_or_add_person
from app.registry.queries import get_unit
from app.registry.rules import PersonDetails
from app.scoring.operations.assignments import assign_by_hand, assign_evenly_at_random
from app.scoring.operations.autosave import save_points
from app.scoring.operations.sheets import submit_sheet
from app.scoring.operations.stages import pass_on
from app.scoring.queries.progress import marks_of_stage
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import get_own_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.councils.models import Council, Seat
    from app.folders.operations.course import Course
    from app.folders.rules.folder import FolderSeat, FolderSheet
    from app.kernel.access import Actor
    from app.programmes.models import Round

COUNCIL_NAME = "Hội đồng chấm"
# Any number does; that it never changes makes the deal the same at every run.
DEAL_SEED = 2026
SEAT_COLUMNS = {"code": "code", "role": "role", "person_id": "full_name", "full_name": "full_name"}


# ── the council ──────────────────────────────────────────────────────────────────────────────


def seat_council(course: Course) -> int:
    """Form the council and seat its members."""
    round_ = course.round
    with clock.standing_at(course.moments.after(COUNCIL_AFTER)):
        councils = {
            stages: form_council(round_, _founding(round_, stages), by=FOLDER)
            for stages in dict.fromkeys(row.stage for row in course.folder.council) or ((),)
        }
        for row in course.watch.each(course.folder.council, "Hội đồng"):
            with course.naming(COUNCIL.file, row.line, SEAT_COLUMNS):
                course.seats[row.code] = _seat(course, round_, councils[row.stage], row)
    return len(course.folder.council)


def _founding(round_: Round, stages: tuple[str, ...]) -> Founding:
    """Return what the council of some stages, or of all of them, is called."""
    chosen = [stage for stage in round_.stages if stage.code in stages]
    if not chosen:
        return Founding(COUNCIL_NAME)
    names = ", ".join(stage.name for stage in chosen)
    return Founding(f"{COUNCIL_NAME} – {names}", stage_ids=frozenset(s.id for s in chosen))


def _seat(course: Course, round_: Round, council: Council, row: FolderSeat) -> Seat:
    unit = get_unit(course.units[row.unit]) if row.unit else None
    details = PersonDetails(full_name=row.full_name, unit_id=unit.id if unit else None)
    person = find_or_add_person(details, by=FOLDER)
    known = [one for one in round_.categories if one.code in row.specialities]
    return seat_member(council, person, ROLES[row.role], unit, row.code, known, by=FOLDER)


def declare_conflicts(course: Course) -> int:
    """Declare the folder's conflicts; two grounds on one dossier bar a judge no more than one."""
    with clock.standing_at(course.moments.after(CONFLICTS_AFTER)):
        for row in course.watch.each(course.folder.conflicts, "Xung đột lợi ích"):
            seat = course.seats[row.judge]
            nomination_id = course.nomination_ids[row.nomination]
            if find_conflict(seat.id, nomination_id) is None:
                with course.naming(CONFLICTS.file, row.line, {"note": "note", "kind": "kind"}):
                    nomination = get_nomination(nomination_id)
                    kind = ConflictKind(row.kind.value)
                    declare_conflict(seat, nomination, kind, row.note, by=FOLDER)
    return len(course.folder.conflicts)


# ── who judges what ──────────────────────────────────────────────────────────────────────────


def assign_judges(course: Course) -> int:
    """Assign as the folder says; a folder that says nothing is dealt, evenly and at random.

    In a deal the sheets of the folder keep their judges.
    """
    given = course.folder.assignments
    rows: Sequence[tuple[str, int, str, str]] = [
        (ASSIGNMENTS.file, row.line, row.judge, row.nomination)
        for row in given or ()
        if row.stage == course.stage_word
    ]
    if given is None:
        rows = [(SHEETS.file, row.line, row.judge, row.nomination) for row in course.sheets]
    with clock.standing_at(course.moments.assigned(course.place, _stages(course))):
        _assign_by_hand(course, rows)
        if given is None and not course.faults.found:
            _deal(course)
    return sum(not mark.stood_aside for mark in marks_of_stage(course.stage.id))


def _assign_by_hand(course: Course, rows: Sequence[tuple[str, int, str, str]]) -> None:
    stage = course.stage
    for file, line, judge, code in course.watch.each(rows, "Phân công"):
        with course.naming(file, line, "judge"):
            nomination = get_nomination(course.nomination_ids[code])
            assign_by_hand(stage, course.seats[judge], nomination, by=FOLDER)


def _deal(course: Course) -> None:
    enough = course.stage_plan.scoring.min_sheets
    with course.naming(COUNCIL.file, 0, "code"):
        assign_evenly_at_random(
            course.stage, enough, DEAL_SEED, seat_ids=_judges(course), by=FOLDER
        )


def _judges(course: Course) -> list[int]:
    """Return who is dealt dossiers: whoever wrote a sheet, else members, else everybody."""
    at_work = {sheet.judge for sheet in course.sheets}
    here = {row.code for row in course.folder.council if row.judges(course.stage_word)}
    members = {code for code in here if course.seats[code].role is SeatRole.MEMBER}
    return [course.seats[code].id for code in sorted(at_work or members or here)]


def begin_judging(course: Course) -> int:
    """Hand the dossiers to the council."""
    with (
        clock.standing_at(course.moments.after(JUDGED_FROM)),
        course.naming(COUNCIL.file, 0, "role"),
    ):
        start_judging(course.round, by=FOLDER)
    return 1


# ── sheets ───────────────────────────────────────────────────────────────────────────────────


def score_dossiers(course: Course) -> int:
    """Let every judge save and send their sheets, each judge in a unit of work of their own."""
    sheets: dict[str, list[FolderSheet]] = {}
    for sheet in course.sheets:
        sheets.setdefault(sheet.judge, []).append(sheet)
    numbers = _assignment_ids(course)
    for place, judge in enumerate(course.watch.each(sorted(sheets), "Chấm điểm")):
        moment = course.moments.judged(place, len(sheets), course.place, _stages(course))
        with clock.standing_at(moment), unit_of_work():
            _score(course, judge, sheets[judge], numbers)
    return len(course.sheets)


def _stages(course: Course) -> int:
    return len(course.folder.plan.stages)


def _assignment_ids(course: Course) -> dict[tuple[int, int], int]:
    marks = marks_of_stage(course.stage.id)
    return {(mark.seat_id, mark.nomination_id): mark.assignment_id for mark in marks}


def _score(
    course: Course,
    judge: str,
    sheets: Sequence[FolderSheet],
    numbers: dict[tuple[int, int], int],
) -> None:
    actor, seat = course.on_seat(judge), course.seats[judge]
    comments = {
        row.nomination: row.comment
        for row in course.folder.comments
        if row.judge == judge and row.stage == course.stage_word
    }
    for sheet in sheets:
        with course.naming(SHEETS.file, sheet.line, "points"):
            number = numbers[seat.id, course.nomination_ids[sheet.nomination]]
            _send(course, number, sheet, comments.get(sheet.nomination, ""), actor)


def _send(course: Course, number: int, sheet: FolderSheet, comment: str, actor: Actor) -> None:
    draft = get_sheet_to_save(number, actor)
    saved = save_points(draft, dict(sheet.points), comment, version=draft.version)
    for sentence in saved.problems.values():
        course.faults.add(SHEETS.file, sheet.line, "points", sentence)
    if not saved.problems:
        submit_sheet(get_own_sheet(number, actor), version=saved.version, by=actor)


def close_judging(course: Course) -> int:
    """Take no more sheets."""
    with clock.standing_at(course.moments.judged_until(course.place, _stages(course))):
        close_stage(course.stage, by=FOLDER)
    return 1


def pass_dossiers_on(course: Course) -> int:
    """Let those go on whom the rule of the stage lets go on, and judge them in the next one."""
    passed = 0
    with (
        clock.standing_at(course.moments.judged_until(course.place, _stages(course))),
        course.naming(SHEETS.file, 0, "stage"),
    ):
        passed = pass_on(course.stage, by=FOLDER)
        course.place += 1
    return passed
