"""Handing letters to the mail server.

A letter is marked *submitting* and committed before the conversation with the mail server
begins. One that is found so after a crash may have been sent or not; all our letters do no harm
when they come twice, so it is sent again, under the same Message-ID, and marked as doubtful.
Without a mail server letters are kept, for the administrator to pass on by hand.
"""

from __future__ import annotations

import socket
from contextlib import contextmanager
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import flask_mail
import structlog
from flask import current_app

from app.infra.db.engine import db
from app.infra.files.responses import media_type
from app.infra.files.store import open_stored
from app.infra.jobs.enums import Queue
from app.infra.jobs.kinds import handles
from app.infra.jobs.leases import MAX_ATTEMPTS
from app.infra.mail.models import Enclosure, Mail, MailState
from app.infra.mail.outbox import SEND, find_mail, mail_settings
from app.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

SMTP_PATIENCE = 15.0
PERMANENT = 500
LINK_IS_SPENT = "Liên kết trong thư đã được dùng hoặc thay bằng liên kết mới nên thư không gửi nữa."
FILE_IS_GONE = "Một tệp gửi kèm không còn trong kho tệp, nên thư không gửi được."

log = structlog.get_logger()


@handles(SEND, "Gửi thư", Queue.MAIL)
def send(payload: dict[str, Any]) -> None:
    """Send a letter, or keep it where there is no mail server."""
    mail = find_mail(payload["mail_id"])
    if mail is None or mail.state not in {MailState.QUEUED, MailState.SUBMITTING}:
        return
    if mail_settings().mail_server is None:
        mail.state = MailState.KEPT
        return
    if mail.has_lost_its_link:
        mail.note_failed(LINK_IS_SPENT)
        return
    try:
        message = message_of(mail)
    except NotFound:
        mail.note_failed(FILE_IS_GONE)
    else:
        _hand_over(mail, message)


def _hand_over(mail: Mail, message: flask_mail.Message) -> None:
    _begin(mail)
    try:
        _submit(message)
    except (SMTPException, OSError) as error:
        _note_failure(mail, error)
    else:
        mail.note_sent()


def _begin(mail: Mail) -> None:
    """Commit that the conversation begins; no lock is held while it lasts."""
    if mail.state is MailState.SUBMITTING:
        mail.may_be_doubled = True
        log.warning("mail.doubtful", mail=mail.id)
    mail.state = MailState.SUBMITTING
    mail.attempts += 1
    db.session.commit()


def _note_failure(mail: Mail, error: Exception) -> None:
    """Give up where the server said never; else commit the state and let the job come again."""
    mail.last_error = f"{type(error).__name__}: {error}"[:2000]
    if _is_final(error) or mail.attempts >= MAX_ATTEMPTS:
        mail.state = MailState.FAILED
        return
    mail.state = MailState.QUEUED
    db.session.commit()
    raise error


def _is_final(error: Exception) -> bool:
    """Tell whether the server refused this letter for good, not merely us or now."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= PERMANENT


def _submit(message: flask_mail.Message) -> None:
    """Hold the conversation; once the server has taken the letter, how it parts is no matter."""
    accepted = False
    try:
        with _patience(), _server().connect() as connection:
            connection.send(message)
            accepted = True
    except (SMTPException, OSError):
        if not accepted:
            raise


def message_of(mail: Mail) -> flask_mail.Message:
    """Return the message that a letter is on its way, with the files that go with it.

    Raises:
        NotFound: when the bytes of a file are not there any more.
    """
    message = flask_mail.Message(
        subject=mail.subject,
        recipients=[(mail.to_name, mail.to_email)],
        body=mail.text,
        sender=mail_settings().mail_sender,
        extra_headers={"Auto-Submitted": "auto-generated"},
        attachments=[_attachment(enclosure) for enclosure in mail.enclosures],
    )
    message.msgId = mail.message_id
    return message


def _attachment(enclosure: Enclosure) -> flask_mail.Attachment:
    """Name the file in the one way that mail programs agree on; Flask-Mail's own names no charset."""
    with open_stored(enclosure.stored.sha256) as content:
        data = content.read()
    name = quote(enclosure.file_name, safe="")
    return flask_mail.Attachment(
        content_type=media_type(enclosure.stored),
        data=data,
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{name}"},
    )


def _server() -> flask_mail.Mail:
    """Bind Flask-Mail to the settings as they are, also where the tests change them."""
    settings = mail_settings()
    server = flask_mail.Mail()
    current_app.extensions["mail"] = server.init_mail(
        {
            "MAIL_SERVER": settings.mail_server,
            "MAIL_PORT": settings.mail_port,
            "MAIL_USE_TLS": settings.mail_use_tls,
            "MAIL_USERNAME": settings.mail_username,
            "MAIL_PASSWORD": settings.mail_password,
        }
    )
    return server


@contextmanager
def _patience() -> Iterator[None]:
    """Bound every wait for the mail server, for which Flask-Mail has no option."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(SMTP_PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
