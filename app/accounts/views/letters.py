"""Thư đi: the letters that go out; without a mail server their links reach people from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.operations.admin import resend_mail
from app.accounts.policy import AccountPermission as P
from app.accounts.views.doors import pages
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.infra.mail.models import Mail, MailState
from app.infra.mail.outbox import count_mails, get_mail, mails_page, text_to_pass_on
from app.kernel.errors import NotFound
from app.kernel.numbers import parse_count
from app.registry.rules import LARGEST_ID

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

STATE_WORDS: dict[MailState, tuple[str, str, str]] = {
    MailState.QUEUED: ("Đang chờ gửi", "info", "hourglass-split"),
    MailState.SUBMITTING: ("Đang gửi", "info", "send"),
    MailState.SENT: ("Đã gửi", "ok", "check-circle-fill"),
    MailState.FAILED: ("Gửi không được", "bad", "x-circle-fill"),
    MailState.KEPT: ("Giữ lại", "warn", "archive"),
}


def shown_mail(mail_id: int) -> Mail:
    """Return a letter, or refuse a number that no letter can have."""
    if mail_id > LARGEST_ID:
        raise NotFound
    return get_mail(mail_id)


@pages.get("/quan-tri/thu-di", P.READ_MAILS)
def mails() -> ResponseReturnValue:
    """List the letters, newest first, by what became of them."""
    state = request.args.get("trang-thai", type=MailState)
    return render_template(
        "accounts/mails.html",
        page=mails_page(request.args.get("trang", 1, type=parse_count), state=state),
        state_chosen=state,
        shown_tabs=_tabs(state),
        words=STATE_WORDS,
        has_server=current_app.extensions["settings"].mail_server is not None,
    )


def _mails_address(state: MailState) -> str:
    values: dict[str, Any] = {"trang-thai": state.value}
    return url_for("accounts.mails", **values)


def _tabs(chosen: MailState | None) -> list[dict[str, object]]:
    """Return a tab for all letters and one for each state that some letter is in."""
    counts = count_mails()
    tabs: list[dict[str, object]] = [
        {
            "label": _(words[0]),
            "url": _mails_address(state),
            "is_current": state is chosen,
            "count": counts[state],
            "is_urgent": state is MailState.FAILED,
        }
        for state, words in STATE_WORDS.items()
        if counts[state] or state is chosen
    ]
    everything = {
        "label": _("Tất cả"),
        "url": url_for("accounts.mails"),
        "is_current": chosen is None,
        "count": sum(counts.values()),
    }
    return [everything, *tabs]


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
