"""Units and people on the desk of secretaries."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (
    Entry(DeskKey.ORGANISER, 60, "Đơn vị", "registry.units", "building"),
    Entry(DeskKey.ORGANISER, 70, "Trí thức", "registry.people", "person-vcard"),
)
