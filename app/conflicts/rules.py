"""Who is too close to a dossier to judge it.

The grounds that can be told from what is known of people are computed anew each time and never
stored, so that a corrected unit or a merged person counts at once. Whatever points to the person
themselves is taken as proof: a judge wrongly kept off one dossier is a nuisance, a judge of their
own work is a scandal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.conflicts.enums import DECLARABLE, ConflictKind
from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import clean_line

if TYPE_CHECKING:
    from datetime import date

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Someone:
    """What is known of a judge, or of somebody named in a dossier; names and e-mails folded.

    ``contact_of`` are the units that a judge speaks for, whose dossiers they read at that desk.
    """

    name: str
    person_id: int | None = None
    email: str = ""
    birth_date: date | None = None
    unit_id: int | None = None
    unit_name: str = ""
    contact_of: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class DossierCircle:
    """Who stands behind a dossier: the nominating unit, who wrote it, who is named in it."""

    unit_id: int | None = None
    owner_person_id: int | None = None
    people: tuple[Someone, ...] = field(default_factory=tuple)


def conflicts_between(judge: Someone, dossier: DossierCircle) -> tuple[ConflictKind, ...]:
    """Return the grounds that keep a judge off a dossier, the gravest first; none when free."""
    grounds = []
    if _wrote(judge, dossier) or any(is_same_person(judge, one) for one in dossier.people):
        grounds.append(ConflictKind.SELF)
    if shares_unit(judge, dossier):
        grounds.append(ConflictKind.SAME_UNIT)
    return tuple(grounds)


def _wrote(judge: Someone, dossier: DossierCircle) -> bool:
    return judge.person_id is not None and judge.person_id == dossier.owner_person_id


def is_same_person(one: Someone, other: Someone) -> bool:
    """Tell whether two records speak of one person, whichever accounts they use.

    The number in the registry decides, or the address. A name decides together with the day of
    birth, since the registry may hold somebody twice; where a number is missing, also with the
    unit.
    """
    if one.person_id is not None and one.person_id == other.person_id:
        return True
    if one.email and one.email == other.email:
        return True
    if not one.name or one.name != other.name:
        return False
    if one.birth_date is not None and one.birth_date == other.birth_date:
        return True
    both_numbered = one.person_id is not None and other.person_id is not None
    return not both_numbered and _same_unit(one, other)


def shares_unit(judge: Someone, dossier: DossierCircle) -> bool:
    """Tell whether the judge's unit nominates, or is that of somebody named.

    A unit that the judge speaks for is as close as the one that employs them.
    """
    if judge.unit_id is not None and judge.unit_id == dossier.unit_id:
        return True
    if judge.contact_of & {dossier.unit_id, *(one.unit_id for one in dossier.people)}:
        return True
    return any(_same_unit(judge, one) for one in dossier.people)


def _same_unit(one: Someone, other: Someone) -> bool:
    if one.unit_id is not None and other.unit_id is not None:
        return one.unit_id == other.unit_id
    return bool(one.unit_name) and one.unit_name == other.unit_name


def require_declarable(kind: ConflictKind, note: str) -> str:
    """Return the cleaned note of a declaration.

    Raises:
        RuleBroken: beside ``kind`` for a ground that nobody declares, beside ``note`` when
            another reason is not told or the note is endless.
    """
    if kind not in DECLARABLE:
        raise RuleBroken("Hãy chọn một lý do trong danh sách.", field="kind")
    if len(note) > LONGEST_NOTE:
        raise RuleBroken(f"Hãy ghi nhiều nhất {LONGEST_NOTE} ký tự.", field="note")
    cleaned = clean_line(note)
    if kind is ConflictKind.OTHER and not cleaned:
        raise RuleBroken("Hãy ghi vắn tắt lý do để ban tổ chức biết.", field="note")
    return cleaned
