"""How accounts come about and passwords come back: by links that are mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.forms import ForgotForm, OpeningForm, RegisterForm
from app.accounts.operations import links
from app.accounts.policy import AccountPermission as P
from app.accounts.rules import throttling
from app.accounts.views.doors import pages
from app.accounts.views.session import sign_in_session, visitor_for
from app.infra.forms.base import refuse
from app.infra.guard import current_actor
from app.kernel.errors import Duplicate, RuleBroken

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.accounts.models import Account
    from app.accounts.queries import LinkOffer

GONE, OK, UNPROCESSABLE = 410, 200, 422


@pages.form("/dang-ky", P.REGISTER)
def register() -> ResponseReturnValue:
    """Mail a link to somebody who wants an account; the answer is alike for every address."""
    form = RegisterForm()
    status = OK
    if form.is_submitted():
        status = _ask_registration(form)
        if status == OK:
            return render_template("accounts/mail_is_on_its_way.html", email=form.email.data)
    return render_template("accounts/register.html", form=form), status


def _ask_registration(form: RegisterForm) -> int:
    if not form.validate():
        return UNPROCESSABLE
    email = form.email.data
    try:
        links.ask_registration(
            email,
            form.full_name.data,
            visitor=visitor_for(throttling.LINKS, email),
            by=current_actor(),
        )
    except RuleBroken as refusal:
        refuse(form, refusal)
        return refusal.status
    return OK


@pages.form("/quen-mat-khau", P.RESET_PASSWORD)
def forgot() -> ResponseReturnValue:
    """Mail a link for a new password; the answer is alike for every address."""
    form = ForgotForm()
    status = OK
    if form.is_submitted():
        status = _ask_reset(form)
        if status == OK:
            return render_template("accounts/mail_is_on_its_way.html", email=form.email.data)
    return render_template("accounts/forgot.html", form=form), status


def _ask_reset(form: ForgotForm) -> int:
    if not form.validate():
        return UNPROCESSABLE
    email = form.email.data
    try:
        links.ask_password_reset(
            email, visitor=visitor_for(throttling.LINKS, email), by=current_actor()
        )
    except RuleBroken as refusal:
        refuse(form, refusal)
        return refusal.status
    return OK


@pages.form("/lien-ket/<token>", P.OPEN_LINK, load=queries.get_link_offer)
def open_account(offer: LinkOffer) -> ResponseReturnValue:
    """Open the account of a link, or set its password; looking at the page uses nothing up."""
    if offer.link is None:
        return render_template("accounts/link_is_spent.html"), GONE
    form = _form_for(offer)
    status = OK
    if form.is_submitted():
        account = _open(offer, form)
        if account is not None:
            return _welcome(account)
        status = UNPROCESSABLE
    return render_template("accounts/open_account.html", offer=offer, form=form), status


def _form_for(offer: LinkOffer) -> OpeningForm:
    """Return the form with only those fields that the link leaves open."""
    assert offer.link is not None  # noqa: S101  # the caller answered spent links
    form = OpeningForm(full_name=offer.link.full_name)
    if offer.link.email:
        del form.email
    if offer.has_account:
        del form.full_name
    return form


def _open(offer: LinkOffer, form: OpeningForm) -> Account | None:
    if not form.validate():
        return None
    opening = links.Opening(
        password=form.new_password.data,
        full_name=form.full_name.data if "full_name" in form else "",
        email=form.email.data if "email" in form else "",
    )
    try:
        return links.open_account_from_link(offer.token, opening)
    except (RuleBroken, Duplicate) as refusal:
        refuse(form, refusal)
        return None


def _welcome(account: Account) -> ResponseReturnValue:
    sign_in_session(account)
    flash(_("Mật khẩu đã được đặt và bạn đã đăng nhập."), "ok")
    return redirect(url_for("web.desk"), 303)
