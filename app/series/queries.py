"""Reading how far a series has come, with and without its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.infra.inserts import insert_once
from app.series.models import NumberSeries, ReservedNumbers, TypedNumber
from app.series.rules import Taken

if TYPE_CHECKING:
    from sqlalchemy import Select

    from app.series.rules import Series


def take_series(series: Series) -> NumberSeries:
    """Return the row of a series, locked until the unit of work ends; made at its first use."""
    lock_for_write(db.session())
    return _locked(series) or _begun(series)


def _begun(series: Series) -> NumberSeries:
    start = {"code": series.code, "body": series.body, "year": series.year, "last_number": 0}
    insert_once(NumberSeries, start, unique=("code", "body", "year"))
    # What a rival began at the same moment was waited for, and is there now.
    return db.session.execute(_of(series).with_for_update()).scalar_one()


def _locked(series: Series) -> NumberSeries | None:
    query = _of(series).with_for_update().execution_options(populate_existing=True)
    return db.session.execute(query).scalar_one_or_none()


def _of(series: Series) -> Select[NumberSeries]:
    return select(NumberSeries).where(
        NumberSeries.code == series.code,
        NumberSeries.body == series.body,
        NumberSeries.year == series.year,
    )


def taken_of(row: NumberSeries, asked: int = 0) -> Taken:
    """Return what of a series is no longer free.

    Of the typed numbers that counting has passed only the one that is asked about is read.
    """
    reserved = select(ReservedNumbers.first_number, ReservedNumbers.last_number).where(
        ReservedNumbers.series_id == row.id
    )
    typed = select(TypedNumber.number).where(
        TypedNumber.series_id == row.id,
        or_(TypedNumber.number > row.last_number, TypedNumber.number == asked),
    )
    return Taken(
        last=row.last_number,
        reserved=tuple(
            range(first, last + 1) for first, last in db.session.execute(reserved).all()
        ),
        typed=frozenset(db.session.execute(typed).scalars()),
    )


def next_numbers(series: Series, wanted: int) -> list[int]:
    """Return the numbers that would be taken next, without taking or holding them."""
    row = db.session.execute(_of(series)).scalar_one_or_none()
    taken = taken_of(row) if row is not None else Taken()
    return taken.next_numbers(wanted)
