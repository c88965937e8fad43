"""Fields in which one text stands for several values: a line each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from wtforms.widgets import TextArea

from app.infra.forms.fields import TypedField, first_text
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import ParagraphField
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal, parse_fraction
from app.kernel.vietnamese.text import clean_line, clean_text
from app.programmes.rules.limits import FIRST_YEAR, LAST_YEAR
from app.programmes.rules.plan import LevelPlan

if TYPE_CHECKING:
    from fractions import Fraction

_LEVEL = re.compile(r"([\d.,]+)(?:\s*[-\N{EN DASH}\N{EM DASH}]\s*([\d.,]+))?\s*:\s*(.+)")


class LinesField(ParagraphField):
    """A text of which every line that is not empty is a value."""

    @property
    def lines(self) -> list[str]:
        """The values."""
        return [clean_line(line) for line in (self.data or "").split("\n") if line.strip()]


class YearField(WholeField):
    """A year; its thousands are not parted."""

    def __init__(self, *args: Any, **others: Any) -> None:
        super().__init__(*args, min=FIRST_YEAR, max=LAST_YEAR, **others)

    def show(self, value: Any) -> str:
        """Return "2026"."""
        return "" if value is None else str(value)


class FractionField(TypedField):
    """A fraction such as 1/4, or a share such as 25%."""

    def read(self, typed: str) -> Fraction:
        """Return the fraction."""
        return parse_fraction(typed)

    def show(self, value: Fraction) -> str:
        """Return "1/4"."""
        return f"{value.numerator}/{value.denominator}"


class LevelsField(TypedField):
    """What the points of a criterion mean; a line each: "18–20: hoàn toàn mới"."""

    widget = TextArea()
    drawn_as = "TextAreaField"
    longest = 20_000

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the lines, where the usual field reads one."""
        self.typed = clean_text(first_text(valuelist)[: self.longest])
        self.data = None
        try:
            self.data = self.read(self.typed) or None
        except RuleBroken as refusal:
            self.process_errors.append(refusal.message)

    def read(self, typed: str) -> tuple[LevelPlan, ...]:
        """Return the levels in the order in which they were typed."""
        lines = [clean_line(line) for line in typed.split("\n") if line.strip()]
        return tuple(_level(number, line) for number, line in enumerate(lines, 1))

    def show(self, value: tuple[LevelPlan, ...]) -> str:
        """Return the lines."""
        return "\n".join(f"{_span(level)}: {level.text}" for level in value)


def _span(level: LevelPlan) -> str:
    low, high = format_decimal(level.points_from), format_decimal(level.points_to)
    return low if low == high else f"{low}\N{EN DASH}{high}"


def _level(number: int, line: str) -> LevelPlan:
    found = _LEVEL.fullmatch(line)
    if not found:
        raise RuleBroken(
            _("Dòng %(number)s chưa đúng dạng. Hãy viết như: 18–20: Hoàn toàn mới.", number=number)
        )
    low = parse_decimal(found[1])
    return LevelPlan(low, parse_decimal(found[2]) if found[2] else low, found[3])
