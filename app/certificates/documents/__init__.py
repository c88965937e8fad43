"""The certificate as a document: what it says, where each line stands, the finished PDF."""

from app.certificates.documents.layout import Layout, NoRoom, lay_out
from app.certificates.documents.ornament import LORA, TIMES, Typeface
from app.certificates.documents.sheets import (
    certificate_book,
    certificate_pdf,
    unprintable_letters,
)
from app.certificates.documents.words import CertificateText

__all__ = [
    "LORA",
    "TIMES",
    "CertificateText",
    "Layout",
    "NoRoom",
    "Typeface",
    "certificate_book",
    "certificate_pdf",
    "lay_out",
    "unprintable_letters",
]
