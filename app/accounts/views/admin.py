"""Accounts as administrators see them, and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.forms import GrantsForm, InviteForm
from app.accounts.operations import admin, links
from app.accounts.policy import AccountPermission as P
from app.accounts.rules.grants import ROLE_LABELS
from app.accounts.views.doors import pages
from app.audit.queries import history_of
from app.infra.forms.base import done, pressed
from app.infra.guard import access, current_actor
from app.kernel.access import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.accounts.models import Account


@pages.get("/quan-tri/tai-khoan", P.LIST)
def index() -> ResponseReturnValue:
    """List the accounts by name, found by name or address."""
    return queries.ACCOUNTS.page(
        "accounts/index.html", invitations=queries.open_invitations(), role_labels=ROLE_LABELS
    )


@pages.form("/quan-tri/tai-khoan/moi", P.INVITE)
def invite() -> ResponseReturnValue:
    """Invite somebody; only administrators see and give roles."""
    form = InviteForm.prefilled(request.args)
    if not access.may(P.GRANT) and not form.is_submitted():
        del form.roles
    if form.sent(lambda: links.invite(form.invitation(), by=current_actor())):
        words = _("Đã gửi lời mời đến %(email)s.", email=form.email.data)
        return done(words, "accounts.index" if access.may(P.LIST) else "accounts.invite")
    return form.page("accounts/invite.html")


@pages.form("/quan-tri/tai-khoan/<int:account_id>", P.GRANT, load=queries.get_account)
def detail(account: Account) -> ResponseReturnValue:
    """Show an account, and let an administrator say what it may act as."""
    form = GrantsForm.of(account)
    if form.sent(lambda: admin.change_grants(account, form.grants(), by=current_actor())):
        words = _("Đã lưu vai trò và đơn vị của %(name)s.", name=account.person.full_name)
        return done(words, "accounts.detail", account_id=account.id)
    return form.page(
        "accounts/detail.html",
        account=account,
        entries=history_of(account, limit=20),
        role_labels=ROLE_LABELS,
        shows_person=current_actor().has_role(Role.SECRETARY),
    )


@pages.post("/quan-tri/tai-khoan/<int:account_id>/khoa", P.CLOSE, load=queries.get_account)
def close(account: Account) -> ResponseReturnValue:
    """Close an account; what it did stays."""
    pressed(admin.close_account, account, by=current_actor())
    words = _("Đã khóa tài khoản của %(name)s.", name=account.person.full_name)
    return done(words, "accounts.detail", account_id=account.id)


@pages.post("/quan-tri/tai-khoan/<int:account_id>/mo-lai", P.CLOSE, load=queries.get_account)
def reopen(account: Account) -> ResponseReturnValue:
    """Reopen a closed account."""
    pressed(admin.reopen_account, account, by=current_actor())
    words = _("Đã mở lại tài khoản của %(name)s.", name=account.person.full_name)
    return done(words, "accounts.detail", account_id=account.id)
