"""The register of certificates, and the issues that fill it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certificates.enums import CertificateState
from app.certificates.rules.numbers import is_rehearsal
from app.infra.files.models import StoredFile
from app.infra.jobs.models import Batch
from app.infra.orm import Base, Key, Versioned
from app.infra.search.columns import Searchable
from app.nominations.models import NominationPerson
from app.results.models import Award


class CertificateBatch(Base):
    """The issue of a round's certificates.

    ``making`` is the work that makes their papers; ``book_file_id`` the one file for the printer,
    there once all papers are made.
    """

    __tablename__ = "certificate_batches"
    spoken = "Lần cấp giấy"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), unique=True)
    making_id: Mapped[int] = mapped_column(sa.ForeignKey("batches.id"), unique=True)
    issued_at: Mapped[datetime]
    book_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_files.id"))

    making: Mapped[Batch] = relationship(lazy="raise")
    book: Mapped[StoredFile | None] = relationship(lazy="raise")


class Certificate(Searchable, Versioned, Base):
    """One certificate: a line of the register, with the words that were printed on it.

    ``words`` are the printed lines, frozen, so that a reprint says the same for ever;
    ``verification_code`` is what the QR leads to and says nothing about the person. ``series`` is
    the register that counts: that of the round, or for a rehearsal one of its own, so that
    ``register_no``, which is what is printed, may stand in several rehearsals.
    """

    __tablename__ = "certificates"
    spoken = "Giấy chứng nhận"
    searched_by = ("register_no", "verification_code", "recipient")

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate_batches.id"), index=True)
    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"), index=True)
    nomination_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nomination_people.id"))
    series: Mapped[Key]
    year: Mapped[int]
    number: Mapped[int]
    register_no: Mapped[Key] = mapped_column(index=True)
    verification_code: Mapped[Key] = mapped_column(unique=True)
    recipient: Mapped[str]
    words: Mapped[dict[str, Any]]
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.VALID)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_files.id"))

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.award.round_id

    @property
    def is_rehearsal(self) -> bool:
        """Whether it was issued to rehearse a round, and honours nobody."""
        return is_rehearsal(self.series)

    batch: Mapped[CertificateBatch] = relationship(lazy="raise")
    award: Mapped[Award] = relationship(lazy="raise")
    person: Mapped[NominationPerson | None] = relationship(lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")

    __table_args__ = (
        sa.UniqueConstraint("series", "year", "number"),
        sa.UniqueConstraint("award_id", "nomination_person_id"),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_has_time"
        ),
    )
