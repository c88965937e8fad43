"""States and happenings of certificates."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag

# The kinds of background jobs: some papers at a time, then the one file for the printer.
MAKE = "certificates.make"
BOOK = "certificates.book"


class CertificateState(StrEnum):
    """Whether a certificate holds."""

    VALID = "valid"
    REVOKED = "revoked"


class CertificateEvent(EventTag):
    """What happens to certificates."""

    ISSUED = "certificates:batch:issued", "Cấp giấy chứng nhận"
    REVOKED = "certificates:certificate:revoked", "Thu hồi giấy chứng nhận"
