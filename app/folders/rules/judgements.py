"""Who judged what in a round folder: known judges, points in range, nobody on a dossier too close.

A conflict that somebody declared is a fault. A shared unit is a warning only, because whether it
excludes a judge is for the conflict rules of the round to say when it is run.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.conflicts.enums import ConflictKind
from app.conflicts.rules import require_declarable
from app.folders.rules.codes import Placed, refuse_broken, refuse_repeated, require_known
from app.folders.rules.folder import FolderPoint, FolderSheet, RoundFolder
from app.folders.rules.rows import ASSIGNMENTS, COMMENTS, CONFLICTS, SHEETS
from app.scoring.rules.plan_rules import criterion_rules
from app.scoring.rules.sheet import require_points

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from app.folders.rules.stages import StagedRow
    from app.kernel.tables.faults import Faults
    from app.programmes.rules.plan import RoundPlan, StagePlan

Pair = tuple[str, str]
Key = tuple[str, str, str]


class JudgedRow(Placed, Protocol):
    """A row about one judge and one nomination."""

    @property
    def judge(self) -> str:
        """Give the code of the judge."""

    @property
    def nomination(self) -> str:
        """Give the code of the nomination."""


J = TypeVar("J", bound=JudgedRow)


def sheets_from(points: tuple[FolderPoint, ...], plan: RoundPlan) -> tuple[FolderSheet, ...]:
    """Gather the points of each judge on each nomination, in the order of the stage's criteria."""
    gathered: dict[Key, list[FolderPoint]] = {}
    for point in points:
        gathered.setdefault(_key(point), []).append(point)
    return tuple(_sheet(rows, _order(rows[0], plan)) for rows in gathered.values())


def _order(point: FolderPoint, plan: RoundPlan) -> dict[str, int]:
    stage = plan.find_stage(point.stage) or plan.final_stage
    return {criterion.code: index for index, criterion in enumerate(stage.criteria)}


def _sheet(rows: list[FolderPoint], order: dict[str, int]) -> FolderSheet:
    first = rows[0]
    known = sorted(
        (row for row in rows if row.criterion in order), key=lambda row: order[row.criterion]
    )
    points = tuple((row.criterion, row.points) for row in known)
    return FolderSheet(first.line, first.judge, first.nomination, points, first.stage)


def note_unfit_judgements(
    folder: RoundFolder, points: tuple[FolderPoint, ...], faults: Faults
) -> None:
    """Note what is wrong with conflicts, assignments, sheets and comments."""
    _judged(CONFLICTS.file, folder.conflicts, lambda one: (*_pair(one), one.kind), folder, faults)
    _judged(ASSIGNMENTS.file, folder.assignments or (), _key, folder, faults)
    _judged(COMMENTS.file, folder.comments, _key, folder, faults)
    _judged(SHEETS.file, points, lambda one: (*_key(one), one.criterion), folder, faults)
    _points(folder, points, faults)
    _whole_sheets(folder, faults)
    _declarable(folder, faults)
    _comments(folder, faults)
    _assigned(folder, faults)
    _apart(folder, faults)


def _pair(row: JudgedRow) -> Pair:
    return row.judge, row.nomination


def _key(row: StagedRow) -> Key:
    return row.stage, row.judge, row.nomination


def _stage_of(row: StagedRow, folder: RoundFolder) -> StagePlan:
    """Return the stage of a row; one that names none is a fault by itself."""
    return folder.plan.find_stage(row.stage) or folder.plan.final_stage


def _judged(
    file: str, rows: Iterable[J], key: Callable[[J], Hashable], folder: RoundFolder, faults: Faults
) -> None:
    judges = {seat.code for seat in folder.council}
    nominations = {nomination.code for nomination in folder.nominations}
    listed = list(rows)
    for row in listed:
        require_known(file, row.line, "judge", row.judge, judges, faults)
        require_known(file, row.line, "nomination", row.nomination, nominations, faults)
    refuse_repeated(file, "nomination", listed, key, faults)


def _points(folder: RoundFolder, points: tuple[FolderPoint, ...], faults: Faults) -> None:
    by_stage = {
        stage.code: {rule.code: rule for rule in criterion_rules(stage.criteria)}
        for stage in folder.plan.stages
    }
    for point in points:
        by_code = by_stage[_stage_of(point, folder).code]
        require_known(SHEETS.file, point.line, "criterion", point.criterion, by_code, faults)
        if point.criterion in by_code:
            with refuse_broken(SHEETS.file, point.line, "points", faults):
                require_points(by_code[point.criterion], point.points)


