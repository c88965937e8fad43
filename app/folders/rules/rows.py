"""The rows of a round folder, each table on its own; what they say of each other comes later."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from app.folders.enums import ConflictWord, DecisionKind, SeatWord
from app.folders.rules.folder import (
    FolderAssignment,
    FolderComment,
    FolderConflict,
    FolderDecision,
    FolderNomination,
    FolderPerson,
    FolderPoint,
    FolderSeat,
    FolderUnit,
)
from app.kernel.tables.rows import TableKind, TableRow
from app.registry.enums import Gender, UnitKind

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")

UNITS = TableKind("units.csv", ("code", "name", "kind"), ("locality",))
NOMINATIONS = TableKind(
    "nominations.csv",
    ("code", "title"),
    ("category", "unit", "summary"),
    takes_more=True,
    paragraphs=("summary",),
)
PEOPLE = TableKind(
    "people.csv",
    ("nomination", "order", "full_name"),
    (
        "role",
        "birth_date",
        "gender",
        "unit",
        "position",
        "degree",
        "contribution_percent",
        "email",
        "phone",
    ),
)
COUNCIL = TableKind("council.csv", ("code", "full_name", "role"), ("unit", "specialities", "stage"))
CONFLICTS = TableKind("conflicts.csv", ("judge", "nomination", "kind"), ("note",))
ASSIGNMENTS = TableKind("assignments.csv", ("judge", "nomination"), ("stage",))
SHEETS = TableKind("sheets.csv", ("judge", "nomination", "criterion", "points"), ("stage",))
COMMENTS = TableKind(
    "comments.csv", ("judge", "nomination", "comment"), ("stage",), paragraphs=("comment",)
)
DECISIONS = TableKind(
    "decisions.csv", ("kind", "nomination", "value", "reason"), paragraphs=("reason",)
)


def unit_of(row: TableRow) -> FolderUnit | None:
    """Read a row of units.csv."""
    code, name = row.needed("code"), row.needed("name")
    kind = row.one_of("kind", UnitKind) if row.needed("kind") else None
    if not code or not name or kind is None:
        return None
    return FolderUnit(row.line, code, name, kind, row.text("locality"))


def nomination_of(row: TableRow) -> FolderNomination | None:
    """Read a row of nominations.csv without its answers and files."""
    code, title = row.needed("code"), row.needed("title")
    if not code or not title:
        return None
    category, unit = row.text("category") or None, row.text("unit") or None
    return FolderNomination(row.line, code, title, category, unit, row.text("summary"))


def person_of(row: TableRow) -> FolderPerson | None:
    """Read a row of people.csv."""
    nomination, full_name = row.needed("nomination"), row.needed("full_name")
    order = row.integer("order")
    birth_date, gender = row.day("birth_date"), row.one_of("gender", Gender)
    share, email = row.decimal("contribution_percent"), row.text("email")
    if not nomination or not full_name or order is None:
        return None
    return FolderPerson(
        row.line,
        nomination,
        order,
        full_name,
        row.text("role"),
        birth_date,
        gender,
        row.text("unit") or None,
        row.text("position"),
        row.text("degree"),
        share,
        email,
        row.text("phone"),
    )


def seat_of(row: TableRow) -> FolderSeat | None:
    """Read a row of council.csv."""
    code, full_name = row.needed("code"), row.needed("full_name")
    role = row.one_of("role", SeatWord) if row.needed("role") else None
    if not code or not full_name or role is None:
        return None
    known, stages = (_listed(row.text(column)) for column in ("specialities", "stage"))
    return FolderSeat(row.line, code, full_name, role, row.text("unit") or None, known, stages)


def _listed(text: str) -> tuple[str, ...]:
    """Return the codes of a cell, which ";" separates."""
    return tuple(code for part in text.split(";") if (code := part.strip()))


def conflict_of(row: TableRow) -> FolderConflict | None:
    """Read a row of conflicts.csv."""
    judge, nomination = row.needed("judge"), row.needed("nomination")
    kind = row.one_of("kind", ConflictWord) if row.needed("kind") else None
    if not judge or not nomination or kind is None:
        return None
    return FolderConflict(row.line, judge, nomination, kind, row.text("note"))


def assignment_of(row: TableRow) -> FolderAssignment | None:
    """Read a row of assignments.csv."""
    judge, nomination = row.needed("judge"), row.needed("nomination")
    if not judge or not nomination:
        return None
    return FolderAssignment(row.line, judge, nomination, row.text("stage"))


def point_of(row: TableRow) -> FolderPoint | None:
    """Read a row of sheets.csv."""
    judge, nomination = row.needed("judge"), row.needed("nomination")
    criterion = row.needed("criterion")
    points = row.decimal("points") if row.needed("points") else None
    if not judge or not nomination or not criterion or points is None:
        return None
    return FolderPoint(row.line, judge, nomination, criterion, points, row.text("stage"))


def comment_of(row: TableRow) -> FolderComment | None:
    """Read a row of comments.csv."""
    judge, nomination = row.needed("judge"), row.needed("nomination")
    comment = row.needed("comment")
    if not judge or not nomination or not comment:
        return None
    return FolderComment(row.line, judge, nomination, comment, row.text("stage"))


def decision_of(row: TableRow) -> FolderDecision | None:
    """Read a row of decisions.csv; a decision without a reason is none."""
    nomination, reason = row.needed("nomination"), row.needed("reason")
    kind = row.one_of("kind", DecisionKind) if row.needed("kind") else None
    if not nomination or not reason or kind is None:
        return None
    if kind is DecisionKind.TIE and row.integer("value") is None:
        return None
    if kind is not DecisionKind.TIE and not row.needed("value"):
        return None
    if kind is DecisionKind.SCORE and row.decimal("value") is None:
        return None
    return FolderDecision(row.line, kind, nomination, row.text("value"), reason)


def kept(rows: list[TableRow], reader: Callable[[TableRow], R | None]) -> tuple[R, ...]:
    """Read all rows, leaving out those whose faults were noted."""
    return tuple(value for value in map(reader, rows) if value is not None)
