"""Which stage the rows of a folder speak of, and which dossiers come to each stage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.folders.rules.codes import Placed, require_known
from app.folders.rules.rows import ASSIGNMENTS, COMMENTS, COUNCIL, SHEETS
from app.scoring.rules.aggregation import CountedSheet, passing, stage_score
from app.scoring.rules.plan_rules import criterion_rules, stage_rules
from app.scoring.rules.sheet import sheet_total

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from app.folders.rules.folder import FolderPoint, FolderSeat, RoundFolder
    from app.kernel.tables.faults import Faults
    from app.programmes.rules.plan import RoundPlan

NAMELESS = "Đợt có nhiều vòng chấm; hãy ghi mã vòng ở cột stage."
LEFT_BEHIND = "Hồ sơ {code} không vào vòng “{stage}” theo điểm của vòng trước; hãy bỏ dòng này."
NOBODY_PASSES = "Theo điểm của vòng trước, không hồ sơ nào vào vòng “{stage}”."
NOT_THERE = "{judge} không thuộc hội đồng chấm vòng “{stage}”; hãy sửa cột stage."
NO_COUNCIL = "Vòng “{stage}” chưa có hội đồng nào chấm; hãy ghi thành viên của vòng này."


class StagedRow(Placed, Protocol):
    """A row about one judge in one stage."""

    @property
    def judge(self) -> str:
        """Give the code of the judge."""

    @property
    def nomination(self) -> str:
        """Give the code of the nomination."""

    @property
    def stage(self) -> str:
        """Give the code of the stage, or nothing."""


S = TypeVar("S")


def without_only_stage(rows: tuple[S, ...], plan: RoundPlan) -> tuple[S, ...]:
    """Return rows that name an only stage as rows that name none."""
    if len(plan.stages) > 1:
        return rows
    only = plan.final_stage.code
    named = {only: "", (only,): ()}
    return tuple(
        replace(row, stage=named[row.stage]) if row.stage in named else row  # type: ignore[attr-defined, type-var]  # rows with a stage
        for row in rows
    )


def note_unknown_stages(
    folder: RoundFolder, points: tuple[FolderPoint, ...], faults: Faults
) -> None:
    """Note rows that name no stage of the round, judges of other stages, stages without judges."""
    names = dict(zip(folder.stage_words, folder.plan.stages, strict=True))
    seats = {seat.code: seat for seat in folder.council}
    tables: tuple[tuple[str, Iterable[StagedRow]], ...] = (
        (ASSIGNMENTS.file, folder.assignments or ()),
        (SHEETS.file, points),
        (COMMENTS.file, folder.comments),
    )
    for file, rows in tables:
        for row in rows:
            if not row.stage and "" not in names:
                faults.add(file, row.line, "stage", NAMELESS)
                continue
            require_known(file, row.line, "stage", row.stage, names, faults)
            seat = seats.get(row.judge)
            if seat is not None and row.stage in names and not seat.judges(row.stage):
                remedy = NOT_THERE.format(judge=row.judge, stage=names[row.stage].name)
                faults.add(file, row.line, "stage", remedy)
    _note_councils(folder.council, {word: stage.name for word, stage in names.items()}, faults)


def _note_councils(council: tuple[FolderSeat, ...], names: dict[str, str], faults: Faults) -> None:
    for seat in council:
        for code in seat.stage:
            require_known(COUNCIL.file, seat.line, "stage", code, names, faults)
    for word, name in names.items():
        if council and not any(seat.judges(word) for seat in council):
            faults.add(COUNCIL.file, 0, "stage", NO_COUNCIL.format(stage=name))


def counted_sheets(folder: RoundFolder, place: int) -> dict[str, tuple[CountedSheet, ...]]:
    """Return the sheets of a stage, from 0, by dossier; whoever is too close wrote none."""
    criteria = criterion_rules(folder.plan.stages[place].criteria)
    sheets: dict[str, list[CountedSheet]] = {}
    for sheet in folder.sheets:
        if sheet.stage == folder.stage_words[place]:
            points = dict(sheet.points)
            counted = CountedSheet(sheet.judge, points, sheet_total(criteria, points))
            sheets.setdefault(sheet.nomination, []).append(counted)
    return {code: tuple(found) for code, found in sheets.items()}


def dossiers_by_stage(folder: RoundFolder) -> list[frozenset[str]]:
    """Return the codes of what each stage judges, by the sheets of the stages before it."""
    found = [frozenset(row.code for row in folder.nominations)]
    for place in range(len(folder.plan.stages) - 1):
        found.append(_passed(folder, place, found[-1]))
    return found


def _passed(folder: RoundFolder, place: int, inside: frozenset[str]) -> frozenset[str]:
    stage, sheets = folder.plan.stages[place], counted_sheets(folder, place)
    rule = stage_rules(stage).scoring
    scores: dict[str, dict[str, Decimal | None]] = {}
    for row in folder.nominations:
        if row.code in inside:
            score = stage_score(sheets.get(row.code, ()), rule).score
            scores.setdefault(row.category or "", {})[row.code] = score
    return passing(scores, stage.pass_score, stage.pass_count)


def note_left_behind(folder: RoundFolder, faults: Faults) -> None:
    """Note what is said of dossiers in stages that they do not come to.

    Who goes on is only computed from a folder that has no other fault.
    """
    if len(folder.plan.stages) == 1 or not all(fault.is_warning for fault in faults.found):
        return
    judged = dict(zip(folder.stage_words, dossiers_by_stage(folder), strict=True))
    names = {stage.code: stage.name for stage in folder.plan.stages}
    for word, inside in judged.items():
        if not inside:
            faults.add(SHEETS.file, 0, "stage", NOBODY_PASSES.format(stage=names[word]))
    tables: tuple[tuple[str, Iterable[StagedRow]], ...] = (
        (ASSIGNMENTS.file, folder.assignments or ()),
        (SHEETS.file, folder.sheets),
    )
    for file, rows in tables:
        for row in rows:
            if row.nomination not in judged[row.stage]:
                remedy = LEFT_BEHIND.format(code=row.nomination, stage=names[row.stage])
                faults.add(file, row.line, "nomination", remedy)
