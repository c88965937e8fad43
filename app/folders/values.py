"""Rows of a kept round as rows of a folder; like the plans of other packages it knows no database.

What a page shows in Vietnamese ("1.900", 28/02/2026) is written as files write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.folders.enums import ConflictWord
from app.folders.rules.folder import (
    FolderConflict,
    FolderNomination,
    FolderPerson,
    FolderSeat,
    FolderUnit,
)
from app.folders.rules.references import ROLES
from app.kernel.vietnamese.search import search_fold, slugify
from app.questions.rules.kinds import question_of
from app.registry.enums import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.conflicts.models import Conflict
    from app.councils.models import Seat
    from app.nominations.models import Nomination, NominationPerson
    from app.programmes.rules.plan import RoundPlan
    from app.registry.models import Unit

ROLE_WORDS = {role: word for word, role in ROLES.items()}
_LONGEST_CODE = 50


class UnitCodes:
    """The units that a round speaks of: those of the registry, and names that nobody entered."""

    def __init__(self, known: Iterable[Unit]) -> None:
        self._rows: dict[str, FolderUnit] = {}
        self._by_id: dict[int, str] = {}
        self._by_name: dict[str, str] = {}
        for unit in known:
            self._by_id[unit.id] = unit.code
            self._by_name[search_fold(unit.name)] = unit.code
            self._rows[unit.code] = FolderUnit(0, unit.code, unit.name, unit.kind, unit.locality)

    def of(self, unit_id: int | None, name: str = "") -> str | None:
        """Return the code of a unit; a name that stands in no registry gets one of its own."""
        if unit_id is not None:
            return self._by_id[unit_id]
        if not name:
            return None
        folded = search_fold(name)
        if folded not in self._by_name:
            code = self._free(slugify(name)[:_LONGEST_CODE].strip("-") or "don-vi")
            self._by_name[folded] = code
            self._rows[code] = FolderUnit(0, code, name, UnitKind.OTHER, "")
        return self._by_name[folded]

    def _free(self, stem: str) -> str:
        code, number = stem, 1
        while code in self._rows:
            number += 1
            code = f"{stem}-{number}"
        return code

    def rows(self) -> tuple[FolderUnit, ...]:
        """Return the units by their codes."""
        return tuple(self._rows[code] for code in sorted(self._rows))


def nomination_row(dossier: Nomination, plan: RoundPlan, units: UnitCodes) -> FolderNomination:
    """Return a dossier; its files are copied, not read."""
    questions = {question.code: question_of(question) for question in plan.questions}
    return FolderNomination(
        line=0,
        code=dossier.code or "",
        title=dossier.title,
        category=dossier.category.code if dossier.category else None,
        unit=units.of(dossier.unit_id),
        summary=dossier.summary,
        answers=tuple(
            (answer.question, questions[answer.question].cell(answer.value))
            for answer in dossier.answers
            if answer.question in questions
        ),
    )


def person_row(dossier: Nomination, person: NominationPerson, units: UnitCodes) -> FolderPerson:
    """Return somebody named in a dossier."""
    return FolderPerson(
        line=0,
        nomination=dossier.code or "",
        order=person.position,
        full_name=person.full_name,
        role=person.role,
        birth_date=person.birth_date,
        gender=person.gender,
        unit=units.of(person.unit_id, person.unit_name),
        position=person.position_title,
        degree=person.degree,
        contribution_percent=person.contribution,
        email=person.email,
        phone=person.phone,
    )


def seat_row(seat: Seat, units: UnitCodes, stages: tuple[str, ...]) -> FolderSeat:
    """Return a seat of the council of some stages; none are named where it judges all."""
    return FolderSeat(
        line=0,
        code=seat.code,
        full_name=seat.person.full_name,
        role=ROLE_WORDS[seat.role],
        unit=units.of(seat.unit_id),
        specialities=tuple(sorted(one.category.code for one in seat.specialities)),
        stage=stages,
    )


def conflict_rows(conflicts: Sequence[Conflict]) -> tuple[FolderConflict, ...]:
    """Return declared conflicts, by judge and dossier."""
    rows = [
        FolderConflict(
            line=0,
            judge=row.seat.code,
            nomination=row.nomination.code or "",
            kind=ConflictWord(row.kind.value),
            note=row.note,
        )
        for row in conflicts
    ]
    return tuple(sorted(rows, key=lambda row: (row.judge, row.nomination)))
