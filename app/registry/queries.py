"""Reading units, people and localities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.infra.db.engine import db
from app.infra.tables import Page, paginate
from app.kernel.errors import NotFound
from app.kernel.vietnamese.text import clean_line
from app.registry.models import Locality, Person, Unit
from app.registry.rules import LARGEST_ID, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from app.registry.enums import UnitKind

LONGEST_SEARCH = 200
DATA = Path(__file__).parent / "data"


def get_unit(unit_id: int) -> Unit:
    """Return a unit.

    Raises:
        NotFound: when there is none of this number.
    """
    unit = db.session.get(Unit, unit_id) if unit_id <= LARGEST_ID else None
    if unit is None:
        raise NotFound
    return unit


def find_unit_by_code(code: str) -> Unit | None:
    """Return the unit of a code."""
    return db.session.execute(select(Unit).where(Unit.code == code)).scalar_one_or_none()


def find_unit_by_name(name: str) -> Unit | None:
    """Return the first unit whose name reads the same without accents and case."""
    query = select(Unit).where(Unit.name_folded == folded(name)).order_by(Unit.id).limit(1)
    return db.session.execute(query).scalar_one_or_none()


def unit_codes(stem: str = "") -> set[str]:
    """Return the codes in use that begin with a stem."""
    query = select(Unit.code).where(Unit.code.startswith(stem, autoescape=True))
    return set(db.session.execute(query).scalars())


def unit_choices() -> list[tuple[int, str]]:
    """Return number and name of every active unit, in Vietnamese order."""
    query = select(Unit.id, Unit.name).where(Unit.is_active).order_by(Unit.sort_key, Unit.id)
    return [(row.id, row.name) for row in db.session.execute(query)]


def units_by_id(unit_ids: Collection[int]) -> Sequence[Unit]:
    """Return the units of the given numbers, in Vietnamese order."""
    query = select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.sort_key, Unit.id)
    return db.session.execute(query).scalars().all()


def units_page(text: str, kind: UnitKind | None, number: int) -> Page[Unit]:
    """Return a page of units, found by name or code with or without accents."""
    query = select(Unit).order_by(Unit.sort_key, Unit.id)
    if kind is not None:
        query = query.where(Unit.kind == kind)
    for word in _words(text):
        query = query.where(or_(_has(Unit.name_folded, word), _has(Unit.code, word)))
    return paginate(query, number)


def get_person(person_id: int) -> Person:
    """Return a person with their unit.

    Raises:
        NotFound: when there is none of this number.
    """
    if person_id > LARGEST_ID:
        raise NotFound
    query = select(Person).where(Person.id == person_id).options(joinedload(Person.unit))
    person = db.session.execute(query).scalar_one_or_none()
    if person is None:
        raise NotFound
    return person


def people_by_email(email: str) -> Sequence[Person]:
    """Return the people of an e-mail address, oldest first; offices share theirs."""
    query = select(Person).where(Person.email == email).order_by(Person.id)
    return db.session.execute(query).scalars().all()


def people_by_name(full_name: str, unit_id: int | None) -> Sequence[Person]:
    """Return the people of a name in a unit, whatever accents and case, oldest first."""
    query = (
        select(Person)
        .where(Person.name_folded == folded(full_name), Person.unit_id == unit_id)
        .order_by(Person.id)
    )
    return db.session.execute(query).scalars().all()


def people_page(text: str, unit_id: int | None, number: int) -> Page[Person]:
    """Return a page of people with their units, by given name as Vietnamese lists order them."""
    query = select(Person).options(joinedload(Person.unit)).order_by(Person.sort_key, Person.id)
    if unit_id is not None:
        query = query.where(Person.unit_id == unit_id)
    for word in _words(text):
        query = query.where(or_(_has(Person.name_folded, word), _has(Person.email, word)))
    return paginate(query, number)


def localities_by_code() -> dict[str, Locality]:
    """Return all localities, by code."""
    query = select(Locality).order_by(Locality.code)
    return {row.code: row for row in db.session.execute(query).scalars()}


def locality_names() -> list[str]:
    """Return the localities as they are written after an address, in Vietnamese order."""
    query = select(Locality.kind, Locality.name).order_by(Locality.sort_key, Locality.id)
    return [f"{row.kind.value} {row.name}" for row in db.session.execute(query)]


def _words(text: str) -> list[str]:
    """Return the words of a search, folded; nobody searches with more than ten."""
    return folded(clean_line(text[:LONGEST_SEARCH])).split()[:10]


def _has(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], word: str
) -> ColumnElement[bool]:
    return column.contains(word, autoescape=True)


def read_shipped_localities(name: str) -> str:
    """Return the text of a list of localities that is shipped; empty when it has no name."""
    return (DATA / Path(name).name).read_text("utf-8") if name else ""
