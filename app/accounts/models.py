"""Accounts, what they are granted, and the links that are mailed to people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, Key, Line, Versioned
from app.infra.search.columns import Searchable
from app.kernel.access import Role
from app.registry.models import Person, Unit


class Account(Searchable, Versioned, Base):
    """What somebody signs in with; behind it stands a person of the registry.

    ``session_stamp`` goes into the signed cookie: changing it signs out everywhere.
    """

    __tablename__ = "accounts"
    spoken = "Tài khoản"
    searched_by = ("email",)

    email: Mapped[Key] = mapped_column(unique=True)
    password_hash: Mapped[Line | None]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    session_stamp: Mapped[Key]
    opened_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
    roles: Mapped[list[AccountRole]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="AccountRole.role"
    )
    unit_contacts: Mapped[list[UnitContact]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="UnitContact.unit_id"
    )


class AccountRole(Base):
    """A role over the whole installation."""

    __tablename__ = "account_roles"
    spoken = "Vai trò"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    role: Mapped[Role]

    __table_args__ = (sa.UniqueConstraint("account_id", "role"),)


class UnitContact(Base):
    """Somebody who acts for a unit (*đầu mối đơn vị*)."""

    __tablename__ = "unit_contacts"
    spoken = "Đầu mối đơn vị"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("units.id"), index=True)

    unit: Mapped[Unit] = relationship(lazy="raise")

    __table_args__ = (sa.UniqueConstraint("account_id", "unit_id"),)


class Link(Base):
    """A mailed link: a person who holds its token may do one thing to one subject.

    Only the hash of the token is kept. ``subject`` and ``subject_id`` are table and number of the
    thing that it is about; a link that opens a new account is about nothing yet. ``email``,
    ``full_name`` and ``person_id`` say whom it was given to. It can be used while ``used`` is less
    than ``uses``, until ``until``, and unless it was voided. ``grants`` says what an invitation
    brings: ``{"roles": [...], "units": [ids]}``.
    """

    __tablename__ = "links"
    spoken = "Liên kết gửi qua thư"
    once_called = ("MailedLink",)

    kind: Mapped[Key]
    subject: Mapped[Key] = mapped_column(default="")
    subject_id: Mapped[int | None]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[Key] = mapped_column(index=True, default="")
    full_name: Mapped[Line] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    grants: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uses: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("0 <= used AND used <= uses", name="used_within_uses"),
        sa.CheckConstraint("(subject = '') = (subject_id IS NULL)", name="subject_is_whole"),
        sa.Index("ix_links_subject", "subject", "subject_id"),
    )


class EndedSession(Base):
    """A session that somebody signed out of; only the hash of what its cookie holds is kept.

    The signed cookie would open it again, whoever has a copy; it is remembered for as long as
    a cookie may live.
    """

    __tablename__ = "ended_sessions"
    spoken = "Phiên đăng nhập đã kết thúc"

    session_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    ended_at: Mapped[datetime] = mapped_column(index=True)


class SignInAttempt(Base):
    """A failed or successful attempt, by hashed address and hashed origin, for throttling."""

    __tablename__ = "sign_in_attempts"
    spoken = "Lần đăng nhập"

    email_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    origin_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    succeeded: Mapped[bool]