def _whole_sheets(folder: RoundFolder, faults: Faults) -> None:
    for sheet in folder.sheets:
        criteria = [criterion.code for criterion in _stage_of(sheet, folder).criteria]
        given = {code for code, _ in sheet.points}
        missing = [code for code in criteria if code not in given]
        if missing:
            remedy = (
                f"Phiếu của {sheet.judge} cho hồ sơ {sheet.nomination} thiếu điểm tiêu chí"
                f" {', '.join(missing)}; hãy bổ sung."
            )
            faults.add(SHEETS.file, sheet.line, "criterion", remedy)


def _declarable(folder: RoundFolder, faults: Faults) -> None:
    for row in folder.conflicts:
        with refuse_broken(CONFLICTS.file, row.line, "note", faults):
            require_declarable(ConflictKind(row.kind.value), row.note)


def _comments(folder: RoundFolder, faults: Faults) -> None:
    sheets = {_key(sheet) for sheet in folder.sheets}
    for row in folder.comments:
        if _key(row) not in sheets:
            remedy = f"{row.judge} không có phiếu chấm hồ sơ {row.nomination}; hãy bỏ dòng này."
            faults.add(COMMENTS.file, row.line, "judge", remedy)
    _wanted_comments(folder, faults)


def _wanted_comments(folder: RoundFolder, faults: Faults) -> None:
    commented = {_key(comment) for comment in folder.comments}
    for sheet in folder.sheets:
        stage = _stage_of(sheet, folder)
        scoring, weights = stage.scoring, {line.code: line.weight for line in stage.criteria}
        total = sum((weights[code] * points for code, points in sheet.points), Decimal(0))
        is_low = scoring.comment_below is not None and total < scoring.comment_below
        is_high = scoring.comment_above is not None and total > scoring.comment_above
        if (is_low or is_high) and _key(sheet) not in commented:
            remedy = (
                f"Phiếu của {sheet.judge} cho hồ sơ {sheet.nomination} được {total} điểm, thể lệ"
                " yêu cầu có nhận xét; hãy bổ sung vào comments.csv."
            )
            faults.add(SHEETS.file, sheet.line, "judge", remedy)


def _assigned(folder: RoundFolder, faults: Faults) -> None:
    if folder.assignments is None:
        return
    assigned = {_key(row) for row in folder.assignments}
    for sheet in folder.sheets:
        if _key(sheet) not in assigned:
            remedy = (
                f"{sheet.judge} không được phân công chấm hồ sơ {sheet.nomination};"
                " hãy bổ sung vào assignments.csv hoặc bỏ phiếu này."
            )
            faults.add(SHEETS.file, sheet.line, "judge", remedy)


def _apart(folder: RoundFolder, faults: Faults) -> None:
    declared = {_pair(conflict) for conflict in folder.conflicts}
    shared = _pairs_of_one_unit(folder)
    groups: tuple[tuple[str, Iterable[JudgedRow]], ...] = (
        (ASSIGNMENTS.file, folder.assignments or ()),
        (SHEETS.file, folder.sheets),
    )
    for file, rows in groups:
        for row in rows:
            where = f"{row.judge} và hồ sơ {row.nomination}"
            if _pair(row) in declared:
                remedy = f"Giữa {where} đã khai xung đột lợi ích; hãy bỏ dòng này."
                faults.add(file, row.line, "judge", remedy)
            elif _pair(row) in shared:
                remedy = f"{where} thuộc cùng một đơn vị; dòng này có thể bị từ chối khi chạy."
                faults.warn(file, row.line, "judge", remedy)


def _pairs_of_one_unit(folder: RoundFolder) -> set[Pair]:
    homes = {(one.unit, one.code) for one in folder.nominations if one.unit}
    homes |= {(person.unit, person.nomination) for person in folder.people if person.unit}
    by_unit: dict[str, set[str]] = {}
    for unit, nomination in homes:
        by_unit.setdefault(unit, set()).add(nomination)
    return {
        (seat.code, nomination)
        for seat in folder.council
        for nomination in by_unit.get(seat.unit or "", ())
    }
