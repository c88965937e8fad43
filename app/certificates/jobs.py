"""Papers of the words in the register, and the book of them: work that may run twice without harm."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.certificates.documents.sheets import certificate_book, certificate_pdf
from app.certificates.enums import BOOK, MAKE
from app.certificates.notifications import post_ready
from app.certificates.operations.drafts import text_of
from app.certificates.queries import (
    certificates_of_batch,
    certificates_to_make,
    get_batch_of_making,
    owners_of,
)
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.infra.files.store import keep
from app.infra.jobs.batches import concludes, handles_parts
from app.infra.jobs.destinations import Destination
from app.infra.jobs.enums import Queue
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.certificates.models import Certificate
    from app.infra.jobs.batches import Part
    from app.infra.jobs.models import Batch


@handles_parts(MAKE, "Tạo tệp giấy chứng nhận", Queue.PAPER)
def make_papers(part: Part) -> None:
    """Make the papers of some certificates that have none, and tell the recipients.

    All papers are drawn before the first is written, so that the database is locked briefly.
    """
    certificates = certificates_to_make(part.items)
    papers = [(item, certificate_pdf(text_of(item.words))) for item in certificates]
    lock_for_write(db.session())
    for certificate, paper in papers:
        certificate.file_id = keep(paper, FileKind.PDF, pages=1).id
    db.session.flush()
    owners = owners_of({item.award.nomination_id for item in certificates})
    for certificate in certificates:
        if certificate.is_rehearsal:
            continue  # real people are named, who must not hear of it
        post_ready(certificate, owners.get(certificate.award.nomination_id))


@concludes(MAKE, BOOK, "Ghép tập in giấy chứng nhận", Queue.PAPER)
def make_book(making: Batch) -> Destination | None:
    """Make the one file for the printer, once no paper is missing in it."""
    if making.done < making.total:
        return None
    batch = get_batch_of_making(making.id)
    certificates = certificates_of_batch(batch.id)
    content = book_of(certificates)
    batch.book_file_id = keep(content, FileKind.PDF, pages=len(certificates)).id
    return Destination("Tải tập in", "certificates.book", {"round_id": batch.round_id})


def book_of(certificates: Sequence[Certificate]) -> bytes:
    """Return one PDF with a page for each certificate, in the order given."""
    with tempfile.TemporaryDirectory(prefix="vinhdanh-book-") as folder:
        path = Path(folder) / "book.pdf"
        certificate_book((text_of(item.words) for item in certificates), path)
        return path.read_bytes()
