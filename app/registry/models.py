"""Units, people and localities: who exists, whatever round they take part in."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, Key, Line, Versioned
from app.infra.search.columns import Searchable
from app.registry.enums import Gender, LocalityKind, UnitKind


class Locality(Base):
    """A commune, ward or special zone, with the days between which it existed."""

    __tablename__ = "localities"
    spoken = "Địa bàn"

    code: Mapped[Key] = mapped_column(unique=True)
    kind: Mapped[LocalityKind]
    name: Mapped[Line]
    province_code: Mapped[str] = mapped_column(sa.String(2), index=True)
    sort_key: Mapped[bytes]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class Unit(Searchable, Versioned, Base):
    """An employing, nominating or answering body (*đơn vị*)."""

    __tablename__ = "units"
    spoken = "Đơn vị"
    searched_by = ("code", "name")

    code: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Line]
    kind: Mapped[UnitKind]
    locality: Mapped[Line] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    sort_key: Mapped[bytes] = mapped_column(index=True)
    name_folded: Mapped[Line] = mapped_column(index=True)


class Person(Searchable, Versioned, Base):
    """An intellectual (*trí thức*); may have no account.

    ``full_name`` is kept as entered; ``sort_key`` orders by given name as Vietnamese lists do.
    """

    __tablename__ = "people"
    spoken = "Trí thức"
    searched_by = ("full_name", "email")

    full_name: Mapped[Line]
    sort_key: Mapped[bytes] = mapped_column(index=True)
    name_folded: Mapped[Line] = mapped_column(index=True)
    birth_date: Mapped[date | None]
    gender: Mapped[Gender | None]
    academic_rank: Mapped[Line] = mapped_column(default="")
    academic_degree: Mapped[Line] = mapped_column(default="")
    position_title: Mapped[Line] = mapped_column(default="")
    email: Mapped[Key | None] = mapped_column(index=True)
    phone: Mapped[Key | None]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"), index=True)

    unit: Mapped[Unit | None] = relationship(lazy="raise")

    @property
    def titled_name(self) -> str:
        """The name with rank and degree before it, as people are addressed."""
        return titled_name(self)


def titled_name(person: Any) -> str:
    """Return the name of a person, or of a row of the list of people, with rank and degree."""
    honours = ".".join(part for part in (person.academic_rank, person.academic_degree) if part)
    return f"{honours} {person.full_name}".strip()
