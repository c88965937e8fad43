"""The letter that tells a recipient that the certificate can be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_babel import gettext as _

from app.infra.mail.outbox import post
from app.organiser.queries import get_organiser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.certificates.models import Certificate
    from app.settings import Settings


def post_ready(certificate: Certificate, owner: tuple[str, str] | None) -> None:
    """Tell everybody whom a certificate names; where they have no address, who wrote the dossier.

    The letter is single for each certificate and address. It says nothing of a score.
    """
    for address, name in sorted(set(_readers(certificate, owner))):
        post(
            address,
            _("Giấy chứng nhận số %(number)s đã sẵn sàng", number=certificate.register_no),
            _body(certificate, name),
            key=f"certificates.ready:{certificate.id}:{address}",
            name=name,
        )


def _readers(certificate: Certificate, owner: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
    """Yield address and name of those to be told."""
    named = [certificate.person] if certificate.person else certificate.award.nomination.people
    reached = [(person.email, person.full_name) for person in named if person.email]
    if reached:
        yield from reached
    elif owner:
        yield owner


def _body(certificate: Certificate, name: str) -> str:
    settings = cast("Settings", current_app.extensions["settings"])
    organiser = get_organiser()
    return _(
        "Kính gửi ông/bà %(name)s,\n\n"
        "%(organiser)s trân trọng chúc mừng. Giấy chứng nhận của %(recipient)s đã được cấp.\n\n"
        "Số: %(number)s\n"
        "Nội dung: %(level)s, %(round)s\n\n"
        "Để tải tệp PDF, xin đăng nhập bằng địa chỉ thư này rồi mở mục Giấy chứng nhận:\n"
        "%(mine)s\n\n"
        "Ai cũng có thể xác minh giấy chứng nhận tại:\n%(verify)s\n\n"
        "Trân trọng,\n%(organiser)s",
        name=name,
        organiser=organiser.name,
        recipient=certificate.recipient,
        number=certificate.register_no,
        level=certificate.award.level,
        round=certificate.award.nomination.round.name,
        mine=f"{settings.public_url}/giay-chung-nhan",
        verify=certificate.words["verify_url"],
    )
