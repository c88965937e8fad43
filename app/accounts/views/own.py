"""What somebody may change of their own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.forms import OwnProfileForm, PasswordForm
from app.accounts.operations import sessions
from app.accounts.policy import AccountPermission as P
from app.accounts.rules.grants import ROLE_LABELS
from app.accounts.views.doors import pages
from app.accounts.views.session import sign_in_session
from app.infra.forms.base import refuse, require_fresh
from app.infra.guard import current_actor
from app.kernel.errors import RuleBroken
from app.registry.operations import change_person

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.accounts.models import Account

OK, UNPROCESSABLE = 200, 422


def own_account() -> Account:
    """Return the account of who acts; a stranger does not come this far."""
    return queries.get_account(current_actor().account_id or 0)


@pages.form("/tai-khoan", P.CHANGE_OWN, load=own_account)
def profile(account: Account) -> ResponseReturnValue:
    """Show somebody their account, and let them correct what is known of them."""
    form = OwnProfileForm.of(account.person)
    status = OK
    if form.is_submitted():
        if _changed(account, form):
            flash(_("Đã lưu thông tin của bạn."), "ok")
            return redirect(url_for("accounts.profile"), 303)
        status = UNPROCESSABLE
    page = render_template(
        "accounts/profile.html", account=account, form=form, role_labels=ROLE_LABELS
    )
    return page, status


def _changed(account: Account, form: OwnProfileForm) -> bool:
    if not form.validate():
        return False
    require_fresh(account.person, form.version.data)
    try:
        change_person(account.person, form.details(account.person), by=current_actor())
    except RuleBroken as refusal:
        refuse(form, refusal)
        return False
    return True


@pages.form("/tai-khoan/mat-khau", P.CHANGE_OWN, load=own_account)
def change_password(account: Account) -> ResponseReturnValue:
    """Let somebody who knows the present password set another one."""
    form = PasswordForm()
    status = OK
    if form.is_submitted():
        if _changed_password(account, form):
            sign_in_session(account)
            flash(_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."), "ok")
            return redirect(url_for("accounts.profile"), 303)
        status = UNPROCESSABLE
    return render_template("accounts/change_password.html", form=form, account=account), status


def _changed_password(account: Account, form: PasswordForm) -> bool:
    if not form.validate():
        return False
    try:
        sessions.change_password(
            account, form.current_password.data, form.new_password.data, by=current_actor()
        )
    except RuleBroken as refusal:
        refuse(form, refusal)
        return False
    return True


@pages.post("/tai-khoan/dang-xuat-moi-noi", P.CHANGE_OWN, load=own_account)
def sign_out_everywhere(account: Account) -> ResponseReturnValue:
    """End every other session of somebody; this one goes on."""
    sessions.sign_out_everywhere(account, by=current_actor())
    sign_in_session(account)
    flash(_("Đã đăng xuất khỏi mọi thiết bị khác."), "ok")
    return redirect(url_for("accounts.profile"), 303)
