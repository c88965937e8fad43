"""The progress of a stage as a grid: judges down, dossiers across, totals on both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.kernel.numbers import format_decimal

if TYPE_CHECKING:
    from decimal import Decimal

DONE_MARK = "✓"


@dataclass(frozen=True, slots=True)
class Mark:
    """One assignment with the state of its sheet."""

    assignment_id: int
    seat_id: int
    nomination_id: int
    stood_aside: bool
    is_sent: bool
    is_begun: bool
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """A judge in the grid."""

    seat_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DossierColumn:
    """A dossier in the grid; the label is the number at the end of its code."""

    nomination_id: int
    code: str
    title: str
    category_id: int | None

    @property
    def label(self) -> str:
        """The number by which the secretary knows the dossier: 214 for STKT-XI-0214."""
        return self.code.rpartition("-")[2].lstrip("0") or self.code


@dataclass(frozen=True, slots=True)
class GridCell:
    """What the grid shows where a judge and a dossier meet; words of the component."""

    status: str
    text: str = ""
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far a stage is; ``barred`` are pairs (seat, dossier) in conflict."""

    judges: tuple[JudgeRow, ...]
    dossiers: tuple[DossierColumn, ...]
    marks: tuple[Mark, ...]
    barred: frozenset[tuple[int, int]]
    shows_points: bool

    @property
    def counted(self) -> tuple[Mark, ...]:
        """The assignments that are to bring a sheet."""
        return tuple(mark for mark in self.marks if not mark.stood_aside)

    @property
    def wanted(self) -> int:
        """How many sheets are to come in all."""
        return len(self.counted)

    @property
    def sent(self) -> int:
        """How many sheets have come."""
        return sum(mark.is_sent for mark in self.counted)

    def only(self, category_id: int | None) -> StageProgress:
        """Return the part of one category, with the judges who have to do with it."""
        if category_id is None:
            return self
        dossiers = tuple(d for d in self.dossiers if d.category_id == category_id)
        inside = {dossier.nomination_id for dossier in dossiers}
        marks = tuple(mark for mark in self.marks if mark.nomination_id in inside)
        busy = {mark.seat_id for mark in marks}
        judges = tuple(judge for judge in self.judges if judge.seat_id in busy)
        return replace(self, judges=judges, dossiers=dossiers, marks=marks)

    def rows(self) -> list[tuple[JudgeRow, list[GridCell], str]]:
        """Return each judge with a cell for each dossier and "9/12"."""
        marks = {(mark.seat_id, mark.nomination_id): mark for mark in self.marks}
        return [
            (
                judge,
                [self._cell(judge, dossier, marks) for dossier in self.dossiers],
                _share([m for m in self.counted if m.seat_id == judge.seat_id]),
            )
            for judge in self.judges
        ]

    def _cell(
        self, judge: JudgeRow, dossier: DossierColumn, marks: dict[tuple[int, int], Mark]
    ) -> GridCell:
        pair = (judge.seat_id, dossier.nomination_id)
        mark = marks.get(pair)
        if mark is None or mark.stood_aside:
            is_barred = mark is not None or pair in self.barred
            return GridCell("barred") if is_barred else GridCell("absent")
        if mark.is_sent:
            return GridCell("done", self._points(mark), mark.assignment_id)
        return GridCell("partial" if mark.is_begun else "none", "", mark.assignment_id)

    def _points(self, mark: Mark) -> str:
        if not self.shows_points or mark.total is None:
            return DONE_MARK
        return format_decimal(mark.total)

    def column_totals(self) -> list[str]:
        """Return "5/7" for each dossier."""
        return [
            _share([m for m in self.counted if m.nomination_id == dossier.nomination_id])
            for dossier in self.dossiers
        ]

    @property
    def grand_total(self) -> str:
        """Return "45/76"."""
        return f"{self.sent}/{self.wanted}"

    def not_begun(self) -> list[JudgeRow]:
        """Return the judges who have dossiers and have begun none."""
        begun = {m.seat_id for m in self.counted if m.is_sent or m.is_begun}
        busy = {m.seat_id for m in self.counted}
        return [judge for judge in self.judges if judge.seat_id in busy - begun]

    def missing(self) -> list[tuple[JudgeRow, int]]:
        """Return the judges whose sheets are missing, with how many, most first."""
        open_marks = [mark for mark in self.counted if not mark.is_sent]
        counts = [
            (judge, sum(mark.seat_id == judge.seat_id for mark in open_marks))
            for judge in self.judges
        ]
        return sorted((row for row in counts if row[1]), key=lambda row: (-row[1], row[0].code))

    def below(self, min_sheets: int) -> list[tuple[DossierColumn, int]]:
        """Return the dossiers with fewer judges than sheets are needed, with their number."""
        counts = [
            (dossier, sum(mark.nomination_id == dossier.nomination_id for mark in self.counted))
            for dossier in self.dossiers
        ]
        return [row for row in counts if row[1] < min_sheets]


def _share(marks: list[Mark]) -> str:
    return f"{sum(mark.is_sent for mark in marks)}/{len(marks)}"
