"""Signing in and out, and passwords that somebody changes themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.accounts import notifications, queries
from app.accounts.enums import AccountEvent
from app.accounts.models import Account, EndedSession, SignInAttempt
from app.accounts.operations.tokens import void_links
from app.accounts.rules import passwords, throttling, tokens
from app.audit.operations import operation, record, unfinished_work
from app.infra.db.engine import db
from app.infra.inserts import insert_once
from app.kernel import clock
from app.kernel.access import Actor
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from app.accounts.rules.throttling import Guesser

KEEP_ATTEMPTS = timedelta(days=1)


def actor_of(account: Account) -> Actor:
    """Return the holder of an account as somebody who acts, before there is a session."""
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        name=account.person.full_name,
        email=account.email,
    )


def sign_in(email: str, password: str, *, visitor: Guesser) -> Account | None:
    """Return the account that address and password open, or None, which is counted.

    Raises:
        TooMany: after too many failures, with the time from which it goes on.
    """
    patience = throttling.SIGN_IN
    moment = clock.now()
    seen = queries.attempts_since(moment - patience.window, visitor.email_hash, visitor.origin_hash)
    throttling.require_patience(patience, seen, moment)
    account = _account_of(email, password)
    note_attempt(visitor, succeeded=account is not None)
    if account is not None:
        _note_sign_in(account, password)
    return account


def _account_of(email: str, password: str) -> Account | None:
    """Return the active account, after the same work whether there is one or not."""
    account = queries.find_account_by_email(email) if email.isprintable() else None
    kept = account.password_hash if account and account.is_active else None
    return account if passwords.matches(kept, password) else None


@unfinished_work
def note_attempt(visitor: Guesser, *, succeeded: bool) -> None:
    """Count an attempt."""
    attempt = SignInAttempt(
        email_hash=visitor.email_hash,
        origin_hash=visitor.origin_hash,
        at=clock.now(),
        succeeded=succeeded,
    )
    db.session.add(attempt)


@operation
def _note_sign_in(account: Account, password: str) -> None:
    """Write when somebody signed in, past the version: two tabs may sign in at once."""
    values: dict[str, object] = {"last_signed_in_at": clock.now()}
    if account.password_hash and passwords.wants_new_hash(account.password_hash):
        values["password_hash"] = passwords.hash_password(password)
    statement = sa.update(Account).where(Account.id == account.id).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
    record(AccountEvent.SIGNED_IN, account, by=actor_of(account))


@operation
def change_password(account: Account, current: str, new: str, *, by: Actor) -> None:
    """Set a new password for somebody who knows the present one; signs out everywhere.

    A link for a new password that was asked for before, perhaps by somebody else, is void.

    Raises:
        RuleBroken: beside ``current_password`` or ``new_password``.
    """
    if not passwords.matches(account.password_hash, current):
        raise RuleBroken("Mật khẩu hiện tại chưa đúng. Hãy gõ lại.", field="current_password")
    passwords.require_good_password(new, email=account.email)
    account.password_hash = passwords.hash_password(new)
    account.session_stamp = tokens.new_stamp()
    void_links(account)
    notifications.post_password_changed(account)
    record(AccountEvent.PASSWORD_SET, account, by=by)


@operation
def sign_out(account: Account, session_id: str, *, by: Actor) -> None:
    """End one session of an account for good, also for whoever kept a copy of its cookie."""
    ended = {"session_hash": tokens.token_hash(session_id), "ended_at": clock.now()}
    insert_once(EndedSession, ended, unique="session_hash")
    record(AccountEvent.SIGNED_OUT, account, by=by)


@operation
def sign_out_everywhere(account: Account, *, by: Actor) -> None:
    """End every session of an account."""
    account.session_stamp = tokens.new_stamp()
    record(AccountEvent.SIGNED_OUT, account, by=by, everywhere=True)


def forget_ended_sessions(lifetime: timedelta) -> None:
    """Forget the ended sessions whose cookies are too old to be taken anyway."""
    old = EndedSession.ended_at < clock.now() - lifetime
    db.session.execute(sa.delete(EndedSession).where(old))


def forget_attempts() -> None:
    """Forget attempts that no longer count."""
    old = SignInAttempt.at < clock.now() - KEEP_ATTEMPTS
    db.session.execute(sa.delete(SignInAttempt).where(old))
