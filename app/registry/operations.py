"""Writing units, people and localities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import Duplicate, RuleBroken
from app.kernel.vietnamese.order import person_sort_key, sort_key
from app.kernel.vietnamese.text import clean_line
from app.registry import queries, rules
from app.registry.enums import RegistryEvent
from app.registry.models import Locality, Person, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.kernel.access import Actor
    from app.registry.rules import LocalityDetails, PersonDetails, UnitDetails


@operation
def add_unit(details: UnitDetails, *, by: Actor) -> Unit:
    """Enter a unit.

    Raises:
        Duplicate: beside ``name`` or ``code`` when a unit has it already.
    """
    unit = Unit(code=_code_for(details))
    _fill_unit(unit, details)
    db.session.add(unit)
    db.session.flush()
    record(RegistryEvent.UNIT_ADDED, unit, by=by, code=unit.code, name=unit.name)
    return unit


@operation
def change_unit(unit: Unit, details: UnitDetails, *, by: Actor) -> None:
    """Correct a unit; its code stays, since spreadsheets refer to it.

    Raises:
        Duplicate: beside ``name`` when another unit has it already.
    """
    before = _unit_facts(unit)
    _fill_unit(unit, details)
    db.session.flush()
    record(RegistryEvent.UNIT_CHANGED, unit, by=by, **_changes(before, _unit_facts(unit)))


def find_or_add_unit(details: UnitDetails, *, by: Actor) -> Unit:
    """Return the unit of the code or of the name; enter it when there is none."""
    code = details.code.strip().lower()
    known = queries.find_unit_by_code(code) if code else None
    return known or queries.find_unit_by_name(details.name) or add_unit(details, by=by)


def _code_for(details: UnitDetails) -> str:
    code = rules.code_of_unit(details.code, details.name, queries.unit_codes())
    if details.code and queries.find_unit_by_code(code):
        raise Duplicate(
            "Mã này đã dùng cho đơn vị khác. Hãy chọn mã khác hoặc để trống.", field="code"
        )
    return code


def _fill_unit(unit: Unit, details: UnitDetails) -> None:
    name = rules.unit_name(details.name, field="name")
    same = queries.find_unit_by_name(name)
    if same is not None and same.id != unit.id:
        raise Duplicate(
            f"Đã có đơn vị “{same.name}” (mã {same.code}). Nếu là đơn vị khác cùng tên, "
            "hãy thêm địa phương vào tên, ví dụ “Trường THCS Lê Lợi, phường Hồng Gai”.",
            field="name",
        )
    unit.name = name
    unit.sort_key = sort_key(name)[: rules.KEY_BYTES]
    unit.name_folded = rules.folded(name)
    unit.kind = details.kind
    unit.locality = clean_line(details.locality)
    unit.is_active = details.is_active


def _unit_facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "kind": unit.kind,
        "locality": unit.locality,
        "is_active": unit.is_active,
    }


@operation
def add_person(details: PersonDetails, *, by: Actor) -> Person:
    """Enter a person."""
    person = Person()
    _fill_person(person, details)
    db.session.add(person)
    db.session.flush()
    record(RegistryEvent.PERSON_ADDED, person, by=by, full_name=person.full_name)
    return person


@operation
def change_person(person: Person, details: PersonDetails, *, by: Actor) -> None:
    """Correct what is known of a person."""
    before = _person_facts(person)
    _fill_person(person, details)
    db.session.flush()
    changes = _changes(before, _person_facts(person))
    record(RegistryEvent.PERSON_CHANGED, person, by=by, **changes)


def find_or_add_person(details: PersonDetails, *, by: Actor) -> Person:
    """Return the person that the details speak of; enter them when there is none.

    An address alone is no identity, since offices share theirs: the name must agree. Without a
    known address, name and unit decide, unless both days of birth are known and differ; a name
    without a unit is nobody in particular.
    """
    return _find_person(details) or add_person(details, by=by)


def _find_person(details: PersonDetails) -> Person | None:
    by_email = queries.people_by_email(details.email) if details.email else ()
    has_unit = details.unit_id is not None
    by_name = queries.people_by_name(details.full_name, details.unit_id) if has_unit else ()
    name = rules.folded(details.full_name)
    candidates = [p for p in by_email if p.name_folded == name]
    candidates += [p for p in by_name if _may_be(p, details)]
    return candidates[0] if candidates else None


def _may_be(person: Person, details: PersonDetails) -> bool:
    """Tell whether nothing known sets two people of one name and unit apart."""
    births = {person.birth_date, details.birth_date} - {None}
    emails = {person.email, details.email} - {None}
    return len(births) <= 1 and len(emails) <= 1


def _fill_person(person: Person, details: PersonDetails) -> None:
    rules.require_birth_date(details.birth_date, clock.today())
    name = rules.person_name(details.full_name, field="full_name")
    person.full_name = name
    person.sort_key = person_sort_key(name)[: rules.KEY_BYTES]
    person.name_folded = rules.folded(name)
    person.birth_date = details.birth_date
    person.gender = details.gender
    person.academic_rank = clean_line(details.academic_rank)
    person.academic_degree = clean_line(details.academic_degree)
    person.position_title = clean_line(details.position_title)
    person.email = details.email
    person.phone = details.phone
    person.unit_id = details.unit_id


def _person_facts(person: Person) -> dict[str, object]:
    """Return what the log keeps of a person: no telephone number, no day of birth."""
    return {
        "full_name": person.full_name,
        "academic_rank": person.academic_rank,
        "academic_degree": person.academic_degree,
        "position_title": person.position_title,
        "email": person.email,
        "unit_id": person.unit_id,
    }


def _changes(before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    """Return the new values of what differs."""
    return {key: value for key, value in after.items() if before[key] != value}


@operation
def load_localities(rows: Iterable[LocalityDetails], *, by: Actor) -> int:
    """Enter a list of localities, or correct what is there; return how many were read.

    Raises:
        RuleBroken: for an empty list.
    """
    known = queries.localities_by_code()
    loaded = [_fill_locality(known.get(row.code) or Locality(code=row.code), row) for row in rows]
    if not loaded:
        raise RuleBroken("Danh sách địa phương không có dòng nào. Hãy kiểm tra lại tệp.")
    db.session.add_all(loaded)
    db.session.flush()
    record(RegistryEvent.LOCALITIES_LOADED, loaded[0], by=by, count=len(loaded))
    return len(loaded)


def _fill_locality(locality: Locality, row: LocalityDetails) -> Locality:
    locality.kind, locality.name = row.kind, row.name
    locality.province_code = row.province_code
    locality.sort_key = sort_key(row.name)[: rules.KEY_BYTES]
    locality.valid_from, locality.valid_until = row.valid_from, row.valid_until
    return locality
