"""Who acts: from the signed cookie to the `Actor` of this request, in two statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_login import LoginManager, current_user

from app.accounts.queries import find_account_in_session
from app.accounts.views import SessionUser
from app.kernel.access import Actor
from app.web.queries.identity import grants_of

if TYPE_CHECKING:
    from flask import Flask

    from app.accounts.models import Account

manager = LoginManager()


def install(app: Flask) -> None:
    """Bind Flask-Login, and tell the doors how to find out who acts."""
    manager.init_app(app)
    app.extensions["identify"] = identify


@manager.user_loader
def load_user(session_id: str) -> SessionUser | None:
    """Return the user of a session, unless it was ended, here or everywhere, or the account."""
    account_id, _, rest = session_id.partition(".")
    if not account_id.isdecimal():
        return None
    stamp = rest.partition(".")[0]
    account = find_account_in_session(int(account_id), session_id)
    if account is None or account.session_stamp != stamp:
        return None
    return SessionUser(account, session_id)


def identify() -> Actor:
    """Return the actor of this request."""
    if not current_user.is_authenticated:
        return Actor.stranger()
    return actor_of(current_user.account)


def actor_of(account: Account) -> Actor:
    """Return the frozen value that policies ask; the account comes with its person loaded."""
    grants = grants_of(account)
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        name=account.person.full_name,
        email=account.email,
        roles=grants.roles,
        seats=grants.seats,
        units=grants.units,
        competes_in=grants.competes_in,
    )
