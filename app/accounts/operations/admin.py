"""What administrators do with accounts, and how there comes to be a first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from app.accounts import queries
from app.accounts.enums import FIRST_ADMIN, AccountEvent
from app.accounts.models import Account, AccountRole, UnitContact
from app.accounts.operations.links import make_reset_link
from app.accounts.operations.tokens import Holder, grant_link, void
from app.accounts.rules.grants import Grants, require_an_admin_left
from app.accounts.rules.tokens import new_stamp
from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.infra.mail.models import Mail, MailState
from app.infra.mail.outbox import send_again
from app.kernel.access import Actor, Role
from app.kernel.errors import NotFound, RuleBroken, WrongState
from app.registry.queries import units_by_id
from app.registry.rules import email_address

if TYPE_CHECKING:
    from collections.abc import Collection

MAIL_ON_ITS_WAY = "Thư này đã gửi hoặc đang chờ gửi, không cần gửi lại. Hãy tải lại trang để xem."
MAIL_IS_SPENT = (
    "Liên kết trong thư này đã được dùng hoặc đã thay bằng liên kết mới nên không gửi lại được. "
    "Hãy mời lại, hoặc đề nghị người nhận xin liên kết mới ở trang đăng nhập."
)
FIRST_GRANTS = Grants(roles=frozenset({Role.ADMIN, Role.SECRETARY}))


@operation
def change_grants(account: Account, grants: Grants, *, by: Actor) -> None:
    """Let an account hold exactly these roles and be contact of exactly these units.

    Raises:
        RuleBroken: when the last active administrator would lose the role.
    """
    before = {granted.role for granted in account.roles}
    if Role.ADMIN in before - grants.roles and account.is_active:
        require_an_admin_left(queries.count_other_admins(account))
    # The units first, for they may be refused, and then nothing may have changed.
    _set_units(account, grants.units)
    _set_roles(account, grants.roles)
    # Neither list is a column of the account: without this a stale page would not be noticed.
    flag_modified(account, "is_active")
    db.session.flush()
    record(AccountEvent.ROLES_CHANGED, account, by=by, **grants.as_json())


def _set_roles(account: Account, wanted: Collection[Role]) -> None:
    held = {granted.role: granted for granted in account.roles}
    for role in held.keys() - wanted:
        account.roles.remove(held[role])
    account.roles.extend(AccountRole(role=role) for role in sorted(set(wanted) - held.keys()))


def _set_units(account: Account, wanted: Collection[int]) -> None:
    units = {unit.id: unit for unit in units_by_id(wanted)}
    if units.keys() != set(wanted):
        raise RuleBroken(
            "Một đơn vị đã chọn không còn trong danh sách. Hãy chọn lại.", field="units"
        )
    held = {contact.unit_id: contact for contact in account.unit_contacts}
    for unit_id in held.keys() - units.keys():
        account.unit_contacts.remove(held[unit_id])
    for unit_id in sorted(units.keys() - held.keys()):
        account.unit_contacts.append(UnitContact(unit_id=unit_id, unit=units[unit_id]))


@operation
def close_account(account: Account, *, by: Actor) -> None:
    """Let nobody sign in with an account any more; what it did stays.

    Raises:
        RuleBroken: for the last active administrator.
    """
    if any(granted.role is Role.ADMIN for granted in account.roles):
        require_an_admin_left(queries.count_other_admins(account))
    account.is_active = False
    account.session_stamp = new_stamp()
    record(AccountEvent.CLOSED, account, by=by)


@operation
def reopen_account(account: Account, *, by: Actor) -> None:
    """Let a closed account sign in again, with the password it had."""
    account.is_active = True
    account.session_stamp = new_stamp()
    record(AccountEvent.REOPENED, account, by=by)


def make_first_administrator(email: str = "", *, by: Actor) -> str | None:
    """Return the token of a link for the first administrator; None when there is one already.

    Earlier links of this kind are void from now on.
    """
    if queries.has_active_admin():
        return None
    return _first_admin_token(email_address(email) if email else "", by=by)


@operation
def _first_admin_token(email: str, *, by: Actor) -> str:
    void(queries.live_first_admin_links())
    holder = Holder(email)
    made, token = grant_link(FIRST_ADMIN, None, holder, grants=FIRST_GRANTS.as_json())
    record(AccountEvent.INVITED, made, by=by, email=email, grants=made.grants)
    return token


@operation
def hand_out_reset_link(email: str, *, by: Actor) -> str:
    """Return the token of a link for a new password, to be handed over and not mailed.

    Raises:
        NotFound: when the address has no active account.
    """
    account = queries.find_account_by_email(email_address(email))
    if account is None or not account.is_active:
        raise NotFound("Không có tài khoản đang hoạt động với địa chỉ này.")
    token = make_reset_link(account)[1]
    record(AccountEvent.RESET_ASKED, account, by=by)
    return token


@operation
def resend_mail(mail: Mail, *, by: Actor) -> None:
    """Send a letter that failed or was kept once more.

    Raises:
        WrongState: for one that is on its way or has arrived, so that no second click doubles it,
            and for one whose link leads nowhere any more.
    """
    if mail.state not in {MailState.FAILED, MailState.KEPT}:
        raise WrongState(MAIL_ON_ITS_WAY)
    if mail.has_lost_its_link:
        raise WrongState(MAIL_IS_SPENT)
    send_again(mail)
    record(AccountEvent.MAIL_RESENT, mail, by=by, to=mail.to_email, subject=mail.subject)
