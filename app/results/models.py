"""The chair's rulings, the frozen ranking, the decision and the awards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, Key, Line, Money, Score
from app.nominations.models import Nomination
from app.programmes.models import Round
from app.results.enums import RulingKind


class Ruling(Base):
    """A recorded decision of the chair with its reason (scoring.md, sections 2 and 3).

    A tie: ``value`` is ``{"order": [nomination ids]}``; a downgrade: ``{"level": …}`` for one
    nomination; a score where the rule gives none: ``{"score": "87.25"}``.
    """

    __tablename__ = "rulings"
    spoken = "Quyết định của chủ tịch"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    kind: Mapped[RulingKind]
    nomination_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nominations.id"))
    value: Mapped[dict[str, Any]]
    reason: Mapped[str]
    ruled_at: Mapped[datetime]
    ruled_by: Mapped[Line]

    nomination: Mapped[Nomination | None] = relationship(lazy="raise")

    __table_args__ = (sa.CheckConstraint("reason <> ''", name="has_reason"),)


class FrozenResults(Base):
    """What was proposed to the decision-maker: computed once, never again.

    ``content`` holds rules, inputs and the computed ranking as canonical JSON with its
    ``sha256``; a result that was returned keeps its row, with the time and reason.
    """

    __tablename__ = "frozen_results"
    spoken = "Kết quả đã chốt"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[Line]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(default="")

    standings: Mapped[list[FrozenStanding]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="FrozenStanding.position"
    )


class FrozenStanding(Base):
    """One line of the frozen ranking.

    ``printed`` are the words of the dossier as they stood at the freeze: code, title, people,
    unit, category. A unit that is renamed later, as all were in July 2025, keeps its old name
    here.
    """

    __tablename__ = "frozen_standings"
    spoken = "Thứ hạng đã chốt"

    results_id: Mapped[int] = mapped_column(sa.ForeignKey("frozen_results.id"), index=True)
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)
    position: Mapped[int]
    score: Mapped[Score | None]
    rank: Mapped[int | None]
    sheets_used: Mapped[int]
    sheets_dropped: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    level: Mapped[Line | None]
    money: Mapped[Money | None]
    is_unresolved: Mapped[bool] = mapped_column(default=False)
    printed: Mapped[dict[str, Any]] = mapped_column(default=dict)

    nomination: Mapped[Nomination] = relationship(lazy="raise")

    __table_args__ = (sa.UniqueConstraint("results_id", "nomination_id"),)


class DecisionPaper(Base):
    """The decision (*quyết định*) that gives the awards: number, day, who signed."""

    __tablename__ = "decision_papers"
    spoken = "Quyết định"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), unique=True)
    results_id: Mapped[int] = mapped_column(sa.ForeignKey("frozen_results.id"))
    number: Mapped[Key]
    issued_on: Mapped[date]
    issuer: Mapped[Line]
    signer: Mapped[Line] = mapped_column(default="")
    entered_at: Mapped[datetime]

    round: Mapped[Round] = relationship(lazy="raise")


class Award(Base):
    """A prize or title given to a nomination by a decision, in the words that were frozen."""

    __tablename__ = "awards"
    spoken = "Giải"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision_papers.id"))
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), unique=True)
    position: Mapped[int]
    level: Mapped[Line]
    money: Mapped[Money | None]
    printed: Mapped[dict[str, Any]] = mapped_column(default=dict)

    nomination: Mapped[Nomination] = relationship(lazy="raise")
    decision: Mapped[DecisionPaper] = relationship(lazy="raise")
