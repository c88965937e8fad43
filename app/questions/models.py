"""What the tables of whoever is asked something have in common."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

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
