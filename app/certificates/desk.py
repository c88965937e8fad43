"""Certificates on the desks of their owners and of secretaries, and their verification for everybody."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (
    Entry(DeskKey.PUBLIC, 30, "Xác minh", "certificates.lookup"),
    Entry(DeskKey.AUTHOR, 20, "Giấy chứng nhận", "certificates.mine", "award"),
    Entry(DeskKey.ORGANISER, 50, "Giấy chứng nhận", "certificates.register", "award"),
)
