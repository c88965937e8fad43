"""The templates of letters on the desks of secretaries and administrators."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (
    Entry(DeskKey.ORGANISER, 90, "Mẫu thư", "letters.index", "envelope-paper"),
    Entry(DeskKey.ADMINISTRATION, 35, "Mẫu thư", "letters.index", "envelope-paper"),
)
