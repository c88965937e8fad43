"""Accounts and letters on the desks of secretaries and administrators."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry

entries = (
    Entry(DeskKey.ORGANISER, 80, "Mời mở tài khoản", "accounts.invite", "person-plus"),
    Entry(DeskKey.ADMINISTRATION, 10, "Tài khoản", "accounts.index", "person-gear"),
    Entry(DeskKey.ADMINISTRATION, 30, "Thư đi", "accounts.mails", "envelope"),
)
