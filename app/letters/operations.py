"""Writing letters, and changing what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.infra.inserts import insert_once
from app.infra.mail import outbox
from app.kernel.errors import WrongState
from app.letters.enums import LetterEvent
from app.letters.models import LetterWording
from app.letters.queries import kept_letters, this_sender
from app.letters.rules.composition import FRAME, Sender, around, composed
from app.letters.rules.templates import (
    Wording,
    clean_wording,
    require_every_field,
    require_sound_wording,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from app.infra.mail.outbox import Enclosed
    from app.infra.orm import Base
    from app.kernel.access import Actor
    from app.letters.queries import KeptLetter

    Event = int | str | datetime

CHANGED_MEANWHILE = "Lời thư này vừa được người khác sửa. Hãy chép lại phần vừa viết, tải lại trang rồi sửa trên bản mới."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to.

    ``who`` tells this person from another who reads the same mailbox, such as "account:12". It
    holds the address where a corrected one is to be written to once more.
    """

    email: str
    name: str
    who: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who was written to, now or for this event before, and who has no address."""

    told: tuple[Recipient, ...]
    without_address: tuple[Recipient, ...]

    @property
    def reaches_nobody(self) -> bool:
        """Whether no letter went out at all; whoever asked for one must say so."""
        return not self.told


# ── writing to people ────────────────────────────────────────────────────────────────────────


def post(  # noqa: PLR0913  # what makes a letter single, and what is in it
    kind: str,
    thing: Base | None,
    *,
    to: Collection[Recipient],
    event: Event,
    fields: Mapping[str, str],
    enclosed: Collection[Enclosed] = (),
) -> Delivery:
    """Write a letter of a kind to people, in the unit of work of what it tells of.

    It is part of the operation that calls it, whose entry the audit has. ``event`` tells one
    happening to the thing from the next: for the same kind, thing, event and person there is
    one letter. Of a letter with a one-time link, which goes to one person, it is the key of the
    link, by which whoever takes the link back makes the letter forget it.

    Returns:
        Who was written to. Nobody is an answer that the caller passes on to people.

    Raises:
        TypeError: when ``fields`` are not exactly those that the letter declares, or a one-time
            link would go to several people; a defect.
        RuleBroken: when what is enclosed is more than a letter can carry.
    """
    reached = tuple(recipient for recipient in to if recipient.email.strip())
    if not reached:
        log.warning("letter.nobody", kind=kind, thing=thing.id if thing else None)
    words = _words_of(kind, fields)
    if words.link:
        require_one_reader(kind, to)
    for recipient in reached:
        key = str(event) if words.link else letter_key(kind, thing, event, recipient)
        words.write(recipient, key, enclosed)
    return Delivery(reached, tuple(each for each in to if each not in reached))


def letter_key(kind: str, thing: Base | None, event: Event, recipient: Recipient) -> str:
    """Return what makes a letter single: the kind, the happening and the person."""
    number = thing.id if thing else ""
    return f"{kind}:{number}:{event}:{recipient.who}"


def require_one_reader(kind: str, to: Collection[Recipient]) -> None:
    """Refuse to write one one-time link to several people.

    Raises:
        TypeError: it is a defect.
    """
    if len(to) != 1:
        msg = f"letter {kind}: a one-time link is one person's"
        raise TypeError(msg)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a letter says to each of its recipients."""

    letter: KeptLetter
    frame: KeptLetter
    sender: Sender
    fields: Mapping[str, str]

    @property
    def link(self) -> str:
        """The one-time link, if the letter carries one."""
        return self.fields.get(self.letter.template.secret, "")

    def write(self, to: Recipient, key: str, enclosed: Collection[Enclosed]) -> None:
        template = self.letter.template
        whole = composed(
            self.letter.wording,
            self.fields,
            frame=self.frame.wording,
            around=around(self.sender, to.name, template.signed),
        )
        outbox.post(
            to.email,
            whole.subject,
            whole.body,
            key=key,
            name=to.name,
            one_time_link=self.link,
            enclosed=enclosed,
        )


def _words_of(kind: str, fields: Mapping[str, str]) -> _Words:
    kept = kept_letters([kind, FRAME])
    sender = this_sender()
    values = {**fields, **sender.fields}
    require_every_field(kept[kind].template, values)
    return _Words(kept[kind], kept[FRAME], sender, values)


# ── what letters say ─────────────────────────────────────────────────────────────────────────


@operation
def change_wording(letter: KeptLetter, wording: Wording, *, by: Actor) -> None:
    """Keep the organiser's own words for a kind of letter; letters already written stay.

    Raises:
        RuleBroken: beside ``subject`` or ``body``.
        WrongState: when somebody else was faster.
    """
    own = clean_wording(wording.subject, wording.body)
    require_sound_wording(letter.template, own)
    row = letter.row or _first_row(letter.template.key)
    row.subject, row.body = own.subject, own.body
    db.session.flush()
    record(
        LetterEvent.CHANGED,
        row,
        by=by,
        letter=row.key,
        subject=own.subject,
        body=own.body,
    )


@operation
def restore_wording(letter: KeptLetter, *, by: Actor) -> None:
    """Go back to the words that are shipped; the log keeps those that go.

    Raises:
        WrongState: when they are the shipped ones already.
    """
    row, own = letter.row, letter.own
    if row is None or own is None:
        raise WrongState("Thư này đang dùng lời gốc, không có gì để khôi phục.")
    row.subject = row.body = None
    db.session.flush()
    record(
        LetterEvent.RESTORED,
        row,
        by=by,
        letter=row.key,
        subject=own.subject,
        body=own.body,
    )


def _first_row(key: str) -> LetterWording:
    """Enter the row of a letter that nobody has changed yet; of two who try, one does."""
    number = insert_once(LetterWording, {"key": key, "version": 1}, unique="key")
    if number is None:
        raise WrongState(CHANGED_MEANWHILE)
    return db.session.get_one(LetterWording, number)
