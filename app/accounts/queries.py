"""Reading accounts, links and attempts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.enums import FIRST_ADMIN, INVITATION, OPENING_KINDS
from app.accounts.models import (
    Account,
    AccountRole,
    Link,
    SignInAttempt,
    UnitContact,
)
from app.accounts.rules.grants import ROLE_LABELS
from app.accounts.rules.throttling import Attempts
from app.accounts.rules.tokens import token_hash
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.infra.lists.columns import ListColumn, ListOrder
from app.infra.lists.listing import Listing
from app.infra.lists.narrowing import OneOf
from app.infra.search.finding import FoundBy, Search
from app.infra.words import gettext as _
from app.kernel import clock
from app.kernel.access import Actor, Role
from app.kernel.errors import NotFound
from app.kernel.links import LinkGrant
from app.registry.models import Person
from app.registry.rules import LARGEST_ID, folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from app.kernel.links import LinkKind


# ── accounts ─────────────────────────────────────────────────────────────────────────────────


def find_account_by_email(email: str) -> Account | None:
    """Return the account of an address with its person, also a closed one."""
    query = (
        select(Account)
        .where(Account.email == email.strip().lower())
        .options(joinedload(Account.person))
    )
    return db.session.execute(query).scalar_one_or_none()


def get_account(account_id: int) -> Account:
    """Return an account with its person, their unit, roles and units.

    Raises:
        NotFound: when there is none of this number.
    """
    if account_id > LARGEST_ID:
        raise NotFound
    query = (
        select(Account)
        .where(Account.id == account_id)
        .options(
            joinedload(Account.person).joinedload(Person.unit),
            selectinload(Account.roles),
            selectinload(Account.unit_contacts).joinedload(UnitContact.unit),
        )
    )
    account = db.session.execute(query).scalar_one_or_none()
    if account is None:
        raise NotFound
    return account


def _roles(_about: object) -> list[tuple[Role, str]]:
    return [(role, _(words)) for role, words in ROLE_LABELS.items()]


ACCOUNTS = Listing(
    key=Account.id,
    base=select(Account.id).join(Person, Person.id == Account.person_id),
    rows=select(Account)
    .join(Account.person)
    .options(
        contains_eager(Account.person).joinedload(Person.unit),
        selectinload(Account.roles),
        selectinload(Account.unit_contacts).joinedload(UnitContact.unit),
    ),
    of_models=True,
    order=(Person.sort_key, Account.id),
    columns=(
        ListColumn(name="name", label="Họ và tên", order=ListOrder("ten", (Person.sort_key,))),
        ListColumn(name="email", label="Thư điện tử"),
        ListColumn(name="roles", label="Vai trò"),
        ListColumn(
            name="last_signed_in_at",
            label="Đăng nhập gần nhất",
            order=ListOrder("dang-nhap", (Account.last_signed_in_at,)),
        ),
        ListColumn(name="is_active", label="Trạng thái"),
    ),
    search=Search(
        "Tên hoặc thư điện tử",
        finds=Account.person_id,
        by=(FoundBy(Account, Account.person_id), FoundBy(Person, Person.id)),
    ),
    filters=(
        OneOf(
            "vai-tro",
            "Vai trò",
            _roles,
            where=lambda role, _about: Account.roles.any(AccountRole.role == role),
        ),
    ),
)
"""The accounts, by the names of their people."""


def has_accounts() -> bool:
    """Tell whether anybody has an account."""
    return bool(db.session.execute(select(exists().select_from(Account))).scalar_one())


def count_other_admins(account: Account) -> int:
    """Count the active administrators besides an account; nobody else can change them meanwhile.

    The rows of the role are locked first: of two administrators who close each other at the
    same moment, the second one counts after the first one is done.
    """
    lock_for_write(db.session())
    locked = select(AccountRole.id).where(AccountRole.role == Role.ADMIN).order_by(AccountRole.id)
    db.session.execute(locked.with_for_update()).all()
    query = (
        select(func.count())
        .select_from(AccountRole)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.role == Role.ADMIN, Account.is_active, Account.id != account.id)
    )
    return db.session.execute(query).scalar_one()


def has_active_admin() -> bool:
    """Tell whether somebody can administer the installation."""
    query = select(
        exists()
        .where(AccountRole.account_id == Account.id)
        .where(
            AccountRole.role == Role.ADMIN, Account.is_active, Account.password_hash.is_not(None)
        )
    )
    return bool(db.session.execute(query).scalar_one())


def find_person_without_account(email: str, name: str) -> Person | None:
    """Return the person of an address who has no account; of several the one of the name.

    Offices share an address: of several people none of whom has the name, it is nobody.
    """
    query = (
        select(Person)
        .where(Person.email == email, ~exists().where(Account.person_id == Person.id))
        .order_by(Person.id)
    )
    people = db.session.execute(query).scalars().all()
    named = [person for person in people if person.name_folded == folded(name)]
    is_only = len(people) == 1
    return next(iter(named or (people if is_only else ())), None)


def person_has_account(person_id: int) -> bool:
    """Tell whether a person has an account."""
    query = select(exists().where(Account.person_id == person_id))
    return bool(db.session.execute(query).scalar_one())


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """What a token leads to: a link that can be used, or nothing any more."""

    token: str
    link: Link | None
    has_account: bool = False


# ── mailed links ─────────────────────────────────────────────────────────────────────────────


def is_live() -> ColumnElement[bool]:
    """Return the condition that a link can still be used."""
    return and_(Link.used < Link.uses, Link.voided_at.is_(None), Link.until > clock.now())


def find_live_link(token: str) -> Link | None:
    """Return the link of a token that opens an account, and can still be used."""
    query = select(Link).where(
        Link.token_hash == token_hash(token), Link.kind.in_(OPENING_KINDS), is_live()
    )
    return db.session.execute(query).scalar_one_or_none()


def find_holder(token: str, kind: LinkKind[Any]) -> Actor | None:
    """Return who comes with the token of a kind of link, as the actor of what it allows.

    None when the token leads nowhere, for whatever reason.
    """
    query = select(Link.id, Link.subject_id, Link.full_name, Link.email).where(
        Link.token_hash == token_hash(token), Link.kind == kind.key, is_live()
    )
    found = db.session.execute(query).one_or_none()
    if found is None or found.subject_id is None:
        return None
    grant = LinkGrant(kind, found.id, found.subject_id)
    return Actor(name=found.full_name, email=found.email, link=grant)


def live_links_to(subject: str, subject_id: int) -> Sequence[Link]:
    """Return the links to a thing, by its table and number, that can still be used."""
    query = (
        select(Link)
        .where(Link.subject == subject, Link.subject_id == subject_id, is_live())
        .order_by(Link.id)
        .with_for_update()
    )
    return db.session.execute(query).scalars().all()


def get_link_offer(token: str) -> LinkOffer:
    """Return what a token leads to; whoever holds an old link is told so kindly."""
    link = find_live_link(token)
    if link is None:
        return LinkOffer(token, None)
    return LinkOffer(token, link, has_account=find_account_by_email(link.email) is not None)


def take_live_link(token: str) -> Link | None:
    """Return the link as `find_live_link`, locked: of two who use it, the second finds none.

    The other links that its use makes void are locked with it, in one order, so that two who
    use two links of one address wait for each other and do not block each other.
    """
    lock_for_write(db.session())
    link = find_live_link(token)
    if link is None:
        return None
    beside = Link.email == link.email
    if link.kind == FIRST_ADMIN.key:
        beside = or_(beside, Link.kind == FIRST_ADMIN.key)
    together = select(Link).where(beside).order_by(Link.id).with_for_update()
    db.session.execute(together.execution_options(populate_existing=True)).all()
    return find_live_link(token)


def live_links(kind: str, email: str) -> Sequence[Link]:
    """Return the links of a kind for an address that can still be used."""
    query = (
        select(Link)
        .where(
            Link.kind == kind,
            Link.email == email,
            is_live(),
        )
        .order_by(Link.id)
    )
    return db.session.execute(query).scalars().all()


def live_first_admin_links() -> Sequence[Link]:
    """Return the links for a first administrator that can still be used."""
    query = select(Link).where(Link.kind == FIRST_ADMIN.key, is_live()).order_by(Link.id)
    return db.session.execute(query).scalars().all()


def open_invitations(limit: int = 50) -> Sequence[Link]:
    """Return the invitations that nobody has answered yet, newest first."""
    query = (
        select(Link)
        .where(Link.kind == INVITATION.key, is_live())
        .order_by(Link.id.desc())
        .limit(limit)
    )
    return db.session.execute(query).scalars().all()


# ── attempts ─────────────────────────────────────────────────────────────────────────────────


def attempts_since(moment: datetime, email_hash: str, origin_hash: str) -> Attempts:
    """Return the failed attempts since a moment, for an address and from an origin."""
    by_address = SignInAttempt.email_hash == email_hash
    from_origin = SignInAttempt.origin_hash == origin_hash
    query = select(
        func.count().filter(by_address),
        func.count().filter(from_origin),
        func.min(SignInAttempt.at),
    ).where(
        SignInAttempt.at > moment,
        SignInAttempt.succeeded.is_(False),
        or_(by_address, from_origin),
    )
    return Attempts(*db.session.execute(query).one())
