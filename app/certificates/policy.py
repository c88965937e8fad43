"""Who may issue, read, fetch and revoke certificates; verifying one is for anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.access import (
    Permission,
    Policy,
    anyone,
    is_secretary,
    is_signed_in,
    predicate,
    stands_apart,
)
from app.nominations.policy import is_author, is_named_in

if TYPE_CHECKING:
    from app.certificates.models import Certificate
    from app.kernel.access import Actor


class CertificatePermission(Permission):
    """What can be done with certificates."""

    ISSUE = "certificates:issue"
    READ_REGISTER = "certificates:read_register"
    READ = "certificates:read"
    REVOKE = "certificates:revoke"
    LIST_OWN = "certificates:list_own"
    DOWNLOAD = "certificates:download"
    VERIFY = "certificates:verify"


def _receives(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether a certificate names somebody: alone, or as one of its group."""
    if certificate.person is None:
        return is_named_in(actor, certificate.award.nomination)
    return actor.person_id is not None and certificate.person.person_id == actor.person_id


def _wrote(actor: Actor, certificate: Certificate) -> bool:
    return is_author(actor, certificate.award.nomination)


is_recipient = predicate(
    "is_recipient", "Chỉ người có tên trên giấy chứng nhận này tải được.", _receives
)
wrote_the_dossier = predicate(
    "wrote_the_dossier",
    "Chỉ người có tên trên giấy chứng nhận và người lập hồ sơ tải được giấy này.",
    _wrote,
)
keeps_the_register = is_secretary & stands_apart

policy = Policy(
    CertificatePermission,
    {
        CertificatePermission.ISSUE: keeps_the_register,
        CertificatePermission.READ_REGISTER: is_secretary,
        CertificatePermission.READ: is_secretary,
        CertificatePermission.REVOKE: keeps_the_register,
        CertificatePermission.LIST_OWN: is_signed_in,
        CertificatePermission.DOWNLOAD: is_secretary | is_recipient | wrote_the_dossier,
        CertificatePermission.VERIFY: anyone,
    },
)
