"""Before many things change at once, their number is typed by hand, after a dry run showed them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.base import Form
from app.infra.forms.numbers import WholeField
from app.kernel.errors import RuleBroken

NOTHING = -1


class ConfirmedField(WholeField):
    """The number that somebody types; only ``expected`` confirms, if it is at least ``least``."""

    expected: int = 0
    least: int = 1

    def read(self, typed: str) -> int:
        """Return the number; what is none confirms nothing."""
        try:
            return super().read(typed)
        except RuleBroken:
            return NOTHING

    def check(self, _form: Any) -> None:
        """Refuse every other number."""
        if self.data != self.expected or self.expected < self.least:
            raise RuleBroken(self._missing_words())

    def _missing_words(self) -> str:
        return _("Hãy gõ đúng số %(number)s để xác nhận.", number=self.expected)


class Confirmed(Form):
    """A form that is taken once the number of what will change was typed."""

    confirmed_number = ConfirmedField(_l("Số để xác nhận"))

    def __init__(self, number: int, *, least: int = 1, **others: Any) -> None:
        super().__init__(**others)
        self.confirmed_number.expected = number
        self.confirmed_number.least = least
