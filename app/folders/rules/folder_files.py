"""A round folder as files: the bytes that `app.folders.rules.parsed_folder` reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.folders.rules.answers import code_from
from app.folders.rules.round_file import ROUND_FILE
from app.folders.rules.round_toml import round_toml
from app.folders.rules.rows import (
    ASSIGNMENTS,
    COMMENTS,
    CONFLICTS,
    COUNCIL,
    DECISIONS,
    NOMINATIONS,
    PEOPLE,
    SHEETS,
    UNITS,
)
from app.kernel.tables.csv_text import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.folders.rules.folder import FolderNomination, RoundFolder
    from app.kernel.tables.rows import TableKind
    from app.programmes.rules.plan import RoundPlan


def files_of(folder: RoundFolder) -> dict[str, bytes]:
    """Return the files of a folder by their names, without its attachments."""
    # Of an only stage nothing is said.
    left_out = "stage" if len(folder.plan.stages) == 1 else None
    text = round_toml(folder.plan, keeps_form=folder.has_preset_form)
    files = {
        ROUND_FILE: text.encode(),
        UNITS.file: _table(UNITS, folder.units),
        NOMINATIONS.file: _nominations(folder),
        PEOPLE.file: _table(PEOPLE, folder.people),
        COUNCIL.file: _table(COUNCIL, folder.council, left_out),
        SHEETS.file: csv_bytes(
            (*SHEETS.columns, *(name for name in SHEETS.optional if name != left_out)),
            (
                (sheet.judge, sheet.nomination, criterion, _cell(points), sheet.stage)[
                    : len(SHEETS.columns) + (left_out is None)
                ]
                for sheet in folder.sheets
                for criterion, points in sheet.points
            ),
        ),
    }
    further = (
        (CONFLICTS, folder.conflicts),
        (ASSIGNMENTS, folder.assignments or ()),
        (COMMENTS, folder.comments),
        (DECISIONS, folder.decisions),
    )
    return files | {kind.file: _table(kind, rows, left_out) for kind, rows in further if rows}


def _table(kind: TableKind, rows: Iterable[object], left_out: str | None = None) -> bytes:
    columns = [name for name in kind.columns + kind.optional if name != left_out]
    return csv_bytes(columns, ([_cell(getattr(row, name)) for name in columns] for row in rows))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)


def _nominations(folder: RoundFolder) -> bytes:
    own = NOMINATIONS.columns + NOMINATIONS.optional
    questions = question_columns(folder.plan, keeps_form=folder.has_preset_form)
    rows = (_nomination(row, own, list(questions)) for row in folder.nominations)
    return csv_bytes((*own, *questions.values()), rows)


def _nomination(row: FolderNomination, own: Sequence[str], questions: list[str]) -> list[str]:
    answers = dict(row.answers)
    cells = [_cell(getattr(row, name)) for name in own]
    return cells + [answers.get(code, "") for code in questions]


def question_columns(plan: RoundPlan, *, keeps_form: bool) -> dict[str, str]:
    """Map each question to its column: by its words where the folder makes the form of them."""
    columns: dict[str, str] = {}
    for question in plan.questions:
        is_named_by_words = not keeps_form and code_from(question.label) == question.code
        columns[question.code] = question.label if is_named_by_words else question.code
    return columns
