"""Letters: a row in the outbox, written with what it tells of, sent after the commit.

A letter is marked *submitting* and committed before the conversation with the mail server
begins. One that is found so after a crash may have been sent or not; all our letters do no harm
when they come twice, so it is sent again, under the same Message-ID, and marked as doubtful.
Without a mail server letters are kept, for the administrator to pass on by hand.

Whoever reads a one-time link can use it. It is therefore kept apart from the text, shown to nobody
where a server carries the letters, and forgotten once the letter is sent or the link is spent.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import socket
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any, cast

import flask_mail
import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.db import db
from app.infra.inserts import insert_once, short_key
from app.infra.jobs import MAX_ATTEMPTS, enqueue, handles
from app.infra.orm import Base, Key, Line
from app.infra.tables import PAGE_SIZE, Page, paginate
from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.vietnamese.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.settings import Settings

SMTP_PATIENCE = 15.0
PERMANENT = 500
LINE_LENGTH = 500
# What may stand in an envelope: no spaces, quotes, brackets, separators or controls, and ASCII.
# Stands in a letter where its one-time link belongs, and in its place once that is forgotten.
LINK_MARK = "[liên kết dùng một lần, không hiện ở đây]"
LINK_IS_SPENT = "Liên kết trong thư đã được dùng hoặc thay bằng liên kết mới nên thư không gửi nữa."
ADDRESS = re.compile(r"[!#$%&'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[A-Za-z0-9.\-]{1,255}")

log = structlog.get_logger()
_keeps: ContextVar[bool] = ContextVar("letters_kept", default=False)


class MailState(StrEnum):
    """Where a letter stands; a kept one has no server to go to."""

    QUEUED = "queued"
    SUBMITTING = "submitting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class Mail(Base):
    """A letter of plain text to one person.

    ``may_be_doubled`` says that a crash left it unknown whether an attempt had reached the server.
    ``body`` holds `LINK_MARK` where ``one_time_link`` belongs, which is empty once it is forgotten.
    """

    __tablename__ = "outbox"

    to_email: Mapped[str] = mapped_column(sa.String(320))
    to_name: Mapped[Line] = mapped_column(default="")
    subject: Mapped[Line]
    body: Mapped[str]
    one_time_link: Mapped[str] = mapped_column(default="")
    dedupe: Mapped[Key] = mapped_column(unique=True)
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    may_be_doubled: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[Line]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @property
    def text(self) -> str:
        """What the recipient reads, with the one-time link."""
        return self.body.replace(LINK_MARK, self.one_time_link or LINK_MARK)

    @property
    def has_lost_its_link(self) -> bool:
        """Whether the letter came with a one-time link that is forgotten by now."""
        return LINK_MARK in self.body and not self.one_time_link


def _settings() -> Settings:
    return cast("Settings", current_app.extensions["settings"])


@contextmanager
def letters_kept() -> Iterator[None]:
    """Keep every letter that is written inside the block, and send none.

    A rehearsed round has real people in it, who must not hear of it.
    """
    token = _keeps.set(True)
    try:
        yield
    finally:
        _keeps.reset(token)


# ── posting ──────────────────────────────────────────────────────────────────────────────────


def post(  # noqa: PLR0913  # what stands on an envelope
    to: str, subject: str, body: str, *, key: str, name: str = "", one_time_link: str = ""
) -> bool:
    """Write a letter to an e-mail address in the current unit of work, and the job that sends it.

    ``one_time_link`` is an address in the body that only the recipient may read.

    An address that no letter can reach makes a failed letter, for the administrator to see, and
    never breaks the operation that tells of itself.

    Returns:
        Whether it is new: the same ``key`` (of the happening and the person) writes one letter.
    """
    address = to.strip()
    reachable = ADDRESS.fullmatch(address) is not None
    mail_id = insert_once(
        Mail,
        {
            "to_email": clean_line(address)[:320],
            "to_name": clean_line(name)[:LINE_LENGTH],
            "subject": clean_line(subject)[:LINE_LENGTH],
            "body": _without(one_time_link, clean_text(body)) + "\n",
            "one_time_link": one_time_link,
            "dedupe": short_key(key),
            "state": _first_state(reachable=reachable),
            "last_error": "" if reachable else "Địa chỉ thư không hợp lệ.",
            "message_id": message_id(key),
            "created_at": clock.now(),
        },
        unique="dedupe",
    )
    if mail_id is not None and reachable and not _keeps.get():
        enqueue("mail.send", {"mail_id": mail_id}, dedupe=f"mail.send:{mail_id}")
    return mail_id is not None


def _without(link: str, body: str) -> str:
    return body.replace(link, LINK_MARK) if link else body


def forget_links(keys: Iterable[str]) -> None:
    """Forget the one-time links of the letters of some keys: they are used or replaced."""
    dedupes = [short_key(key) for key in keys]
    query = sa.update(Mail).where(Mail.dedupe.in_(dedupes)).values(one_time_link="")
    db.session.execute(query)


def _first_state(*, reachable: bool) -> MailState:
    if not reachable:
        return MailState.FAILED
    return MailState.KEPT if _keeps.get() else MailState.QUEUED


def message_id(key: str) -> str:
    """Return the Message-ID that a key always has in this installation."""
    settings = _settings()
    digest = hmac.new(settings.secret_key.encode(), key.encode(), hashlib.sha256).hexdigest()
    domain = parseaddr(settings.mail_sender)[1].rpartition("@")[2] or "localhost"
    return f"<{digest[:40]}@{domain}>"


def send_again(mail: Mail) -> None:
    """Queue a failed or kept letter once more, in the current unit of work."""
    mail.state, mail.attempts, mail.last_error = MailState.QUEUED, 0, ""
    db.session.flush()
    enqueue("mail.send", {"mail_id": mail.id})


# ── sending ──────────────────────────────────────────────────────────────────────────────────


@handles("mail.send")
def send(payload: dict[str, Any]) -> None:
    """Send a letter, or keep it where there is no mail server."""
    mail = db.session.get(Mail, payload["mail_id"], populate_existing=True)
    if mail is None or mail.state not in {MailState.QUEUED, MailState.SUBMITTING}:
        return
    if _settings().mail_server is None:
        mail.state = MailState.KEPT
        return
    if mail.has_lost_its_link:
        mail.state, mail.last_error = MailState.FAILED, LINK_IS_SPENT
        return
    _begin(mail)
    try:
        _submit(mail)
    except (SMTPException, OSError) as error:
        _note_failure(mail, error)
    else:
        mail.state, mail.sent_at, mail.last_error = MailState.SENT, clock.now(), ""
        mail.one_time_link = ""


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


def _submit(mail: Mail) -> None:
    """Hold the conversation; once the server has taken the letter, how it parts is no matter."""
    message = _message(mail)
    accepted = False
    try:
        with _patience(), _server().connect() as connection:
            connection.send(message)
            accepted = True
    except (SMTPException, OSError):
        if not accepted:
            raise


def _message(mail: Mail) -> flask_mail.Message:
    message = flask_mail.Message(
        subject=mail.subject,
        recipients=[(mail.to_name, mail.to_email)],
        body=mail.text,
        sender=_settings().mail_sender,
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    message.msgId = mail.message_id
    return message


def _server() -> flask_mail.Mail:
    """Bind Flask-Mail to the settings as they are, also where the tests change them."""
    settings = _settings()
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


# ── what the administrator sees ──────────────────────────────────────────────────────────────


def mails_page(
    number: int = 1, *, state: MailState | None = None, size: int = PAGE_SIZE
) -> Page[Mail]:
    """Return a page of the outbox, newest first."""
    query = select(Mail).order_by(Mail.id.desc())
    if state is not None:
        query = query.where(Mail.state == state)
    return paginate(query, number, size=size)


def count_mails() -> dict[MailState, int]:
    """Count the letters in each state; every state has an entry."""
    query = select(Mail.state, func.count()).group_by(Mail.state)
    counts = dict.fromkeys(MailState, 0)
    for state, count in db.session.execute(query):
        counts[state] = count
    return counts


def get_mail(mail_id: int) -> Mail:
    """Return a letter.

    Raises:
        NotFound: when there is none of this number.
    """
    mail = db.session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    return mail


def text_to_pass_on(mail: Mail) -> str:
    """Return what the administrator reads of a letter.

    Without a mail server that is everything, for nobody else can bring the link to its owner.
    With one the link is nobody's but the recipient's, however far the letter has come.
    """
    return mail.text if _settings().mail_server is None else mail.body
