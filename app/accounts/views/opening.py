"""How accounts come about and passwords come back: by links that are mailed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.forms import ForgotForm, OpeningForm, RegisterForm
from app.accounts.operations import links
from app.accounts.policy import AccountPermission as P
from app.accounts.rules import throttling
from app.accounts.views.doors import pages
from app.accounts.views.session import sign_in_session, visitor_for
from app.infra.forms.base import done
from app.infra.guard import current_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.accounts.queries import LinkOffer


@pages.form("/dang-ky", P.REGISTER)
def register() -> ResponseReturnValue:
    """Mail a link to somebody who wants an account; the answer is alike for every address."""
    form = RegisterForm()

    def ask() -> None:
        email, name = form.email.data, form.full_name.data
        visitor = visitor_for(throttling.LINKS, email)
        links.ask_registration(email, name, visitor=visitor, by=current_actor())

    return _link_asked(form, ask, "accounts/register.html")


def _link_asked(
    form: RegisterForm | ForgotForm, ask: Callable[[], None], template: str
) -> ResponseReturnValue:
    if form.sent(ask):
        return render_template("accounts/mail_is_on_its_way.html", email=form.email.data)
    return form.page(template)


@pages.form("/quen-mat-khau", P.RESET_PASSWORD)
def forgot() -> ResponseReturnValue:
    """Mail a link for a new password; the answer is alike for every address."""
    form = ForgotForm()

    def ask() -> None:
        visitor = visitor_for(throttling.LINKS, form.email.data)
        links.ask_password_reset(form.email.data, visitor=visitor, by=current_actor())

    return _link_asked(form, ask, "accounts/forgot.html")


@pages.form("/lien-ket/<token>", P.OPEN_LINK, load=queries.get_link_offer)
def open_account(offer: LinkOffer) -> ResponseReturnValue:
    """Open the account of a link, or set its password; looking at the page uses nothing up."""
    if offer.link is None:
        return render_template("accounts/link_is_spent.html"), HTTPStatus.GONE
    form = _form_for(offer)
    if account := form.sent(lambda: links.open_account_from_link(offer.token, form.opening())):
        sign_in_session(account)
        return done(_("Mật khẩu đã được đặt và bạn đã đăng nhập."), "web.desk")
    return form.page("accounts/open_account.html", offer=offer)


def _form_for(offer: LinkOffer) -> OpeningForm:
    """Return the form with only those fields that the link leaves open."""
    assert offer.link is not None  # noqa: S101  # the caller answered spent links
    form = OpeningForm(full_name=offer.link.full_name)
    if offer.link.email:
        del form.email
    if offer.has_account:
        del form.full_name
    return form
