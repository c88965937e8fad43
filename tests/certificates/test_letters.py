"""The letter that a certificate writes, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import time_machine

from app.certificates.notifications import post_ready
from app.certificates.queries import certificates_to_make
from app.infra.db.engine import db
from tests.factories.certificates import grouped, make_certificates
from tests.letters.kept_texts import letters_of, require_kept_text

if TYPE_CHECKING:
    from flask import Flask

    from app.certificates.models import Certificate

OWNER = ("lap@vidu.vn", "Bùi Thế Duyệt")
PAIR = (("Lê Thuỵ Khuê", "Hoàng Đình Ngữ"),)


def group_certificate() -> Certificate:
    """Make one certificate of two people, with a code that is always the same."""
    with time_machine.travel("2026-11-20T03:00:00+00:00", tick=False):
        (made,) = make_certificates(PAIR, certificate=grouped())
    (certificate,) = certificates_to_make([made.id])
    certificate.words = {**certificate.words, "verify_url": "http://localhost/xac-minh/7K2M-9QXD"}
    return certificate


def test_letter_that_a_certificate_is_ready(app: Flask) -> None:
    certificate = group_certificate()
    for row in certificate.award.nomination.people:
        row.email = "chung@vidu.vn"
    db.session.flush()
    for _time in range(2):
        assert len(post_ready(certificate, OWNER).told) == 2
    require_kept_text("certificates.ready")


def test_letter_goes_to_whom_wrote_the_dossier_where_nobody_else_has_an_address(
    app: Flask,
) -> None:
    certificate = group_certificate()
    for row in certificate.award.nomination.people:
        row.email = ""
    assert post_ready(certificate, None).reaches_nobody
    assert [to.email for to in post_ready(certificate, OWNER).told] == ["lap@vidu.vn"]
    assert letters_of("certificates.ready").startswith("Gửi: Bùi Thế Duyệt <lap@vidu.vn>")
