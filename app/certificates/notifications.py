"""The letter that tells a recipient that the certificate can be fetched, and its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from app.letters import operations as letters
from app.letters.operations import Delivery, Recipient

if TYPE_CHECKING:
    from app.certificates.models import Certificate
    from app.settings import Settings


def post_ready(certificate: Certificate, owner: tuple[str, str] | None) -> Delivery:
    """Tell everybody whom a certificate names; where they have no address, who wrote the dossier.

    ``owner`` is the address and name of the latter. The letter says nothing of a score.
    """
    settings = cast("Settings", current_app.extensions["settings"])
    return letters.post(
        "certificates.ready",
        certificate,
        to=_readers(certificate, owner),
        event="",
        fields={
            "number": certificate.register_no,
            "recipient": certificate.recipient,
            "level": certificate.award.level,
            "round": certificate.award.nomination.round.name,
            "mine": f"{settings.public_url}/giay-chung-nhan",
            "verify": certificate.words["verify_url"],
        },
    )


def _readers(certificate: Certificate, owner: tuple[str, str] | None) -> list[Recipient]:
    """Return those to be told."""
    named = [certificate.person] if certificate.person else certificate.award.nomination.people
    reached = [
        Recipient(person.email, person.full_name, f"named:{person.id}:{person.email}")
        for person in named
        if person.email
    ]
    if reached or owner is None:
        return reached
    address, name = owner
    return [Recipient(address, name, "owner")]
