"""The kinds and happenings of accounts."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class LinkKind(StrEnum):
    """What a mailed link is for."""

    FIRST_ADMIN = "first_admin"
    INVITATION = "invitation"
    REGISTRATION = "registration"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # the name of a kind, not a password


class AccountEvent(EventTag):
    """What happens to accounts."""

    INVITED = "accounts:account:invited", "Gửi lời mời mở tài khoản"
    REGISTRATION_ASKED = "accounts:registration:asked", "Đăng ký tài khoản"
    OPENED = "accounts:account:opened", "Mở tài khoản"
    SIGNED_IN = "accounts:account:signed_in", "Đăng nhập"
    SIGNED_OUT = "accounts:account:signed_out", "Đăng xuất"
    RESET_ASKED = "accounts:password:reset_asked", "Yêu cầu đặt lại mật khẩu"
    PASSWORD_SET = "accounts:password:set", "Đặt mật khẩu"  # the name of an event
    ROLES_CHANGED = "accounts:account:roles_changed", "Thay đổi vai trò"
    CLOSED = "accounts:account:closed", "Khóa tài khoản"
    REOPENED = "accounts:account:reopened", "Mở lại tài khoản"
    MAIL_RESENT = "accounts:mail:resent", "Gửi lại thư"
