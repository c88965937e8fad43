"""What is typed about the words of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as lazy

from app.infra.forms.base import Form
from app.infra.forms.texts import LineField, ParagraphField
from app.letters.rules.templates import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    LetterTemplate,
    Wording,
    faults_of,
)

if TYPE_CHECKING:
    from app.letters.queries import KeptLetter


class WordingForm(Form):
    """Subject and body of a letter, linted as a whole: every fault beside its field at once."""

    subject = LineField(lazy("Tiêu đề"), max=LONGEST_SUBJECT)
    body = ParagraphField(lazy("Nội dung"), max_chars=LONGEST_BODY)

    def __init__(self, letter: KeptLetter) -> None:
        own = letter.own or letter.template.shipped
        given = {"subject": own.subject, "body": own.body, "version": letter.version}
        super().__init__(data=given)
        self._template: LetterTemplate = letter.template

    def validate(self, *args: Any, **others: Any) -> bool:
        """Lint what the fields by themselves took."""
        if not super().validate(*args, **others):
            return False
        return self.lint()

    def lint(self) -> bool:
        """Put what is amiss beside subject and body; tell whether nothing is."""
        faults = faults_of(self._template, self.wording)
        for part, sentences in faults.items():
            self[part].errors = [*self[part].errors, *sentences]
        return not faults

    @property
    def wording(self) -> Wording:
        """The words as they were typed."""
        return Wording(self.subject.data or "", self.body.data or "")
