"""Councils and the seats of their members."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.councils.enums import SeatRole
from app.infra.orm import Base, Key, Line, Versioned
from app.programmes.models import Category, Round, Stage
from app.registry.models import Person, Unit

council_stages = sa.Table(
    "council_stages",
    Base.metadata,
    sa.Column("council_id", sa.ForeignKey("councils.id"), primary_key=True),
    # A stage that is taken out of a draft leaves its councils, which are then asked for another.
    sa.Column(
        "stage_id", sa.ForeignKey("stages.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class Council(Versioned, Base):
    """The council (*hội đồng*) of stages of a round, founded by a decision."""

    __tablename__ = "councils"
    spoken = "Hội đồng"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    name: Mapped[Line]
    decision_number: Mapped[Line] = mapped_column(default="")
    decided_on: Mapped[date | None]
    created_at: Mapped[datetime]

    round: Mapped[Round] = relationship(lazy="raise")
    stages: Mapped[list[Stage]] = relationship(
        secondary=council_stages, order_by=Stage.position, lazy="raise", passive_deletes=True
    )
    seats: Mapped[list[Seat]] = relationship(
        back_populates="council",
        order_by="Seat.position",
        cascade="all, delete-orphan",
        lazy="raise",
    )

    __table_args__ = (sa.UniqueConstraint("round_id", "name"),)


class Seat(Base):
    """A member of a council: a person of the registry in a role, from a unit.

    ``code`` names the seat in a round's folder and in public papers (J1, GK03); the unit is the
    one the member had when seated, because conflicts are about that one.
    """

    __tablename__ = "seats"
    spoken = "Thành viên hội đồng"

    council_id: Mapped[int] = mapped_column(sa.ForeignKey("councils.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"), index=True)
    position: Mapped[int]
    code: Mapped[Key]
    role: Mapped[SeatRole]
    is_active: Mapped[bool] = mapped_column(default=True)

    council: Mapped[Council] = relationship(back_populates="seats", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")
    specialities: Mapped[list[SeatSpeciality]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="SeatSpeciality.category_id"
    )

    __table_args__ = (
        sa.UniqueConstraint("council_id", "person_id"),
        sa.UniqueConstraint("council_id", "code"),
    )

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.council.round_id


class SeatSpeciality(Base):
    """A category that a member knows well."""

    __tablename__ = "seat_specialities"
    spoken = "Lĩnh vực của thành viên"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"))

    category: Mapped[Category] = relationship(lazy="raise")

    __table_args__ = (sa.UniqueConstraint("seat_id", "category_id"),)
