"""What units, dossiers, people and seats of a round folder say of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.councils.enums import SeatRole
from app.councils.rules import require_chair, seat_code
from app.folders import enums
from app.folders.rules.codes import (
    refuse_broken,
    refuse_odd_codes,
    refuse_repeated,
    require_known,
)
from app.folders.rules.rows import COUNCIL, NOMINATIONS, PEOPLE, UNITS
from app.kernel.vietnamese.search import search_fold
from app.programmes.rules.limits import LONGEST_LINE
from app.registry.rules import person_name, unit_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from app.folders.rules.folder import FolderPerson, FolderSeat, FolderUnit, RoundFolder
    from app.kernel.tables.faults import Faults

ROLES = {
    enums.SeatWord.CHAIR: SeatRole.CHAIR,
    enums.SeatWord.DEPUTY: SeatRole.VICE_CHAIR,
    enums.SeatWord.SECRETARY: SeatRole.SECRETARY_MEMBER,
    enums.SeatWord.MEMBER: SeatRole.MEMBER,
}
NO_DOSSIER = "Chưa có hồ sơ nào; hãy ghi mỗi hồ sơ một dòng."


def note_broken_references(folder: RoundFolder, faults: Faults) -> None:
    """Note codes that nothing carries, codes used twice, and names that are none."""
    _units(folder.units, faults)
    units = {unit.code for unit in folder.units}
    _nominations(folder, units, faults)
    _people(folder, units, faults)
    _council(folder, units, faults)


def _units(units: tuple[FolderUnit, ...], faults: Faults) -> None:
    refuse_repeated(UNITS.file, "code", units, lambda unit: unit.code, faults)
    refuse_odd_codes(UNITS.file, units, faults)
    for unit in units:
        with refuse_broken(UNITS.file, unit.line, "name", faults):
            unit_name(unit.name)
        if len(unit.locality) > LONGEST_LINE:
            remedy = f"Hãy rút gọn còn {LONGEST_LINE} ký tự; hiện có {len(unit.locality)} ký tự."
            faults.add(UNITS.file, unit.line, "locality", remedy)


def _nominations(folder: RoundFolder, units: set[str], faults: Faults) -> None:
    if not folder.nominations:
        faults.add(NOMINATIONS.file, 0, "", NO_DOSSIER)
    refuse_repeated(NOMINATIONS.file, "code", folder.nominations, lambda one: one.code, faults)
    refuse_odd_codes(NOMINATIONS.file, folder.nominations, faults)
    categories = [category.code for category in folder.plan.categories]
    for one in folder.nominations:
        require_known(NOMINATIONS.file, one.line, "unit", one.unit, units, faults)
        require_known(NOMINATIONS.file, one.line, "category", one.category, categories, faults)


def _people(folder: RoundFolder, units: set[str], faults: Faults) -> None:
    known = {nomination.code for nomination in folder.nominations}
    refuse_repeated(
        PEOPLE.file, "order", folder.people, lambda one: (one.nomination, one.order), faults
    )
    refuse_repeated(PEOPLE.file, "full_name", folder.people, _identity, faults)
    for person in folder.people:
        require_known(PEOPLE.file, person.line, "nomination", person.nomination, known, faults)
        require_known(PEOPLE.file, person.line, "unit", person.unit, units, faults)
        with refuse_broken(PEOPLE.file, person.line, "full_name", faults):
            person_name(person.full_name)


def _identity(person: FolderPerson) -> Hashable:
    return person.nomination, search_fold(person.full_name), person.birth_date


def _council(folder: RoundFolder, units: set[str], faults: Faults) -> None:
    categories = {category.code for category in folder.plan.categories}
    refuse_repeated(COUNCIL.file, "full_name", folder.council, _sitting, faults)
    refuse_repeated(COUNCIL.file, "code", folder.council, lambda one: search_fold(one.code), faults)
    for seat in folder.council:
        require_known(COUNCIL.file, seat.line, "unit", seat.unit, units, faults)
        for speciality in seat.specialities:
            require_known(COUNCIL.file, seat.line, "specialities", speciality, categories, faults)
        with refuse_broken(COUNCIL.file, seat.line, "full_name", faults):
            person_name(seat.full_name)
        with refuse_broken(COUNCIL.file, seat.line, "code", faults):
            seat_code(seat.code, ROLES[seat.role], ())
    for stages in dict.fromkeys(seat.stage for seat in folder.council) or ((),):
        _chair([seat for seat in folder.council if seat.stage == stages], faults)


def _sitting(seat: FolderSeat) -> Hashable:
    """Tell members apart as the registry does: a name without a unit is nobody in particular."""
    return (search_fold(seat.full_name), seat.unit, seat.stage) if seat.unit else seat.line


def _chair(council: Sequence[FolderSeat], faults: Faults) -> None:
    chairs = [seat for seat in council if seat.role is enums.SeatWord.CHAIR]
    line = chairs[1].line if len(chairs) > 1 else 0
    with refuse_broken(COUNCIL.file, line, "role", faults):
        require_chair(ROLES[seat.role] for seat in council)
