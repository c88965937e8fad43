"""Dossiers: what was written, who is named, what is attached, what was decided about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.attachments.models import AttachedFile
from app.infra.orm import Base, Key, Line, Share, Versioned
from app.infra.search.columns import Searchable
from app.nominations.enums import NominationState, ShareState
from app.programmes.models import Category, FormDefinition, Round
from app.questions.models import AnswerBook, KeptAnswer, ReplacedAnswer
from app.registry.enums import Gender
from app.registry.models import Unit

WHOLE = "all, delete-orphan"


class Nomination(Searchable, Versioned, Base):
    """A dossier (*hồ sơ*): answers, people, files, state.

    ``code`` is given at submission ("STKT-XI-0214"); ``blind_code`` (*mã phách*) is what judges
    see in a blind round; ``owner_id`` is the account that writes it, which a folder's dossier
    does not have. ``people_draft`` is what was typed about people, row by row and word for word;
    the rows of ``people`` hold what could be understood of it. ``submitted_at`` stays when a
    supplement is sent, for it proves that the deadline was kept; that has ``supplemented_at``.
    """

    __tablename__ = "nominations"
    spoken = "Hồ sơ"
    searched_by = ("code", "title")

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), index=True)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("form_definitions.id"))
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    state: Mapped[NominationState] = mapped_column(default=NominationState.DRAFT)
    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    code: Mapped[Key | None]
    receipt_no: Mapped[int | None]
    blind_code: Mapped[Key | None]
    accepted_declaration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    endorsed_at: Mapped[datetime | None]
    people_draft: Mapped[list[Any]] = mapped_column(default=list)
    return_reason: Mapped[str] = mapped_column(default="")
    supplement_request: Mapped[str] = mapped_column(default="")
    supplement_due_at: Mapped[datetime | None]
    supplemented_at: Mapped[datetime | None]
    screened_at: Mapped[datetime | None]
    ineligible_reason: Mapped[str] = mapped_column(default="")

    round: Mapped[Round] = relationship(lazy="raise")
    form: Mapped[FormDefinition] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")
    answers: Mapped[list[Answer]] = relationship(
        cascade=WHOLE, lazy="raise", order_by="Answer.question"
    )
    people: Mapped[list[NominationPerson]] = relationship(
        cascade=WHOLE, lazy="raise", order_by="NominationPerson.position"
    )
    attachments: Mapped[list[Attachment]] = relationship(
        cascade=WHOLE, lazy="raise", order_by="Attachment.id"
    )

    __table_args__ = (
        sa.UniqueConstraint("round_id", "code"),
        sa.UniqueConstraint("round_id", "receipt_no"),
        sa.UniqueConstraint("round_id", "blind_code"),
        # Without those that nobody owns: they are many, and nobody looks for them.
        sa.Index(
            "ix_nominations_owner_id",
            "owner_id",
            sqlite_where=sa.text("owner_id IS NOT NULL"),
            postgresql_where=sa.text("owner_id IS NOT NULL"),
        ),
        sa.Index("ix_nominations_round_state_receipt", "round_id", "state", "receipt_no"),
        sa.Index("ix_nominations_unit_state", "unit_id", "state"),
        sa.Index("ix_nominations_state_submitted", "state", "submitted_at"),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="sent_has_time"
        ),
        sa.CheckConstraint(
            "state <> 'ineligible' OR ineligible_reason <> ''", name="refusal_has_reason"
        ),
        sa.CheckConstraint(
            "state <> 'supplement_wanted' OR supplement_due_at IS NOT NULL",
            name="supplement_has_date",
        ),
    )

    @property
    def nomination(self) -> Nomination:
        """Itself, by the name by which policies ask everything of a dossier for the dossier."""
        return self


class Answer(KeptAnswer):
    """An answer of a dossier."""

    __tablename__ = "answers"
    spoken = "Câu trả lời"

    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("nomination_id", "question"),)


class EarlierAnswer(ReplacedAnswer):
    """A text that an answer of a dossier held before; it goes with the dossier."""

    __tablename__ = "earlier_answers"
    spoken = "Câu trả lời trước"

    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id", ondelete="CASCADE"))

    __table_args__ = (
        sa.Index("ix_earlier_answers_nomination_question", "nomination_id", "question"),
    )


ANSWERS = AnswerBook(Answer, EarlierAnswer, "nomination_id")


class NominationPerson(Searchable, Base):
    """Somebody named in a dossier, with a share of the work in percent.

    ``contribution`` is empty while it is being written; at submission the shares add up to 100.
    """

    __tablename__ = "nomination_people"
    spoken = "Người trong hồ sơ"
    searched_by = ("full_name",)

    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)
    position: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    full_name: Mapped[Line]
    role: Mapped[Line] = mapped_column(default="")
    birth_date: Mapped[date | None]
    gender: Mapped[Gender | None]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"), index=True)
    unit_name: Mapped[Line] = mapped_column(default="")
    position_title: Mapped[Line] = mapped_column(default="")
    degree: Mapped[Line] = mapped_column(default="")
    contribution: Mapped[Share | None]
    email: Mapped[Key] = mapped_column(default="", index=True)
    phone: Mapped[Key] = mapped_column(default="")

    __table_args__ = (sa.UniqueConstraint("nomination_id", "position"),)


class ShareClaim(Base):
    """The share that a dossier claimed for somebody when they were asked, and their answer.

    It keeps name, address and share as they were then, for rows of people are filled anew with
    others. A claim that the dossier makes no more is void, and stays: links lead to its number.
    """

    __tablename__ = "share_claims"
    spoken = "Tỷ lệ chờ xác nhận"

    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)
    full_name: Mapped[Line]
    email: Mapped[Key]
    share: Mapped[Share]
    state: Mapped[ShareState] = mapped_column(default=ShareState.AWAITING)
    reason: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    nomination: Mapped[Nomination] = relationship(lazy="raise")

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.nomination.round_id

    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'denied') OR answered_at IS NOT NULL",
            name="answer_has_time",
        ),
        sa.CheckConstraint("state <> 'awaiting' OR answered_at IS NULL", name="waits_for_answer"),
        # A number is never given again: a link may lead to it.
        {"sqlite_autoincrement": True},
    )


class Attachment(AttachedFile):
    """A file of a dossier, under one of the round's required documents."""

    __tablename__ = "attachments"
    spoken = "Tệp đính kèm"

    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"), index=True)
    document: Mapped[Key]

    __table_args__ = (sa.UniqueConstraint("nomination_id", "document", "stored_file_id"),)
