from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.certificates.enums import CertificateState
from app.certificates.operations.revocation import revoke_certificate
from app.infra.db.engine import db
from app.kernel.errors import RuleBroken, WrongState
from tests.factories.certificates import make_certificates
from tests.factories.councils import SECRETARY

if TYPE_CHECKING:
    from flask import Flask


def test_a_revoked_certificate_keeps_its_number_and_its_reason(app: Flask) -> None:
    certificate = make_certificates()[0]
    revoke_certificate(certificate, " Sao chép giải pháp khác. ", by=SECRETARY)
    db.session.commit()
    assert certificate.state is CertificateState.REVOKED
    assert certificate.revoke_reason == "Sao chép giải pháp khác."
    assert certificate.register_no == "0001/2026/GCN-STTN"


def test_revoking_needs_a_reason(app: Flask) -> None:
    with pytest.raises(RuleBroken) as refused:
        revoke_certificate(make_certificates()[0], "  ", by=SECRETARY)
    assert refused.value.field == "reason"


def test_nothing_is_revoked_twice(app: Flask) -> None:
    certificate = make_certificates()[0]
    revoke_certificate(certificate, "Sai người.", by=SECRETARY)
    with pytest.raises(WrongState):
        revoke_certificate(certificate, "Sai người.", by=SECRETARY)
