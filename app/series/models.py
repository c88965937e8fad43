"""The books of numbers, what of them an office reserved, and what it typed itself."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.orm import Base, Key, Line


class NumberSeries(Base):
    """How far one book has come; the lock on its row keeps it without gaps and doubles."""

    __tablename__ = "number_series"
    spoken = "Dãy số"

    code: Mapped[Key]
    body: Mapped[Key]
    year: Mapped[int]
    last_number: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.UniqueConstraint("code", "body", "year"),)


class ReservedNumbers(Base):
    """A range that counting leaves out, because an office gives its numbers in a book of its own."""

    __tablename__ = "reserved_numbers"
    spoken = "Khoảng số để riêng"

    series_id: Mapped[int] = mapped_column(sa.ForeignKey("number_series.id"), index=True)
    first_number: Mapped[int]
    last_number: Mapped[int]
    kept_for: Mapped[Line]
    reserved_at: Mapped[datetime]

    __table_args__ = (
        sa.CheckConstraint("1 <= first_number AND first_number <= last_number", name="is_range"),
    )


class TypedNumber(Base):
    """A number that somebody typed from a book on paper; counting leaves it out."""

    __tablename__ = "typed_numbers"
    spoken = "Số ghi từ sổ giấy"

    series_id: Mapped[int] = mapped_column(sa.ForeignKey("number_series.id"))
    number: Mapped[int]
    taken_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("series_id", "number"),)
