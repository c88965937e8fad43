"""Declared conflicts of interest; the derived ones are computed, never kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.conflicts.enums import ConflictKind
from app.councils.models import Seat
from app.infra.orm import Base, Line
from app.nominations.models import Nomination


class Conflict(Base):
    """A member declares, or the secretary enters, why a dossier is too close."""

    __tablename__ = "conflicts"
    spoken = "Xung đột lợi ích"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)
    kind: Mapped[ConflictKind]
    note: Mapped[Line] = mapped_column(default="")
    declared_at: Mapped[datetime]
    declared_by: Mapped[int | None]

    seat: Mapped[Seat] = relationship(lazy="raise")
    nomination: Mapped[Nomination] = relationship(lazy="raise")

    __table_args__ = (sa.UniqueConstraint("seat_id", "nomination_id"),)

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.nomination.round_id
