"""The people of a section as flat text, by the names of the fields on their page.

Each row keeps a number as long as it lives, which stands in the names of its fields: when somebody
takes a row out on one page, what was typed in another row on another page still meets its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.nominations.rules.people import FIELDS
from app.nominations.rules.sections import person_field
from app.questions.rules.answer import kept_as_typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.questions.rules.editions import Merged

MOST_ROWS = 60
ROW = "row"
LONGEST_NUMBER = 9


def number_of(row: Mapping[str, str], place: int) -> int:
    """Return the number of a row; one that was written before rows had numbers has its place."""
    return int(row.get(ROW, place))


def texts_of_people(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the fields of people as the page names them."""
    return {
        person_field(number_of(row, place), name): row.get(name, "")
        for place, row in enumerate(rows, 1)
        for name in FIELDS
    }


def people_in(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows that a page sent, in their order, the empty ones too.

    Raises:
        RuleBroken: for more rows than any dossier has.
    """
    numbers = sorted({number for name in texts if (number := row_of_field(name))})
    if len(numbers) > MOST_ROWS:
        raise RuleBroken(f"Không thể ghi quá {MOST_ROWS} người trong một hồ sơ.")
    return [_row(texts, number) for number in numbers]


def _row(texts: Mapping[str, str], number: int) -> dict[str, str]:
    fields = {name: kept_as_typed(texts.get(person_field(number, name), "")) for name in FIELDS}
    return {ROW: str(number), **fields}


def row_of_field(name: str) -> int:
    """Return the number of the row that the name of a field holds, or 0."""
    head, _, field = name.partition("_")
    figures = head.removeprefix("p")
    is_row = head.startswith("p") and figures.isascii() and figures.isdecimal() and field in FIELDS
    return int(figures) if is_row and len(figures) <= LONGEST_NUMBER else 0


def with_new_row(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows with an empty one at the end, under a number that none of them has."""
    present = list(rows) or [{}]
    numbers = [number_of(row, place) for place, row in enumerate(present, 1)]
    return [*present, {ROW: str(max(numbers) + 1)}]


def without_row(rows: Sequence[dict[str, str]], number: int) -> list[dict[str, str]]:
    """Return the rows without the one of a number; the others keep theirs."""
    numbered = [{**row, ROW: str(number_of(row, place))} for place, row in enumerate(rows, 1)]
    return [row for row in numbered if row[ROW] != str(number)]


def with_whole_rows(found: Merged, sent: Mapping[str, str], stored: Mapping[str, str]) -> Merged:
    """Bring a row back whole that one page took out while another one changed it.

    A single field of it would be nobody; and nothing that was typed is lost.
    """
    there = {row_of_field(name) for name in stored}
    changed = {*found.kept, *found.conflicts}
    back = {number for name in changed if (number := row_of_field(name)) not in there}
    for name in [name for name in sent if row_of_field(name) in back]:
        found.taken.pop(name, None)
        found.conflicts.pop(name, None)
        found.kept[name] = sent[name]
    return found
