"""Writes on the register: the issue for a whole round, the making of papers, revocation."""

from __future__ import annotations

from app.certificates.operations.issue import issue_certificates
from app.certificates.operations.making import make_book, make_papers
from app.certificates.operations.revocation import revoke_certificate

__all__ = [
    "issue_certificates",
    "make_book",
    "make_papers",
    "revoke_certificate",
]
