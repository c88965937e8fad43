"""The organiser on the desk of administrators."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (Entry(DeskKey.ADMINISTRATION, 20, "Đơn vị tổ chức", "organiser.profile", "bank"),)
