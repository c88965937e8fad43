"""Programmes and their rounds, with everything that the organiser may set for a round.

What a round says is frozen when it opens; the form is versioned, and a dossier keeps the version
it was begun with.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, Key, Line, Money, Points, Score, Versioned
from app.programmes.enums import (
    CertificateRecipient,
    PrizeScope,
    ProgrammeKind,
    RoundState,
    ScoringMethod,
    StageState,
    SubjectKind,
)
from app.questions.models import FormVersion

WHOLE = "all, delete-orphan"


class Programme(Base):
    """A long-lived programme: an honour title, a contest."""

    __tablename__ = "programmes"
    spoken = "Chương trình"

    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Line]
    short_code: Mapped[Key]
    kind: Mapped[ProgrammeKind]


class Round(Versioned, Base):
    """One edition of a programme (*đợt*, *lần thứ*, *kỳ*).

    A rehearsal is run from a folder to try the machine; the public never sees it.
    ``rules`` is a list of ``{title, body, article}``.
    """

    __tablename__ = "rounds"
    spoken = "Đợt"

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programmes.id"), index=True)
    slug: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Line]
    short_code: Mapped[Key]
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT)
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    year: Mapped[int]
    ordinal_no: Mapped[int | None]
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    summary: Mapped[str] = mapped_column(default="")
    rules: Mapped[list[Any]] = mapped_column(default=list)
    legal_bases: Mapped[list[Any]] = mapped_column(default=list)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    grace_minutes: Mapped[int] = mapped_column(default=0)
    needs_endorsement: Mapped[bool] = mapped_column(default=False)
    subject_kind: Mapped[SubjectKind]
    max_people: Mapped[int] = mapped_column(default=1)
    contact_name: Mapped[Line] = mapped_column(default="")
    contact_phone: Mapped[Line] = mapped_column(default="")
    contact_email: Mapped[Line] = mapped_column(default="")

    honour_intro: Mapped[Line] = mapped_column(default="")
    honour_title_template: Mapped[Line] = mapped_column(default="{level}")
    purpose_template: Mapped[Line] = mapped_column(default="{title}")
    recipient: Mapped[CertificateRecipient]
    series: Mapped[Key]

    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(lazy="raise")
    categories: Mapped[list[Category]] = relationship(
        order_by="Category.position", cascade=WHOLE, lazy="raise"
    )
    documents: Mapped[list[RequiredDocument]] = relationship(
        order_by="RequiredDocument.position", cascade=WHOLE, lazy="raise"
    )
    prizes: Mapped[list[Prize]] = relationship(
        order_by="Prize.position", cascade=WHOLE, lazy="raise"
    )
    stages: Mapped[list[Stage]] = relationship(
        back_populates="round", order_by="Stage.position", cascade=WHOLE, lazy="raise"
    )
    milestones: Mapped[list[Milestone]] = relationship(
        order_by="Milestone.position", cascade=WHOLE, lazy="raise"
    )
    forms: Mapped[list[FormDefinition]] = relationship(
        order_by="FormDefinition.number", cascade=WHOLE, lazy="raise"
    )

    @property
    def round_id(self) -> int:
        """Its own number, by the name by which policies ask everything for its round."""
        return self.id

    @property
    def round_state(self) -> RoundState:
        """Its own state, by the name by which policies ask things of a round for it."""
        return self.state

    @property
    def first_stage(self) -> Stage:
        """The stage with which judging begins; the stages come loaded."""
        return self.stages[0]

    @property
    def final_stage(self) -> Stage:
        """The stage whose dossiers are ranked; the stages come loaded."""
        return self.stages[-1]

    @hybrid_property
    def is_blind(self) -> bool:
        """Whether the round hides its authors from its councils: one blind stage is enough."""
        return any(stage.is_blind for stage in self.stages)

    @is_blind.inplace.expression
    @classmethod
    def _is_blind(cls) -> sa.ColumnElement[bool]:
        return sa.exists().where(Stage.round_id == cls.id, Stage.is_blind)


class FormDefinition(FormVersion):
    """One version of a round's form, never changed."""

    __tablename__ = "form_definitions"
    spoken = "Mẫu hồ sơ"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("round_id", "number"),)


