"""Dossiers on the desks of authors, units and secretaries."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry
from app.nominations.queries.counts import count_to_endorse, count_to_screen

entries = (
    Entry(DeskKey.AUTHOR, 10, "Hồ sơ", "nominations.mine", "folder2-open"),
    Entry(
        DeskKey.UNIT,
        10,
        "Hồ sơ của đơn vị",
        "nominations.for_unit",
        "building",
        count=count_to_endorse,
        is_urgent=True,
    ),
    Entry(
        DeskKey.ORGANISER, 30, "Thẩm tra", "nominations.screening", "inbox", count=count_to_screen
    ),
)
