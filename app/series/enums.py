"""Happenings of series of numbers."""

from __future__ import annotations

from app.kernel.events import EventTag


class SeriesEvent(EventTag):
    """What happens to series of numbers besides the taking, which the taker records."""

    RESERVED = "series:numbers:reserved", "Để riêng khoảng số"
