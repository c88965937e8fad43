"""Fields of days and instants, as a calendar and a clock in Vietnam show them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms.widgets import DateTimeLocalInput, TextInput

from app.infra.forms.fields import TypedField
from app.kernel.calendar import VIETNAM, local_input_value, parse_local_input
from app.kernel.errors import RuleBroken
from app.kernel.vietnamese import parse_date

# "17:00 30/11/2026" or "30/11/2026 17:00", for browsers without a picker and for people who type.
CLOCK_FIRST = re.compile(r"([0-9]{1,2})[:hg]([0-9]{2})?,?\s+(\S+)")
CLOCK_LAST = re.compile(r"(\S+),?\s+([0-9]{1,2})[:hg]([0-9]{2})?")


class DayField(TypedField):
    """A day, typed dd/mm/yyyy; what a browser's own picker sends is read too."""

    widget = TextInput()
    drawn_as: ClassVar[str] = "DayField"

    def __init__(
        self,
        *args: Any,
        min: date | None = None,  # noqa: A002  # reads best at the call
        max: date | None = None,  # noqa: A002
        **others: Any,
    ) -> None:
        self.min = min
        self.max = max
        super().__init__(*args, **others)

    def read(self, typed: str) -> date:
        """Return the day."""
        return parse_date(typed)

    def show(self, value: date) -> str:
        """Return dd/mm/yyyy, as the help beside the field asks for it."""
        return f"{value:%d/%m/%Y}"

    def check(self, _form: Any) -> None:
        """Refuse a day outside the limits."""
        if self.min is not None and self.data < self.min:
            raise RuleBroken(_("Hãy nhập ngày không sớm hơn %(day)s.", day=self.show(self.min)))
        if self.max is not None and self.data > self.max:
            raise RuleBroken(_("Hãy nhập ngày không muộn hơn %(day)s.", day=self.show(self.max)))


class InstantField(TypedField):
    """A day and an hour in Vietnam; the value is an aware instant in UTC."""

    widget = DateTimeLocalInput()
    drawn_as: ClassVar[str] = "DateTimeLocalField"

    def read(self, typed: str) -> datetime:
        """Return the instant."""
        if found := CLOCK_FIRST.fullmatch(typed):
            return _instant(found[3], found[1], found[2])
        if found := CLOCK_LAST.fullmatch(typed):
            return _instant(found[1], found[2], found[3])
        return parse_local_input(typed)

    def show(self, value: datetime) -> str:
        """Return what the browser's picker takes."""
        return local_input_value(value)


def _instant(day: str, hour: str, minute: str | None) -> datetime:
    try:
        clock = time(int(hour), int(minute or 0))
    except ValueError as error:
        raise RuleBroken(_("Giờ phải từ 00:00 đến 23:59. Hãy nhập lại giờ.")) from error
    return datetime.combine(parse_date(day), clock, VIETNAM).astimezone(UTC)
