"""Who judges what, and the points they gave."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.councils.models import Seat
from app.infra.orm import Base, Exact, Points, Versioned
from app.nominations.models import Nomination
from app.programmes.models import Criterion, Stage
from app.scoring.enums import SheetState

# Weight and points have two decimals each, so their product has four.
Total = Annotated[Decimal, mapped_column(Exact(11, 4))]


class Assignment(Base):
    """A judge is to score a dossier in a stage.

    ``place`` is the random but stable position in the judge's list. Somebody who stands aside
    keeps the row, so that it is known; the sheet no longer counts.
    """

    __tablename__ = "assignments"
    spoken = "Phân công"

    stage_id: Mapped[int] = mapped_column(sa.ForeignKey("stages.id"), index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)
    place: Mapped[int] = mapped_column(sa.BigInteger)
    made_at: Mapped[datetime]
    stood_aside_at: Mapped[datetime | None]

    stage: Mapped[Stage] = relationship(lazy="raise")
    seat: Mapped[Seat] = relationship(lazy="raise")
    nomination: Mapped[Nomination] = relationship(lazy="raise")
    sheet: Mapped[ScoreSheet | None] = relationship(
        back_populates="assignment", lazy="raise", uselist=False, cascade="all, delete-orphan"
    )

    __table_args__ = (sa.UniqueConstraint("stage_id", "seat_id", "nomination_id"),)

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.stage.round_id


class ScoreSheet(Versioned, Base):
    """One judge's sheet on one dossier; only its judge sees it until the stage closes.

    ``total`` is exact and set when the sheet is submitted; ``earlier`` keeps texts that a second
    tab would have overwritten, so that nothing typed is lost.
    """

    __tablename__ = "score_sheets"
    spoken = "Phiếu chấm"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), unique=True)
    state: Mapped[SheetState] = mapped_column(default=SheetState.DRAFT)
    comment: Mapped[str] = mapped_column(default="")
    total: Mapped[Total | None]
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reopen_reason: Mapped[str] = mapped_column(default="")
    earlier: Mapped[list[Any]] = mapped_column(default=list)

    assignment: Mapped[Assignment] = relationship(back_populates="sheet", lazy="raise")
    points: Mapped[list[SheetPoints]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="SheetPoints.criterion_id"
    )

    __table_args__ = (
        sa.CheckConstraint("state <> 'submitted' OR total IS NOT NULL", name="sent_has_total"),
    )


class SheetPoints(Base):
    """The points of one criterion on one sheet."""

    __tablename__ = "sheet_points"
    spoken = "Điểm trên phiếu"

    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("score_sheets.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(sa.ForeignKey("criteria.id"))
    points: Mapped[Points]

    criterion: Mapped[Criterion] = relationship(lazy="raise")

    __table_args__ = (sa.UniqueConstraint("sheet_id", "criterion_id"),)


class StagePass(Base):
    """A dossier that goes on to a stage after the first, by the rule of the stage before."""

    __tablename__ = "stage_passes"
    spoken = "Hồ sơ vào vòng sau"

    stage_id: Mapped[int] = mapped_column(sa.ForeignKey("stages.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("stage_id", "nomination_id"),)
