"""What the tables of whoever is asked something have in common: forms, answers, earlier texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, mapped_column

from app.infra.orm import Base, Key
from app.questions.rules.asked_form import asked_form

if TYPE_CHECKING:
    from app.questions.rules.asked_form import AskedForm


class FormVersion(Base):
    """One version of a form; ``sections`` is its plan as JSON, never changed.

    ``digest`` is the SHA-256 of it, by which the parsed form is kept.
    """

    __abstract__ = True

    number: Mapped[int]
    sections: Mapped[list[Any]]
    digest: Mapped[Key]
    made_at: Mapped[datetime]

    @property
    def asked(self) -> AskedForm:
        """The form as it is asked."""
        return asked_form(self.digest, lambda: self.sections)


class KeptAnswer(Base):
    """What was typed at a question, as typed; judged only when the whole is sent.

    ``edition`` counts its texts and guards each UPDATE. ``by_account`` wrote the present text,
    without a pause since ``begun_at``, and last at ``written_at``.
    """

    __abstract__ = True

    question: Mapped[Key]
    value: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    by_account: Mapped[int | None]
    begun_at: Mapped[datetime | None]
    written_at: Mapped[datetime | None]


class ReplacedAnswer(Base):
    """A text that an answer held before, and who wrote it when."""

    __abstract__ = True

    question: Mapped[Key]
    value: Mapped[str]
    edition: Mapped[int]
    by_account: Mapped[int | None]
    written_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """Where the answers of one kind of thing are kept; ``owner`` names the column of the thing."""

    answers: type[KeptAnswer]
    earlier: type[ReplacedAnswer]
    owner: str

    def of(self, owner_id: int) -> AnswersOf:
        """Return the answers of one thing."""
        return AnswersOf(self, owner_id)


@dataclass(frozen=True, slots=True)
class AnswersOf:
    """The answers of one thing, in its book."""

    book: AnswerBook
    owner_id: int
