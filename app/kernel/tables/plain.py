"""Numbers and days as files write them: 12.5 and 2026-02-28, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def number_in(text: str) -> Decimal | None:
    """Return the exact number, None for anything that is written otherwise."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def day_in(text: str) -> date | None:
    """Return the day, None for one that is written otherwise or not in the calendar."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
