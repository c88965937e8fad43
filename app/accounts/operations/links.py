"""One-time links: asked for, mailed, and used once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts import notifications, queries
from app.accounts.enums import (
    FIRST_ADMIN,
    INVITATION,
    PASSWORD_RESET,
    REGISTRATION,
    AccountEvent,
)
from app.accounts.models import Account, AccountRole, Link, UnitContact
from app.accounts.operations.sessions import actor_of, note_attempt
from app.accounts.operations.tokens import Holder, grant_link, void
from app.accounts.rules import passwords, throttling, tokens
from app.accounts.rules.grants import Grants
from app.audit.operations import operation, record, unfinished_work
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.access import Actor, Role
from app.kernel.errors import Duplicate, NotAllowed, RuleBroken, WrongState
from app.registry.operations import add_person
from app.registry.queries import get_person, units_by_id
from app.registry.rules import PersonDetails, email_address, person_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.registry.models import Person

NO_GRANTS = Grants()
LINK_IS_SPENT = (
    "Liên kết này không đúng, đã được dùng hoặc đã hết hạn. "
    "Nếu đã có tài khoản, hãy đăng nhập; nếu chưa, hãy xin liên kết mới."
)
ACCOUNT_IS_CLOSED = "Tài khoản này đã được khóa. Hãy liên hệ ban tổ chức nếu cần mở lại."


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite, to what; ``person_id`` names somebody whom the registry knows."""

    email: str
    full_name: str
    grants: Grants = NO_GRANTS
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody types who uses a link; a link for the first administrator asks for all."""

    password: str
    full_name: str = ""
    email: str = ""


# ── asking ───────────────────────────────────────────────────────────────────────────────────


@operation
def invite(invitation: Invitation, *, by: Actor) -> Link:
    """Mail somebody a link with which they open an account that is granted what is said.

    Raises:
        NotAllowed: when somebody other than an administrator grants roles.
        Duplicate: beside ``email``, when the address has an account.
    """
    _require_may_grant(invitation.grants, by)
    email = email_address(invitation.email, field="email")
    name = person_name(invitation.full_name, field="full_name")
    if queries.find_account_by_email(email):
        raise Duplicate("Địa chỉ này đã có tài khoản, không cần mời lại.", field="email")
    _require_free_person(invitation.person_id)
    void(queries.live_links(INVITATION.key, email))
    holder = Holder(email, name, invitation.person_id)
    made, token = grant_link(INVITATION, None, holder, grants=invitation.grants.as_json())
    notifications.post_invitation(made, token)
    record(AccountEvent.INVITED, made, by=by, email=email, grants=made.grants)
    return made


def _require_free_person(person_id: int | None) -> None:
    """Refuse somebody who has an account, and a number that nobody has (NotFound)."""
    if person_id is not None and queries.person_has_account(get_person(person_id).id):
        raise Duplicate(
            "Người này đã có tài khoản bằng một địa chỉ khác. Hãy tìm trong danh sách tài khoản.",
            field="email",
        )


def _require_may_grant(grants: Grants, by: Actor) -> None:
    if grants.roles and by.system is None and not by.has_role(Role.ADMIN):
        raise NotAllowed(
            "Chỉ quản trị hệ thống được giao vai trò chung. Hãy bỏ chọn vai trò chung, hoặc nhờ quản trị hệ thống."
        )
    if len(units_by_id(grants.units)) != len(grants.units):
        raise RuleBroken(
            "Một đơn vị đã chọn không còn trong danh sách. Hãy chọn lại.", field="units"
        )


def ask_registration(email: str, full_name: str, *, visitor: throttling.Guesser, by: Actor) -> None:
    """Mail a link to somebody who wants an account; who has one is told so, by mail only.

    Raises:
        TooMany: when too many links were asked for from one origin.
    """
    email, name = email_address(email, field="email"), person_name(full_name, field="full_name")
    if not _takes_on(visitor):
        return
    account = queries.find_account_by_email(email)
    if account is None:
        _mail_registration(email, name, by=by)
    elif account.is_active:
        _mail_reset(account, by=by, is_registered_already=True)
    else:
        notifications.post_closed(account)


def ask_password_reset(email: str, *, visitor: throttling.Guesser, by: Actor) -> None:
    """Mail a link for a new password; who has no account is told so, by mail only.

    Raises:
        TooMany: when too many links were asked for from one origin.
    """
    email = email_address(email, field="email")
    if not _takes_on(visitor):
        return
    account = queries.find_account_by_email(email)
    if account is None:
        notifications.post_no_account(email)
    elif account.is_active:
        _mail_reset(account, by=by)
    else:
        notifications.post_closed(account)


@unfinished_work
def _takes_on(visitor: throttling.Guesser) -> bool:
    """Count a wish for a link; tell whether it is met, which the page does not say."""
    patience = throttling.LINKS
    seen = queries.attempts_since(
        clock.now() - patience.window, visitor.email_hash, visitor.origin_hash
    )
    if throttling.origin_is_spent(patience, seen):
        throttling.require_patience(patience, seen, clock.now())
    note_attempt(visitor, succeeded=False)
    return not throttling.address_is_spent(patience, seen)


@operation
def _mail_registration(email: str, name: str, *, by: Actor) -> None:
    made, token = grant_link(REGISTRATION, None, Holder(email, name))
    notifications.post_registration(made, token)
    record(AccountEvent.REGISTRATION_ASKED, made, by=by, email=email)


@operation
def _mail_reset(account: Account, *, by: Actor, is_registered_already: bool = False) -> None:
    made, token = make_reset_link(account)
    if is_registered_already:
        notifications.post_registered_already(made, token)
    else:
        notifications.post_reset(made, token)
    record(AccountEvent.RESET_ASKED, account, by=by)


def make_reset_link(account: Account) -> tuple[Link, str]:
    """Return a link for a new password and its token."""
    return grant_link(PASSWORD_RESET, account, Holder(account.email, account.person.full_name))


# ── using ────────────────────────────────────────────────────────────────────────────────────


def open_account_from_link(token: str, opening: Opening) -> Account:
    """Use a link: open the account or set its password, and grant what the link brings.

    The password is hashed before the link is locked, so that the lock is short. Of two who use
    one link at the same moment, the second one is refused.

    Raises:
        WrongState: when the link is unknown, used or expired.
        RuleBroken: beside ``new_password``, ``full_name`` or ``email``.
    """
    link = queries.find_live_link(token)
    if link is None:
        raise WrongState(LINK_IS_SPENT)
    email = link.email or email_address(opening.email, field="email")
    passwords.require_good_password(opening.password, email=email)
    kept = passwords.hash_password(opening.password)
    locked = queries.take_live_link(token)
    if locked is None:
        raise WrongState(LINK_IS_SPENT)
    return _use(locked, email, opening.full_name, kept)


@operation
def _use(link: Link, email: str, full_name: str, password_hash: str) -> Account:
    """Everything is refused before the link is marked: who errs can use it again."""
    account = queries.find_account_by_email(email)
    if account is not None and link.kind == FIRST_ADMIN.key and not link.email:
        raise Duplicate("Địa chỉ này đã có tài khoản. Hãy dùng địa chỉ khác.", field="email")
    if account is None:
        account = _open(link, email, full_name)
    elif not account.is_active:
        raise RuleBroken(ACCOUNT_IS_CLOSED)
    link.used, link.last_used_at = link.used + 1, clock.now()
    account.password_hash = password_hash
    account.session_stamp = tokens.new_stamp()
    _grant(account, link)
    void(_spent_with(link))
    notifications.forget_letters_of([link.id])
    event = AccountEvent.PASSWORD_SET if link.kind == PASSWORD_RESET.key else AccountEvent.OPENED
    record(event, account, by=actor_of(account), link=link.kind, grants=link.grants)
    return account


def _spent_with(link: Link) -> Collection[Link]:
    """Return the other links that are of no use once this one is used."""
    if link.kind == FIRST_ADMIN.key:
        return [other for other in queries.live_first_admin_links() if other.id != link.id]
    return [o for o in queries.live_links(link.kind, link.email) if o.id != link.id]


def _open(link: Link, email: str, full_name: str) -> Account:
    """Enter the account, on the person of the registry whom the address or the link names."""
    if link.kind == PASSWORD_RESET.key:
        raise WrongState(LINK_IS_SPENT)
    name = person_name(full_name or link.full_name, field="full_name")
    person = _person_of(link, email, name)
    account = Account(
        email=email,
        person_id=person.id,
        person=person,
        session_stamp=tokens.new_stamp(),
        opened_at=clock.now(),
        last_signed_in_at=clock.now(),
    )
    db.session.add(account)
    db.session.flush()
    return account


def _person_of(link: Link, email: str, name: str) -> Person:
    if link.person_id is not None and not queries.person_has_account(link.person_id):
        return get_person(link.person_id)
    known = queries.find_person_without_account(email, name)
    details = PersonDetails(full_name=name, email=email)
    return known or add_person(details, by=Actor(name=name, email=email))


def _grant(account: Account, link: Link) -> None:
    grants = Grants.of_json(link.grants)
    if not grants.roles and not grants.units:
        return
    account = queries.get_account(account.id)
    held = {granted.role for granted in account.roles}
    account.roles += [AccountRole(role=role) for role in sorted(grants.roles - held)]
    contact_of = {contact.unit_id for contact in account.unit_contacts}
    wanted = units_by_id(grants.units - contact_of)
    account.unit_contacts += [UnitContact(unit_id=unit.id, unit=unit) for unit in wanted]
    db.session.flush()
