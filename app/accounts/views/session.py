"""Signing in and out, and keeping a session alive while somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flask
from flask import current_app, g, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import UserMixin, current_user, login_user
from flask_wtf.csrf import generate_csrf

from app.accounts import queries
from app.accounts.forms import SignInForm
from app.accounts.operations import sessions
from app.accounts.policy import AccountPermission as P
from app.accounts.rules import throttling
from app.accounts.rules.places import local_path
from app.accounts.rules.tokens import new_session_word
from app.accounts.views.doors import pages
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.accounts.models import Account
    from app.accounts.rules.throttling import Guesser, Patience
    from app.kernel.access import Actor

WRONG_PAIR = "Thư điện tử hoặc mật khẩu chưa đúng. Hãy kiểm tra lại cả hai."


class SessionUser(UserMixin):  # type: ignore[misc]  # Flask-Login is untyped
    """What Flask-Login keeps of an account, in the signed cookie: number, stamp and a word.

    A new stamp ends every earlier session; the word is of this session alone. ``actor`` is who
    acts in a request that came with such a cookie.
    """

    def __init__(self, session_id: str, actor: Actor | None = None) -> None:
        self.session_id = session_id
        self.actor = actor

    @classmethod
    def beginning(cls, account: Account) -> SessionUser:
        """Return the user of a new session."""
        return cls(f"{account.id}.{account.session_stamp}.{new_session_word()}")

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.session_id


def sign_in_session(account: Account) -> None:
    """Begin a session for an account; nothing of an earlier one is taken over."""
    flask.session.clear()
    login_user(SessionUser.beginning(account))
    flask.session.permanent = True
    # Whoever acts from here on is read anew, as at the next request.
    g.pop("_login_user", None)
    g.pop("actor", None)


def visitor_for(patience: Patience, email: str) -> Guesser:
    """Return by what the attempts of this request are counted."""
    settings = current_app.extensions["settings"]
    origin = request.remote_addr or "unknown"
    return throttling.visitor(patience, settings.secret_key, email=email, origin=origin)


@pages.form("/dang-nhap", P.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Sign somebody in, and lead them where they wanted to go."""
    target = local_path(request.values.get("next"))
    if current_actor().is_signed_in and request.method == "GET":
        return redirect(target or url_for("web.desk"))
    form = SignInForm()
    if account := form.sent(lambda: _signed_in(form)):
        sign_in_session(account)
        return redirect(target or url_for("web.desk"), 303)
    return form.page("accounts/sign_in.html", target=target)


def _signed_in(form: SignInForm) -> Account:
    email, password = form.email.data, form.password.data
    account = sessions.sign_in(email, password, visitor=visitor_for(throttling.SIGN_IN, email))
    if account is None:
        raise RuleBroken(_(WRONG_PAIR))
    return account


@pages.post("/dang-xuat", P.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    actor = current_actor()
    if actor.account_id is not None:
        account = queries.get_account(actor.account_id)
        sessions.sign_out(account, current_user.session_id, by=actor)
    flask.session.clear()
    g.pop("actor", None)
    return done(_("Đã đăng xuất. Hẹn gặp lại."), "web.home")


@pages.form("/phien/giu", P.KEEP_SESSION)
def keep_alive() -> ResponseReturnValue:
    """Renew session and token while somebody writes; nobody's text ends with a token."""
    seconds = int(current_app.permanent_session_lifetime.total_seconds())
    return jsonify(
        ok=True,
        csrf_token=generate_csrf(),
        expires_in=seconds,
        is_signed_in=current_actor().is_signed_in,
    )
