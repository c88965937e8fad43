"""What happens to the organiser's profile."""

from __future__ import annotations

from app.kernel.events import EventTag


class OrganiserEvent(EventTag):
    """What happens to the organiser and those who sign for it."""

    ESTABLISHED = "organiser:profile:established", "Lập hồ sơ đơn vị tổ chức"
    CHANGED = "organiser:profile:changed", "Sửa hồ sơ đơn vị tổ chức"
    PRESET_LOADED = "organiser:profile:preset_loaded", "Nạp bộ dữ liệu mẫu"
    EMBLEM_CHANGED = "organiser:emblem:changed", "Đổi biểu trưng"
    SIGNATORY_ADDED = "organiser:signatory:added", "Thêm người ký"
    SIGNATORY_CHANGED = "organiser:signatory:changed", "Sửa người ký"
    SIGNATORY_MOVED = "organiser:signatory:moved", "Đổi thứ tự người ký"
    SIGNATORY_REMOVED = "organiser:signatory:removed", "Bỏ người ký"
