"""A round folder as frozen values: what `flask rounds run` and the clone of a round work on.

Every row keeps its line, so that an operation that refuses it later can still name the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.folders.enums import ConflictWord, DecisionKind, SeatWord
    from app.programmes.rules.plan import RoundPlan
    from app.registry.enums import Gender, UnitKind


@dataclass(frozen=True, slots=True)
class FolderUnit:
    """A row of units.csv."""

    line: int
    code: str
    name: str
    kind: UnitKind
    locality: str


@dataclass(frozen=True, slots=True)
class FolderFile:
    """An attachment; `document` is the code of the document of the form that it belongs to."""

    path: str
    name: str
    document: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FolderNomination:
    """A row of nominations.csv; `answers` pairs question codes with what was written."""

    line: int
    code: str
    title: str
    category: str | None
    unit: str | None
    summary: str
    answers: tuple[tuple[str, str], ...] = ()
    files: tuple[FolderFile, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderPerson:
    """A row of people.csv; `unit` is a code of units.csv."""

    line: int
    nomination: str
    order: int
    full_name: str
    role: str
    birth_date: date | None
    gender: Gender | None
    unit: str | None
    position: str
    degree: str
    contribution_percent: Decimal | None
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class FolderSeat:
    """A row of council.csv; specialities are category codes, no stage means every stage."""

    line: int
    code: str
    full_name: str
    role: SeatWord
    unit: str | None
    specialities: tuple[str, ...]
    stage: tuple[str, ...] = ()

    def judges(self, stage: str) -> bool:
        """Tell whether the member sits on the council of a stage."""
        return not self.stage or stage in self.stage


@dataclass(frozen=True, slots=True)
class FolderConflict:
    """A row of conflicts.csv."""

    line: int
    judge: str
    nomination: str
    kind: ConflictWord
    note: str


@dataclass(frozen=True, slots=True)
class FolderAssignment:
    """A row of assignments.csv; of an only stage nothing is said."""

    line: int
    judge: str
    nomination: str
    stage: str = ""


@dataclass(frozen=True, slots=True)
class FolderPoint:
    """A row of sheets.csv: the points that one sheet gives one criterion."""

    line: int
    judge: str
    nomination: str
    criterion: str
    points: Decimal
    stage: str = ""


@dataclass(frozen=True, slots=True)
class FolderSheet:
    """The rows of sheets.csv that one judge wrote on one nomination, in the order of the plan."""

    line: int
    judge: str
    nomination: str
    points: tuple[tuple[str, Decimal], ...]
    stage: str = ""


@dataclass(frozen=True, slots=True)
class FolderComment:
    """A row of comments.csv."""

    line: int
    judge: str
    nomination: str
    comment: str
    stage: str = ""


@dataclass(frozen=True, slots=True)
class FolderDecision:
    """A row of decisions.csv."""

    line: int
    kind: DecisionKind
    nomination: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoundFolder:
    """A whole round; `assignments` is None when the folder leaves them to the solver."""

    plan: RoundPlan
    has_preset_form: bool
    has_preset_eligibility: bool
    units: tuple[FolderUnit, ...] = ()
    nominations: tuple[FolderNomination, ...] = ()
    people: tuple[FolderPerson, ...] = ()
    council: tuple[FolderSeat, ...] = ()
    conflicts: tuple[FolderConflict, ...] = ()
    assignments: tuple[FolderAssignment, ...] | None = None
    sheets: tuple[FolderSheet, ...] = ()
    comments: tuple[FolderComment, ...] = ()
    decisions: tuple[FolderDecision, ...] = ()

    @property
    def stage_words(self) -> tuple[str, ...]:
        """How rows name the stages in their order: an only one is not named."""
        codes = tuple(stage.code for stage in self.plan.stages)
        return codes if len(codes) > 1 else ("",)

    def people_of(self, nomination: str) -> tuple[FolderPerson, ...]:
        """Give the people of a nomination in the order in which they are named."""
        named = (person for person in self.people if person.nomination == nomination)
        return tuple(sorted(named, key=lambda person: person.order))
