"""Reading units, people and localities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.infra.db.engine import db
from app.infra.lists.columns import ListColumn, ListOrder, Place
from app.infra.lists.listing import Listing
from app.infra.lists.narrowing import OneOf
from app.infra.search.finding import FoundBy, Search
from app.infra.words import gettext as _
from app.kernel.errors import NotFound
from app.registry.enums import UNIT_KIND_LABELS
from app.registry.models import Locality, Person, Unit, titled_name
from app.registry.rules import LARGEST_ID, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.registry.enums import UnitKind

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


def _unit_kinds(_about: object) -> list[tuple[UnitKind, str]]:
    return [(kind, _(words)) for kind, words in UNIT_KIND_LABELS.items()]


UNITS = Listing(
    key=Unit.id,
    rows=select(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.locality, Unit.is_active),
    order=(Unit.sort_key, Unit.id),
    columns=(
        ListColumn(name="code", label="Mã", place=Place.FILE, width=18),
        ListColumn(
            name="name", label="Tên đơn vị", width=50, order=ListOrder("ten", (Unit.sort_key,))
        ),
        ListColumn(name="kind", label="Loại", value=lambda row: _(UNIT_KIND_LABELS[row.kind])),
        ListColumn(name="locality", label="Địa bàn", width=28),
        ListColumn(
            name="is_active",
            label="Trạng thái",
            value=lambda row: "Đang dùng" if row.is_active else "Đã ngừng",
        ),
    ),
    search=Search(
        "Tên hoặc mã, có dấu hoặc không dấu", finds=Unit.id, by=(FoundBy(Unit, Unit.id),)
    ),
    filters=(OneOf("loai", "Loại đơn vị", _unit_kinds, Unit.kind),),
    file_name="don-vi",
    sheet_name="Đơn vị",
)
"""The units, in Vietnamese order."""


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


def _active_units(_about: object) -> list[tuple[int, str]]:
    return unit_choices()


PEOPLE_SEARCH = Search(
    "Tên, có dấu hoặc không dấu", finds=Person.id, by=(FoundBy(Person, Person.id),)
)
PEOPLE = Listing(
    key=Person.id,
    rows=select(
        Person.id,
        Person.full_name,
        Person.academic_rank,
        Person.academic_degree,
        Person.position_title,
        Person.email,
        Unit.name.label("unit"),
    ).outerjoin(Unit, Unit.id == Person.unit_id),
    order=(Person.sort_key, Person.id),
    columns=(
        ListColumn(
            name="full_name",
            label="Họ và tên",
            value=titled_name,
            width=36,
            order=ListOrder("ten", (Person.sort_key,)),
        ),
        ListColumn(name="position_unit", label="Chức vụ, đơn vị", place=Place.PAGE),
        ListColumn(name="position_title", label="Chức vụ", place=Place.FILE, width=28),
        ListColumn(name="unit", label="Đơn vị", place=Place.FILE, width=44),
        ListColumn(name="email", label="Thư điện tử", width=30),
    ),
    search=PEOPLE_SEARCH,
    filters=(OneOf("don-vi", "Đơn vị", _active_units, Person.unit_id),),
    file_name="tri-thuc",
    sheet_name="Trí thức",
)
"""The people, by given name as Vietnamese lists order them."""


def people_found(text: str, *, most: int = 20) -> Sequence[Person]:
    """Return people found by name or address, the best hits first, with their units."""
    query = (
        select(Person)
        .options(joinedload(Person.unit))
        .where(*PEOPLE_SEARCH.conditions(text))
        .order_by(*PEOPLE_SEARCH.best_first(text), Person.sort_key, Person.id)
        .limit(most)
    )
    return db.session.execute(query).scalars().all()


def localities_by_code() -> dict[str, Locality]:
    """Return all localities, by code."""
    query = select(Locality).order_by(Locality.code)
    return {row.code: row for row in db.session.execute(query).scalars()}


def locality_names() -> list[str]:
    """Return the localities as they are written after an address, in Vietnamese order."""
    query = select(Locality.kind, Locality.name).order_by(Locality.sort_key, Locality.id)
    return [f"{row.kind.value} {row.name}" for row in db.session.execute(query)]


def read_shipped_localities(name: str) -> str:
    """Return the text of a list of localities that is shipped; empty when it has no name."""
    return (DATA / Path(name).name).read_text("utf-8") if name else ""
