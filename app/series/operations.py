"""Taking numbers, inside the unit of work of whatever gets them.

The row of the series stays locked until that unit of work ends, so two takers at one moment get
two numbers, and a number that a rolled-back unit took was never taken. Taking leaves no entry of
its own: the operation that takes a number records it with the thing that got it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken
from app.series.enums import SeriesEvent
from app.series.models import ReservedNumbers, TypedNumber
from app.series.queries import take_series, taken_of
from app.series.rules import require_free, require_reservable

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.series.rules import Series

NOBODY = "Hãy ghi khoảng số này để riêng cho ai."


def take_number(series: Series) -> int:
    """Return the next number of a series, which is then taken."""
    return take_numbers(series, 1)[0]


def take_numbers(series: Series, wanted: int) -> list[int]:
    """Return the next numbers of a series in their order; all of them are then taken."""
    row = take_series(series)
    numbers = taken_of(row).next_numbers(wanted)
    if numbers:
        row.last_number = numbers[-1]
        db.session.flush()
    return numbers


def take_typed_number(series: Series, number: int) -> int:
    """Take the number that an office gave in its own book, and return it.

    Raises:
        Duplicate: when something has that number already.
        RuleBroken: when it is no number of a book.
    """
    row = take_series(series)
    taken = taken_of(row, number)
    require_free(series, number, taken)
    row.last_number = taken.last_after(number)
    db.session.add(TypedNumber(series_id=row.id, number=number, taken_at=clock.now()))
    db.session.flush()
    return number


@operation
def reserve_numbers(series: Series, numbers: range, *, kept_for: str, by: Actor) -> ReservedNumbers:
    """Set a range aside for an office that keeps its own book: only typing takes its numbers.

    Raises:
        Duplicate: when one of them is taken or set aside already.
        RuleBroken: when the range is none, or it is not said for whom.
    """
    if not kept_for.strip():
        raise RuleBroken(NOBODY, field="kept_for")
    row = take_series(series)
    require_reservable(series, numbers, taken_of(row))
    reserved = ReservedNumbers(
        series_id=row.id,
        first_number=numbers[0],
        last_number=numbers[-1],
        kept_for=kept_for,
        reserved_at=clock.now(),
    )
    db.session.add(reserved)
    db.session.flush()
    record(
        SeriesEvent.RESERVED,
        reserved,
        by=by,
        series=series.words,
        first=numbers[0],
        last=numbers[-1],
        kept_for=kept_for,
    )
    return reserved
