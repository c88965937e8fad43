"""The words of letters that the organiser changed; everything else is shipped with the code."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.orm import Base, Key, Line, Versioned


class LetterWording(Versioned, Base):
    """The organiser's own words for one kind of letter.

    After a return to the shipped words the row stays, without words: its version tells a page
    that was opened before from one that was opened after, and its history goes on.
    """

    __tablename__ = "letter_wordings"
    spoken = "Lời thư"

    key: Mapped[Key] = mapped_column(unique=True)
    subject: Mapped[Line | None]
    body: Mapped[str | None]

    __table_args__ = (
        sa.CheckConstraint("(subject IS NULL) = (body IS NULL)", name="words_are_whole"),
    )
