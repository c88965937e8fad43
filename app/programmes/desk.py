"""Rounds for the public and for secretaries."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (
    Entry(DeskKey.PUBLIC, 20, "Cuộc thi, xét chọn", "programmes.calls"),
    Entry(DeskKey.ORGANISER, 20, "Các đợt", "programmes.manage_index", "flag"),
)
