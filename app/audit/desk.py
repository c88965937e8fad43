"""The log on the desk of administrators."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (Entry(DeskKey.ADMINISTRATION, 40, "Nhật ký", "audit.index", "journal-text"),)
