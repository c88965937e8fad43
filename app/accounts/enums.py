"""The kinds and happenings of accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.kernel.events import EventTag
from app.kernel.links import LinkKind

if TYPE_CHECKING:
    from app.accounts.models import Account


# What the links of accounts are for. They open accounts at one address, so none of them leads to
# a page of its own.
FIRST_ADMIN: LinkKind[None] = LinkKind("first_admin", timedelta(days=2))
INVITATION: LinkKind[None] = LinkKind("invitation", timedelta(days=7))
REGISTRATION: LinkKind[None] = LinkKind("registration", timedelta(days=2))
PASSWORD_RESET: LinkKind[Account] = LinkKind("password_reset", timedelta(hours=2), "accounts")
OPENING_KINDS: dict[str, LinkKind[Any]] = {
    kind.key: kind for kind in (FIRST_ADMIN, INVITATION, REGISTRATION, PASSWORD_RESET)
}


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
