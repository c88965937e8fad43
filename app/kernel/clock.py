"""The only clock of the product, so that whatever moves time moves all of it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.kernel.calendar import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_standing_at: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _standing_at.get() or datetime.now(UTC)


def today() -> date:
    """Return the date that the calendar on a Vietnamese wall shows now."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant for what runs inside the block, and for nothing else.

    A round that runs from a folder lives through its own dates, so the same folder gives the
    same papers whenever it is run.
    """
    token = _standing_at.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _standing_at.reset(token)
