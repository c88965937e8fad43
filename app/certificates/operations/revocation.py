"""Revoking a certificate: the number stays taken, the verification page says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.certificates.enums import CertificateEvent, CertificateState
from app.kernel import clock
from app.kernel.errors import WrongState
from app.kernel.reasons import require_reason

if TYPE_CHECKING:
    from app.certificates.models import Certificate
    from app.kernel.access import Actor


@operation
def revoke_certificate(certificate: Certificate, reason: str, *, by: Actor) -> None:
    """Say that a certificate no longer holds, for a reason that is kept and not shown in public.

    Raises:
        RuleBroken: without a reason.
        WrongState: when it was revoked before.
    """
    why = require_reason(reason)
    if certificate.state is CertificateState.REVOKED:
        raise WrongState(
            "Giấy chứng nhận này đã được thu hồi trước đó. Hãy tải lại trang để xem lý do."
        )
    certificate.state = CertificateState.REVOKED
    certificate.revoked_at = clock.now()
    certificate.revoke_reason = why
    record(
        CertificateEvent.REVOKED,
        certificate,
        by=by,
        register_no=certificate.register_no,
        why=why,
    )
