"""Repeated rows of a form that work without JavaScript.

A row that is blank or ticked to be removed is no row; the others stand in the order of the
numbers that were typed beside them. What soundness says of "criteria[2].step" finds its field
through the same order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField
from wtforms.widgets import HiddenInput

from app.infra.forms.choices import TickField
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import LineField
from app.kernel.vietnamese.search import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ROWS = 100
LAST_PLACE = 10_000
LONGEST_CODE = 40
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class CodeField(LineField):
    """The code by which other parts know the row; hidden, made from its name when it is new."""

    widget = HiddenInput()
    drawn_as = "HiddenField"


class RowForm(Form):
    """One row: its place, whether it goes, and what a subclass adds."""

    OF_EVERY_ROW = ("code", "position", "remove")

    code = CodeField(required=False, max=60)
    position = WholeField(_l("Thứ tự"), required=False, max=LAST_PLACE)
    remove = TickField(_l("Bỏ mục này khi lưu"))

    @property
    def is_kept(self) -> bool:
        """Whether the row counts."""
        return not self.remove.data and not self.is_blank

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed but what the page had put there."""
        return all(
            _is_untouched(field) for field in self if field.short_name not in self.OF_EVERY_ROW
        )

    @property
    def has_errors(self) -> bool:
        """Whether something in the row is to be mended."""
        return any(self.errors.values())


def _is_untouched(field: Any) -> bool:
    if isinstance(field, Rows):
        return not field.kept
    return field.is_empty or (field.data is not None and field.data == field.default)


class Rows(FieldList):
    """The rows of one list."""

    def __init__(self, row: type[RowForm], label: Any = None, **others: Any) -> None:
        super().__init__(FormField(row), label, max_entries=MOST_ROWS, **others)
        # The name by which the macros of templates know a list.
        self.type = "FieldList"

    @property
    def kept(self) -> list[Any]:
        """The rows that count, in the order of their numbers; equal ones as they stand."""
        rows = [entry.form for entry in self.entries if entry.form.is_kept]
        return sorted(
            rows, key=lambda row: LAST_PLACE if row.position.data is None else row.position.data
        )

    def validate(self, form: Any, _extra_validators: Any = ()) -> bool:
        """Ask only the rows that count."""
        wrong = [e for e in self.entries if e.form.is_kept and not e.validate(form)]
        self.errors = [entry.errors for entry in wrong]
        return not wrong

    def add_blank(self) -> Any | None:
        """Add a row to be filled, after the others; None when there are as many as a list takes."""
        if len(self.entries) >= MOST_ROWS:
            return None
        places = [entry.form.position.data or 0 for entry in self.entries]
        entry = self.append_entry()
        entry.form.position.data = max(places, default=0) + 1
        return entry


def numbered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows of values their places, from 1."""
    return [{"position": place, **row} for place, row in enumerate(rows, 1)]


def lists_in(form: Any) -> Iterator[Rows]:
    """Yield every list of a form, those inside rows too."""
    for field in form:
        if isinstance(field, Rows):
            yield field
            for entry in field.entries:
                yield from lists_in(entry.form)


def with_codes(rows: Iterable[Any], named_by: str) -> list[tuple[Any, str]]:
    """Pair rows with their codes; a new row takes one from its name that no other row has."""
    listed = list(rows)
    taken = {row.code.data for row in listed if row.code.data}
    return [(row, row.code.data or _free_code(row[named_by].data, taken)) for row in listed]


def free_codes(names: Iterable[str], known: dict[str, str]) -> list[tuple[str, str]]:
    """Pair names with their codes: the known one, or a new one made from the name."""
    taken = set(known.values())
    return [(known.get(name) or _free_code(name, taken), name) for name in names]


def _free_code(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:LONGEST_CODE].strip("-").replace("-", "_") or "muc"
    code, again = stem, 1
    while code in taken:
        again += 1
        code = f"{stem}_{again}"
    taken.add(code)
    return code


def field_at(form: Any, where: str) -> Any | None:
    """Return the field that a place of the plan, such as "criteria[2].step", was typed into.

    A place inside a value that is typed as one text leads to that text; a place that is not
    shown leads to the name of its row.
    """
    here: Any = form
    for name, index in _STEP.findall(where):
        if isinstance(here, Rows):
            here = here.kept[int(index)] if index and int(index) < len(here.kept) else None
        elif isinstance(here, Form):
            here = here[name] if name in here else first_field(here)
        if here is None:
            return None
    return first_field(here) if isinstance(here, Form) else here


def first_field(row: Any) -> Any | None:
    """Return the first field of a row that a person fills."""
    return next((f for f in row if f.short_name not in (*RowForm.OF_EVERY_ROW, "version")), None)
