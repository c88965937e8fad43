"""What units, dossiers, people and seats of a round folder say of each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.folders.enums import SeatRole
from app.folders.rules.codes import refuse_repeated, require_known
from app.folders.rules.rows import COUNCIL, NOMINATIONS, PEOPLE, UNITS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from app.folders.rules.faults import Faults
    from app.folders.rules.folder import FolderNomination, FolderPerson, RoundFolder

WHOLE = Decimal(100)


def note_broken_references(folder: RoundFolder, faults: Faults) -> None:
    """Note codes that nothing carries, codes used twice, and shares that do not make a whole."""
    refuse_repeated(UNITS.file, "code", folder.units, lambda unit: unit.code, faults)
    units = {unit.code for unit in folder.units}
    _nominations(folder, units, faults)
    _people(folder, units, faults)
    _council(folder, units, faults)


def _nominations(folder: RoundFolder, units: set[str], faults: Faults) -> None:
    refuse_repeated(NOMINATIONS.file, "code", folder.nominations, lambda one: one.code, faults)
    for nomination in folder.nominations:
        require_known(NOMINATIONS.file, nomination.line, "unit", nomination.unit, units, faults)
        _category(folder, nomination, faults)


def _category(folder: RoundFolder, nomination: FolderNomination, faults: Faults) -> None:
    codes = [category.code for category in folder.plan.categories]
    line, category = nomination.line, nomination.category
    if codes and not category:
        remedy = f"Hãy ghi lĩnh vực của hồ sơ: {', '.join(codes)}."
        faults.add(NOMINATIONS.file, line, "category", remedy)
    require_known(NOMINATIONS.file, line, "category", category, codes, faults)


def _people(folder: RoundFolder, units: set[str], faults: Faults) -> None:
    known = {nomination.code for nomination in folder.nominations}
    refuse_repeated(
        PEOPLE.file, "order", folder.people, lambda one: (one.nomination, one.order), faults
    )
    refuse_repeated(PEOPLE.file, "full_name", folder.people, _identity, faults)
    grouped: dict[str, list[FolderPerson]] = {}
    for person in folder.people:
        require_known(PEOPLE.file, person.line, "nomination", person.nomination, known, faults)
        require_known(PEOPLE.file, person.line, "unit", person.unit, units, faults)
        grouped.setdefault(person.nomination, []).append(person)
    for nomination in folder.nominations:
        _group(nomination, grouped.get(nomination.code, []), folder.plan.max_people, faults)


def _identity(person: FolderPerson) -> Hashable:
    return person.nomination, " ".join(person.full_name.casefold().split()), person.birth_date


def _group(
    nomination: FolderNomination, people: list[FolderPerson], largest: int, faults: Faults
) -> None:
    if not people:
        remedy = f"Hồ sơ “{nomination.code}” chưa có ai trong people.csv; hãy bổ sung."
        faults.add(NOMINATIONS.file, nomination.line, "code", remedy)
        return
    if len(people) > largest:
        remedy = f"Hồ sơ có {len(people)} người, thể lệ chỉ cho phép {largest} người."
        faults.add(PEOPLE.file, people[largest].line, "nomination", remedy)
    _shares(people, faults)


def _shares(people: list[FolderPerson], faults: Faults) -> None:
    given = [one.contribution_percent for one in people if one.contribution_percent is not None]
    if not given and len(people) == 1:
        return
    for person in people:
        share = person.contribution_percent
        if share is None or not 0 < share <= WHOLE:
            remedy = "Hãy ghi phần đóng góp, lớn hơn 0 và không quá 100."
            faults.add(PEOPLE.file, person.line, "contribution_percent", remedy)
    if len(given) == len(people) and sum(given) != WHOLE:
        remedy = f"Tổng phần đóng góp của hồ sơ là {sum(given)}, phải bằng đúng 100; hãy sửa lại."
        faults.add(PEOPLE.file, people[-1].line, "contribution_percent", remedy)


def _council(folder: RoundFolder, units: set[str], faults: Faults) -> None:
    categories = {category.code for category in folder.plan.categories}
    refuse_repeated(COUNCIL.file, "code", folder.council, lambda seat: seat.code, faults)
    for seat in folder.council:
        require_known(COUNCIL.file, seat.line, "unit", seat.unit, units, faults)
        for speciality in seat.specialities:
            require_known(COUNCIL.file, seat.line, "specialities", speciality, categories, faults)
    chairs = [seat for seat in folder.council if seat.role is SeatRole.CHAIR]
    for seat in chairs[1:]:
        faults.add(COUNCIL.file, seat.line, "role", "Hội đồng chỉ có một chủ tịch (chair).")
    if not chairs:
        faults.warn(COUNCIL.file, 0, "role", "Hội đồng chưa có chủ tịch (chair).")
