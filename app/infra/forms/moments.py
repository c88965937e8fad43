"""Fields of days and instants, as a calendar and a clock in Vietnam show them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms.widgets import TextInput

from app.infra.forms.fields import TypedField
from app.kernel.calendar import VIETNAM, local, parse_local_input
from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.dates import parse_date

# "17:00 30/11/2026", "17 giờ 00 ngày 30/11/2026" or "30/11/2026 17:00:30", as people write it.
CLOCK = r"([0-9]{1,2})\s*(?:[:hg]|giờ)\s*(?:([0-9]{2})\s*(?:phút)?)?(?::([0-9]{2})|\s([0-9]{2})\s*giây)?"
CLOCK_FIRST = re.compile(CLOCK + r",?\s+(?:ngày\s+)?(\S+)", re.IGNORECASE)
CLOCK_LAST = re.compile(r"(?:ngày\s+)?(\S+?),?\s+(?:lúc\s+)?" + CLOCK, re.IGNORECASE)


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
    """A day and an hour in Vietnam, typed hh:mm dd/mm/yyyy; the value is an aware instant in UTC.

    Not the browser's own picker: that shows day and month in the order of the browser's language,
    and nobody can tell 04/12 from 12/04. What a picker sends is still read.
    """

    widget = TextInput()
    drawn_as: ClassVar[str] = "InstantField"

    def read(self, typed: str) -> datetime:
        """Return the instant."""
        if found := CLOCK_FIRST.fullmatch(typed):
            return _instant(found[5], found[1], found[2], found[3] or found[4])
        if found := CLOCK_LAST.fullmatch(typed):
            return _instant(found[1], found[2], found[3], found[4] or found[5])
        return parse_local_input(typed)

    def show(self, value: datetime) -> str:
        """Return hh:mm dd/mm/yyyy, as the help beside the field asks for it."""
        there = local(value)
        return f"{there:%H:%M:%S %d/%m/%Y}" if there.second else f"{there:%H:%M %d/%m/%Y}"


def _instant(day: str, hour: str, minute: str | None, second: str | None) -> datetime:
    try:
        clock = time(int(hour), int(minute or 0), int(second or 0))
    except ValueError as error:
        raise RuleBroken(_("Giờ phải từ 00:00 đến 23:59. Hãy nhập lại giờ.")) from error
    return datetime.combine(parse_date(day), clock, VIETNAM).astimezone(UTC)
