"""Thư đi: the letters that go out; without a mail server their links reach people from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template
from flask_babel import gettext as _

from app.accounts.operations.admin import resend_mail
from app.accounts.policy import AccountPermission as P
from app.accounts.views.doors import pages
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.infra.mail.listing import MAILS, STATE_WORDS
from app.infra.mail.outbox import get_mail, text_to_pass_on
from app.kernel.errors import NotFound
from app.registry.rules import LARGEST_ID

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.infra.mail.models import Mail


def shown_mail(mail_id: int) -> Mail:
    """Return a letter, or refuse a number that no letter can have."""
    if mail_id > LARGEST_ID:
        raise NotFound
    return get_mail(mail_id)


@pages.get("/quan-tri/thu-di", P.READ_MAILS)
def mails() -> ResponseReturnValue:
    """List the letters, newest first, by what became of them."""
    return MAILS.page(
        "accounts/mails.html",
        words=STATE_WORDS,
        has_server=current_app.extensions["settings"].mail_server is not None,
    )


@pages.get("/quan-tri/thu-di/<int:mail_id>", P.READ_MAILS, load=shown_mail)
def mail(letter: Mail) -> ResponseReturnValue:
    """Show a letter; its one-time link only where no mail server brings it to its owner."""
    return render_template(
        "accounts/mail.html",
        mail=letter,
        text=text_to_pass_on(letter),
        words=STATE_WORDS,
        has_server=current_app.extensions["settings"].mail_server is not None,
    )


@pages.post("/quan-tri/thu-di/<int:mail_id>/gui-lai", P.READ_MAILS, load=shown_mail)
def resend(letter: Mail) -> ResponseReturnValue:
    """Send a letter once more."""
    resend_mail(letter, by=current_actor())
    return done(_("Thư đã được xếp vào hàng chờ gửi lại."), "accounts.mail", mail_id=letter.id)
