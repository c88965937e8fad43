"""Writing letters into the outbox, with what they tell of, and reading them there.

Whoever reads a one-time link can use it. It is therefore kept apart from the text, shown to nobody
where a server carries the letters, and forgotten once the letter is sent or the link is spent.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.infra.db.engine import db
from app.infra.files.inspection import MEGABYTE
from app.infra.files.names import clean_file_name
from app.infra.inserts import insert_once, short_key
from app.infra.jobs.intake import enqueue
from app.infra.mail.models import LINK_MARK, Enclosure, Mail, MailState
from app.kernel import clock
from app.kernel.errors import NotFound, RuleBroken
from app.kernel.vietnamese.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from app.infra.files.models import StoredFile
    from app.settings import Settings

SEND = "mail.send"
LINE_LENGTH = 500
# Servers commonly take 20 MB, and what is enclosed grows by a third on the way.
MOST_ENCLOSED = 10
LARGEST_ENCLOSED = 10 * MEGABYTE
TOO_MANY_FILES = (
    f"Một thư gửi kèm được nhiều nhất {MOST_ENCLOSED} tệp, tổng cộng không quá "
    f"{LARGEST_ENCLOSED // MEGABYTE} MB. Hãy bớt tệp, hoặc ghi liên kết để người nhận tải về."
)
# What may stand in an envelope: no spaces, quotes, brackets, separators or controls, and ASCII.
ADDRESS = re.compile(r"[!#$%&'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[A-Za-z0-9.\-]{1,255}")

_keeps: ContextVar[bool] = ContextVar("letters_kept", default=False)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A stored file to go with a letter, and the name under which its reader sees it."""

    stored: StoredFile
    file_name: str


def mail_settings() -> Settings:
    """Return the settings of this installation, among them those of the mail server."""
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


def post(  # noqa: PLR0913  # what stands on an envelope, and what is in it
    to: str,
    subject: str,
    body: str,
    *,
    key: str,
    name: str = "",
    one_time_link: str = "",
    enclosed: Collection[Enclosed] = (),
) -> bool:
    """Write a letter to an e-mail address in the current unit of work, and the job that sends it.

    ``one_time_link`` is an address in the body that only the recipient may read.

    An address that no letter can reach makes a failed letter, for the administrator to see, and
    never breaks the operation that tells of itself.

    Returns:
        Whether it is new: the same ``key`` (of the happening and the person) writes one letter.

    Raises:
        RuleBroken: when what is enclosed is more than a letter can carry.
    """
    require_fits(enclosed)
    values = _addressed(to, name) | _worded(subject, body, one_time_link) | _marked(key)
    mail_id = insert_once(Mail, values, unique="dedupe")
    if mail_id is None:
        return False
    _enclose(mail_id, enclosed)
    if values["state"] is MailState.QUEUED:
        enqueue(SEND, {"mail_id": mail_id}, dedupe=f"{SEND}:{mail_id}")
    return True


def _addressed(to: str, name: str) -> dict[str, Any]:
    address = to.strip()
    reachable = ADDRESS.fullmatch(address) is not None
    return {
        "to_email": clean_line(address)[:320],
        "to_name": clean_line(name)[:LINE_LENGTH],
        "state": _first_state(reachable=reachable),
        "last_error": "" if reachable else "Địa chỉ thư không hợp lệ.",
    }


def _worded(subject: str, body: str, link: str) -> dict[str, Any]:
    text = clean_text(body)
    return {
        "subject": clean_line(subject)[:LINE_LENGTH],
        "body": (text.replace(link, LINK_MARK) if link else text) + "\n",
        "one_time_link": link,
    }


def _marked(key: str) -> dict[str, Any]:
    return {"dedupe": short_key(key), "message_id": message_id(key), "created_at": clock.now()}


def require_fits(enclosed: Collection[Enclosed]) -> None:
    """Refuse files that are too many or too large for a letter.

    Raises:
        RuleBroken: saying what fits.
    """
    size = sum(each.stored.size for each in enclosed)
    if len(enclosed) > MOST_ENCLOSED or size > LARGEST_ENCLOSED:
        raise RuleBroken(TOO_MANY_FILES)


def _enclose(mail_id: int, enclosed: Iterable[Enclosed]) -> None:
    for position, each in enumerate(enclosed, start=1):
        values = {
            "mail_id": mail_id,
            "stored_file_id": each.stored.id,
            "file_name": clean_file_name(each.file_name),
            "position": position,
        }
        db.session.execute(sa.insert(Enclosure).values(**values))


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
    settings = mail_settings()
    digest = hmac.new(settings.secret_key.encode(), key.encode(), hashlib.sha256).hexdigest()
    domain = parseaddr(settings.mail_sender)[1].rpartition("@")[2] or "localhost"
    return f"<{digest[:40]}@{domain}>"


def send_again(mail: Mail) -> None:
    """Queue a failed or kept letter once more, in the current unit of work."""
    mail.state, mail.attempts, mail.last_error = MailState.QUEUED, 0, ""
    db.session.flush()
    enqueue(SEND, {"mail_id": mail.id})


# ── what the administrator sees ──────────────────────────────────────────────────────────────


def find_mail(mail_id: int) -> Mail | None:
    """Return a letter as it stands now, with what is enclosed, if there is one of this number."""
    query = (
        select(Mail)
        .where(Mail.id == mail_id)
        .options(selectinload(Mail.enclosures).selectinload(Enclosure.stored))
        .execution_options(populate_existing=True)
    )
    found: Mail | None = db.session.execute(query).scalar()
    return found


def get_mail(mail_id: int) -> Mail:
    """Return a letter, with what is enclosed.

    Raises:
        NotFound: when there is none of this number.
    """
    mail = find_mail(mail_id)
    if mail is None:
        raise NotFound
    return mail


def text_to_pass_on(mail: Mail) -> str:
    """Return what the administrator reads of a letter.

    Without a mail server that is everything, for nobody else can bring the link to its owner.
    With one the link is nobody's but the recipient's, however far the letter has come.
    """
    return mail.text if mail_settings().mail_server is None else mail.body
