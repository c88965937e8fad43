"""What somebody may change of their own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.forms import OwnProfileForm, PasswordForm
from app.accounts.operations import sessions
from app.accounts.policy import AccountPermission as P
from app.accounts.rules.grants import ROLE_LABELS
from app.accounts.views.doors import pages
from app.accounts.views.session import sign_in_session
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.registry.operations import change_person

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.accounts.models import Account


def own_account() -> Account:
    """Return the account of who acts; a stranger does not come this far."""
    return queries.get_account(current_actor().account_id or 0)


@pages.form("/tai-khoan", P.CHANGE_OWN, load=own_account)
def profile(account: Account) -> ResponseReturnValue:
    """Show somebody their account, and let them correct what is known of them."""
    form = OwnProfileForm.of(account.person)
    person = account.person
    if form.sent(lambda: change_person(person, form.details(person), by=current_actor())):
        return done(_("Đã lưu thông tin của bạn."), "accounts.profile")
    return form.page("accounts/profile.html", account=account, role_labels=ROLE_LABELS)


@pages.form("/tai-khoan/mat-khau", P.CHANGE_OWN, load=own_account)
def change_password(account: Account) -> ResponseReturnValue:
    """Let somebody who knows the present password set another one."""
    form = PasswordForm()

    def change() -> None:
        present, wanted = form.current_password.data, form.new_password.data
        sessions.change_password(account, present, wanted, by=current_actor())

    if form.sent(change):
        sign_in_session(account)
        words = _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")
        return done(words, "accounts.profile")
    return form.page("accounts/change_password.html", account=account)


@pages.post("/tai-khoan/dang-xuat-moi-noi", P.CHANGE_OWN, load=own_account)
def sign_out_everywhere(account: Account) -> ResponseReturnValue:
    """End every other session of somebody; this one goes on."""
    sessions.sign_out_everywhere(account, by=current_actor())
    sign_in_session(account)
    return done(_("Đã đăng xuất khỏi mọi thiết bị khác."), "accounts.profile")
