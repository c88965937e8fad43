"""The pages that bind all others."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (
    Entry(DeskKey.PUBLIC, 10, "Trang chủ", "web.home", alone=True),
    Entry(DeskKey.ORGANISER, 10, "Việc hôm nay", "web.today", "house", alone=True),
)
