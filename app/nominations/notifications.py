"""The letters that a dossier writes, and which fields each is given.

What they say is in ``letters.toml``. The version of the dossier tells one happening from the
next, so that doing a thing twice writes once, and two requests on one day are two letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_babel import gettext as _

from app.accounts.notifications import letter_key
from app.kernel.calendar import format_instant
from app.kernel.numbers import format_decimal
from app.letters import operations as letters
from app.letters.operations import Delivery, Recipient
from app.nominations.queries.dossiers import contacts_of_unit, find_owner
from app.nominations.rules.shares import claim_about
from app.nominations.values.shares import is_oneself, named_share
from app.registry.queries import get_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from app.accounts.models import Account, Link
    from app.kernel.access import Actor
    from app.nominations.models import Nomination, ShareClaim
    from app.settings import Settings


# ── to who writes the dossier ────────────────────────────────────────────────────────────────


def send_receipt(nomination: Nomination, *, to: Actor) -> Delivery:
    """Send the receipt (*giấy biên nhận*) with number and time."""
    return _post(
        "receipt",
        nomination,
        [_actor(to)],
        endpoint="nominations.receipt",
        round=nomination.round.name,
        number=str(nomination.receipt_no),
        time=_time(nomination.submitted_at),
        next=next_step(nomination),
    )


def next_step(nomination: Nomination) -> str:
    """Return what happens next with a dossier that was sent."""
    if nomination.round.needs_endorsement and nomination.endorsed_at is None:
        return _(
            "Hồ sơ đang chờ đơn vị đề cử xác nhận; sau đó ban tổ chức sẽ thẩm tra và báo kết quả "
            "cho ông/bà qua thư điện tử."
        )
    return _("Ban tổ chức sẽ thẩm tra hồ sơ và báo kết quả cho ông/bà qua thư điện tử.")


def confirm_supplement(nomination: Nomination, *, to: Actor) -> Delivery:
    """Confirm that the supplement arrived."""
    time = _time(nomination.supplemented_at)
    return _post("supplemented", nomination, [_actor(to)], time=time)


def tell_endorsed(nomination: Nomination) -> Delivery:
    """Tell the author that the unit puts the dossier forward."""
    return _tell_owner("endorsed", nomination, unit=_unit_name(nomination))


def tell_returned(nomination: Nomination) -> Delivery:
    """Tell the author what the unit wants mended."""
    return _tell_owner(
        "returned",
        nomination,
        unit=_unit_name(nomination),
        reason=nomination.return_reason,
        deadline=_time(nomination.round.closes_at),
    )


def ask_for_more(nomination: Nomination) -> Delivery:
    """Tell the author what the organiser asks for, and until when."""
    return _tell_owner(
        "supplement_asked",
        nomination,
        request=nomination.supplement_request,
        deadline=_time(nomination.supplement_due_at),
    )


def tell_accepted(nomination: Nomination) -> Delivery:
    """Tell the author that the dossier goes to the council."""
    return _tell_owner("accepted", nomination)


def tell_rejected(nomination: Nomination) -> Delivery:
    """Tell the author why the dossier does not go to the council."""
    return _tell_owner("rejected", nomination, reason=nomination.ineligible_reason)


def tell_screened_again(nomination: Nomination, reason: str) -> Delivery:
    """Tell the author that the verdict is looked at once more."""
    return _tell_owner("screened_again", nomination, reason=reason)


# ── to others ────────────────────────────────────────────────────────────────────────────────


def ask_to_endorse(nomination: Nomination) -> Delivery:
    """Ask each contact of the nominating unit for its word."""
    contacts = contacts_of_unit(nomination.unit_id) if nomination.unit_id else ()
    return _post(
        "endorsement_asked",
        nomination,
        [_account(contact) for contact in contacts],
        endpoint="nominations.endorse",
        unit=_unit_name(nomination),
        round=nomination.round.name,
    )


def tell_named(nomination: Nomination, *, but: Actor, asked: Sequence[ShareClaim]) -> None:
    """Tell who is named in a dossier that they are, so that nobody is named unknowingly.

    Each is told once of a dossier, and at a corrected address once more; who has none cannot be.
    Who was ``asked`` about a share knows it from that letter.
    """
    others = [
        row
        for row in nomination.people
        if row.email and not is_oneself(row, but) and claim_about(named_share(row), asked) is None
    ]
    named = [
        Recipient(row.email, row.full_name, f"person:{row.person_id}:{row.email}") for row in others
    ]
    if named:
        round_name = nomination.round.name
        _post("named", nomination, named, event="named", author=but.name, round=round_name)


def ask_share(
    nomination: Nomination, claim: ShareClaim, link: Link, token: str, *, author: str
) -> None:
    """Ask somebody named in a dossier whether the share that it claims for them is right."""
    _post(
        "share_asked",
        nomination,
        [Recipient(claim.email, claim.full_name, f"claim:{claim.id}")],
        event=letter_key(link.id),
        round=nomination.round.name,
        author=author,
        share=format_decimal(claim.share),
        link=_share_address(token),
        deadline=_time(link.until),
    )


def tell_share_denied(claim: ShareClaim) -> None:
    """Tell the author who does not agree with a share, and why."""
    _tell_owner(
        "share_denied",
        claim.nomination,
        event=f"claim:{claim.id}",
        person=claim.full_name,
        share=format_decimal(claim.share),
        reason=claim.reason or _("Không ghi lý do."),
    )


# ── what every letter is given ───────────────────────────────────────────────────────────────


def _tell_owner(what: str, nomination: Nomination, **fields: str) -> Delivery:
    owner = find_owner(nomination)
    return _post(what, nomination, [_account(owner)] if owner else [], **fields)


def _post(
    what: str,
    nomination: Nomination,
    to: Collection[Recipient],
    *,
    endpoint: str = "nominations.detail",
    event: str = "",
    **fields: str,
) -> Delivery:
    return letters.post(
        f"nominations.{what}",
        nomination,
        to=to,
        event=event or nomination.version,
        fields={
            "code": nomination.code or "",
            "title": nomination.title,
            "address": _address(endpoint, nomination),
            **fields,
        },
    )


def _account(account: Account) -> Recipient:
    return Recipient(account.email, account.person.full_name, f"account:{account.id}")


def _actor(actor: Actor) -> Recipient:
    return Recipient(actor.email, actor.name, f"account:{actor.account_id}")


def _time(moment: datetime | None) -> str:
    return format_instant(moment, "long") if moment else ""


def _unit_name(nomination: Nomination) -> str:
    """Return the unit's name by its number: what was chosen a moment ago is not loaded yet."""
    return get_unit(nomination.unit_id).name if nomination.unit_id else _("Đơn vị đề cử")


def _address(endpoint: str, nomination: Nomination) -> str:
    settings = cast("Settings", current_app.extensions["settings"])
    path = current_app.url_map.bind("").build(endpoint, {"nomination_id": nomination.id})
    return settings.public_url + path


def _share_address(token: str) -> str:
    settings = cast("Settings", current_app.extensions["settings"])
    path = current_app.url_map.bind("").build("nominations.confirm_share", {"token": token})
    return settings.public_url + path
