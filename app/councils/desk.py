"""Councils on the desk of secretaries."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (Entry(DeskKey.ORGANISER, 40, "Hội đồng", "councils.index", "people"),)