class Category(Base):
    """A field (*lĩnh vực*), defined per round."""

    __tablename__ = "categories"
    spoken = "Lĩnh vực"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    position: Mapped[int]
    code: Mapped[Key]
    name: Mapped[Line]

    __table_args__ = (sa.UniqueConstraint("round_id", "code"),)


class RequiredDocument(Base):
    """A kind of attachment that a dossier must or may carry; ``max_mb`` is per file.

    ``goes_to_judges`` is false for papers that would name the authors to judges of a blind round.
    """

    __tablename__ = "required_documents"
    spoken = "Loại tài liệu"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    position: Mapped[int]
    code: Mapped[Key]
    name: Mapped[Line]
    help: Mapped[str] = mapped_column(default="")
    required: Mapped[bool]
    max_files: Mapped[int]
    max_mb: Mapped[int]
    kinds: Mapped[list[Any]]
    goes_to_judges: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (sa.UniqueConstraint("round_id", "code"),)


class Criterion(Base):
    """One line of the score sheet of a stage (scoring.md, section 1).

    ``guidance`` is a list of ``{from, to, text}``; ``zero_share_max`` a fraction as text ("1/4").
    """

    __tablename__ = "criteria"
    spoken = "Tiêu chí"

    stage_id: Mapped[int] = mapped_column(sa.ForeignKey("stages.id"), index=True)
    position: Mapped[int]
    group: Mapped[Line] = mapped_column("group_name", default="")
    code: Mapped[Key]
    name: Mapped[Line]
    looks_at: Mapped[str] = mapped_column(default="")
    guidance: Mapped[list[Any]] = mapped_column(default=list)
    max_points: Mapped[Points]
    step: Mapped[Points]
    weight: Mapped[Points]
    min_points: Mapped[Points | None]
    zero_share_max: Mapped[Key | None]

    __table_args__ = (sa.UniqueConstraint("stage_id", "code"),)


class Prize(Base):
    """A prize level, highest first; no quantity means no limit; ``money`` in đồng each.

    ``criterion_minima`` is ``{criterion code: mean points as text}``.
    """

    __tablename__ = "prizes"
    spoken = "Mức giải"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    position: Mapped[int]
    level: Mapped[Line]
    quantity: Mapped[int | None]
    min_score: Mapped[Score | None]
    scope: Mapped[PrizeScope]
    money: Mapped[Money | None]
    criterion_minima: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (sa.UniqueConstraint("round_id", "level"),)


class Stage(Base):
    """A stage of judging: what its sheets ask, what they give, who goes on, what judges may know.

    No weight on any stage means that the last one alone counts.
    """

    __tablename__ = "stages"
    spoken = "Vòng chấm"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    position: Mapped[int]
    code: Mapped[Key]
    name: Mapped[Line]
    state: Mapped[StageState] = mapped_column(default=StageState.WAITING)
    weight: Mapped[Points | None]
    pass_score: Mapped[Score | None]
    pass_count: Mapped[int | None]
    closes_at: Mapped[datetime | None]
    is_blind: Mapped[bool] = mapped_column(default=False)
    method: Mapped[ScoringMethod]
    min_sheets: Mapped[int] = mapped_column(default=3)
    trim_from: Mapped[int] = mapped_column(default=5)
    deviation_limit: Mapped[Key | None]
    tie_breakers: Mapped[list[Any]] = mapped_column(default=list)
    comment_below: Mapped[Points | None]
    comment_above: Mapped[Points | None]

    round: Mapped[Round] = relationship(back_populates="stages", lazy="raise")
    criteria: Mapped[list[Criterion]] = relationship(
        order_by="Criterion.position", cascade=WHOLE, lazy="raise"
    )

    __table_args__ = (sa.UniqueConstraint("round_id", "code"),)


class Milestone(Base):
    """A date of the calendar that people should know; it enforces nothing."""

    __tablename__ = "milestones"
    spoken = "Mốc lịch"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    position: Mapped[int]
    code: Mapped[Key]
    label: Mapped[Line]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    note: Mapped[Line] = mapped_column(default="")
