"""Who may do what to accounts, links and letters."""

from __future__ import annotations

from app.kernel.access import (
    Permission,
    Policy,
    anyone,
    is_admin,
    is_secretary,
    is_signed_in,
)


class AccountPermission(Permission):
    """What can be done to accounts."""

    SIGN_IN = "accounts:sign_in"
    SIGN_OUT = "accounts:sign_out"
    REGISTER = "accounts:register"
    OPEN_LINK = "accounts:open_link"
    RESET_PASSWORD = "accounts:reset_password"  # noqa: S105  # the name of a permission
    KEEP_SESSION = "accounts:keep_session"
    CHANGE_OWN = "accounts:change_own"
    LIST = "accounts:list"
    INVITE = "accounts:invite"
    GRANT = "accounts:grant"
    CLOSE = "accounts:close"
    READ_MAILS = "accounts:read_mails"


policy = Policy(
    AccountPermission,
    {
        AccountPermission.SIGN_IN: anyone,
        AccountPermission.SIGN_OUT: anyone,
        AccountPermission.REGISTER: anyone,
        AccountPermission.OPEN_LINK: anyone,
        AccountPermission.RESET_PASSWORD: anyone,
        AccountPermission.KEEP_SESSION: anyone,
        AccountPermission.CHANGE_OWN: is_signed_in,
        AccountPermission.LIST: is_admin,
        AccountPermission.INVITE: is_admin | is_secretary,
        AccountPermission.GRANT: is_admin,
        AccountPermission.CLOSE: is_admin,
        AccountPermission.READ_MAILS: is_admin,
    },
)
