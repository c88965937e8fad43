"""The organiser of this installation, and the people who sign for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, Key, Line, Versioned


class Organiser(Versioned, Base):
    """The provincial union that runs this installation; there is one row.

    ``letterhead_parent`` is printed above the name on official papers, ``place`` before dates
    ("Quảng Ninh, ngày …"), ``place_line`` under the name in the masthead ("tỉnh Quảng Ninh").
    """

    __tablename__ = "organisers"
    spoken = "Đơn vị tổ chức"

    key: Mapped[Key] = mapped_column(unique=True, default="organiser")
    name: Mapped[Line]
    short_name: Mapped[Line]
    place: Mapped[Line]
    place_line: Mapped[Line]
    province_code: Mapped[str] = mapped_column(sa.String(2), default="")
    letterhead_parent: Mapped[Line] = mapped_column(default="")
    letterhead_name: Mapped[Line] = mapped_column(default="")
    address: Mapped[Line] = mapped_column(default="")
    phone: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line] = mapped_column(default="")
    slogan: Mapped[Line] = mapped_column(default="")
    introduction: Mapped[str] = mapped_column(default="")
    emblem_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    signatories: Mapped[list[Signatory]] = relationship(
        back_populates="organiser",
        order_by="Signatory.position",
        cascade="all, delete-orphan",
        lazy="raise",
    )


class Signatory(Base):
    """Somebody who signs certificates: authority lines as Nghị định 30/2020 words them.

    ``authority`` is for example "TM. BAN THƯỜNG VỤ", ``office`` "CHỦ TỊCH"; the name is printed
    without rank or degree.
    """

    __tablename__ = "signatories"
    spoken = "Người ký"

    organiser_id: Mapped[int] = mapped_column(sa.ForeignKey("organisers.id"))
    position: Mapped[int]
    authority: Mapped[Line] = mapped_column(default="")
    office: Mapped[Line]
    full_name: Mapped[Line]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    organiser: Mapped[Organiser] = relationship(back_populates="signatories", lazy="raise")

    __table_args__ = (sa.UniqueConstraint("organiser_id", "position"),)
