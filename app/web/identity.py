"""Who acts: from the signed cookie to the `Actor` of this request, in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, session
from flask_login import LoginManager, current_user

from app.accounts.views import SessionUser
from app.kernel import clock
from app.kernel.access import Actor
from app.web.queries.identity import find_identity

if TYPE_CHECKING:
    from flask import Flask

manager = LoginManager()
RENEWED = "renewed_on"


def install(app: Flask) -> None:
    """Bind Flask-Login, and tell the doors how to find out who acts."""
    manager.init_app(app)
    # It would only tell "fresh" sessions from others, which no page asks for, at every request.
    manager.session_protection = None
    app.extensions["identify"] = identify


@manager.user_loader
def load_user(session_id: str) -> SessionUser | None:
    """Return the user of a session, unless it was ended, here or everywhere, or the account."""
    account_id, _, rest = session_id.partition(".")
    if not account_id.isdecimal():
        return None
    identity = find_identity(int(account_id), session_id)
    if identity is None or identity.session_stamp != rest.partition(".")[0]:
        return None
    g.organiser = identity.masthead
    return SessionUser(session_id, identity.actor)


def identify() -> Actor:
    """Return the actor of this request."""
    user = current_user._get_current_object()  # noqa: SLF001  # asked once, not at each attribute
    if not isinstance(user, SessionUser) or user.actor is None:
        return Actor.stranger()
    renew_session()
    return user.actor


def renew_session() -> None:
    """Begin the lifetime of a session anew once a day: who comes back stays signed in.

    At each request it would be signed and sent anew, with every autosave.
    """
    today = clock.now().toordinal()
    if session.get(RENEWED) != today:
        session[RENEWED] = today
