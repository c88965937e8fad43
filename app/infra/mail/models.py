"""The outbox: letters, and the stored files that go with them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.files.models import StoredFile
from app.infra.orm import Base, Key, Line
from app.kernel import clock

# Stands in a letter where its one-time link belongs, and in its place once that is forgotten.
LINK_MARK = "[liên kết dùng một lần, không hiện ở đây]"


class MailState(StrEnum):
    """Where a letter stands; a kept one has no server to go to."""

    QUEUED = "queued"
    SUBMITTING = "submitting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class Mail(Base):
    """A letter of plain text to one person.

    ``may_be_doubled`` says that a crash left it unknown whether an attempt had reached the server.
    ``body`` holds `LINK_MARK` where ``one_time_link`` belongs, which is empty once it is forgotten.
    """

    __tablename__ = "outbox"
    spoken = "Thư"

    to_email: Mapped[str] = mapped_column(sa.String(320))
    to_name: Mapped[Line] = mapped_column(default="")
    subject: Mapped[Line]
    body: Mapped[str]
    one_time_link: Mapped[str] = mapped_column(default="")
    dedupe: Mapped[Key] = mapped_column(unique=True)
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    may_be_doubled: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[Line]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    enclosures: Mapped[list[Enclosure]] = relationship(order_by="Enclosure.position", lazy="raise")

    @property
    def text(self) -> str:
        """What the recipient reads, with the one-time link."""
        return self.body.replace(LINK_MARK, self.one_time_link or LINK_MARK)

    @property
    def has_lost_its_link(self) -> bool:
        """Whether the letter came with a one-time link that is forgotten by now."""
        return LINK_MARK in self.body and not self.one_time_link

    def note_sent(self) -> None:
        """Note that the server has taken the letter; the link is its reader's alone from now on."""
        self.state, self.sent_at, self.last_error = MailState.SENT, clock.now(), ""
        self.one_time_link = ""

    def note_failed(self, why: str) -> None:
        """Note that the letter cannot be sent, for the administrator to see."""
        self.state, self.last_error = MailState.FAILED, why


class Enclosure(Base):
    """A stored file that goes with a letter, under the name that its reader sees."""

    __tablename__ = "outbox_enclosures"
    spoken = "Tệp gửi kèm thư"

    mail_id: Mapped[int] = mapped_column(sa.ForeignKey("outbox.id"))
    stored_file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_files.id"), index=True)
    file_name: Mapped[Line]
    position: Mapped[int]

    stored: Mapped[StoredFile] = relationship(lazy="raise")

    __table_args__ = (sa.UniqueConstraint("mail_id", "position"),)
