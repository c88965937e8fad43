"""Papers of the words in the register, and the book of them: work that may run twice without harm."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.certificates.documents.sheets import certificate_book, certificate_pdf
from app.certificates.enums import BOOK, MAKE
from app.certificates.notifications import post_ready
from app.certificates.operations.drafts import text_of
from app.certificates.queries import (
    certificates_of_batch,
    certificates_to_make,
    count_made,
    get_batch,
    owners_of,
    take_batch,
)
from app.infra.db import db, lock_for_write
from app.infra.files.store import keep
from app.infra.jobs.enums import Queue
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.kernel import clock
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.certificates.models import Certificate


@handles(MAKE, "Tạo tệp giấy chứng nhận", Queue.PAPER)
def make_papers(payload: dict[str, Any]) -> None:
    """Make the papers of some certificates that have none, tell the recipients, then the book.

    All papers are drawn before the first is written, so that the database is locked briefly.
    """
    certificates = certificates_to_make(payload["ids"])
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
    for batch_id in {certificate.batch_id for certificate in certificates}:
        _queue_book(batch_id)


def _queue_book(batch_id: int) -> None:
    """Queue the book once the last paper is made; the row's lock lets workers count one by one."""
    batch = take_batch(batch_id)
    if count_made(batch_id) == batch.total:
        enqueue(BOOK, {"batch_id": batch_id}, dedupe=f"{BOOK}:{batch_id}")


@handles(BOOK, "Ghép tập in giấy chứng nhận", Queue.PAPER)
def make_book(payload: dict[str, Any]) -> None:
    """Make the one file for the printer; with it the issue is finished."""
    batch = get_batch(payload["batch_id"])
    certificates = certificates_of_batch(batch.id)
    content = book_of(certificates)
    batch.book_file_id = keep(content, FileKind.PDF, pages=len(certificates)).id
    batch.finished_at = clock.now()


def book_of(certificates: Sequence[Certificate]) -> bytes:
    """Return one PDF with a page for each certificate, in the order given."""
    with tempfile.TemporaryDirectory(prefix="vinhdanh-book-") as folder:
        path = Path(folder) / "book.pdf"
        certificate_book((text_of(item.words) for item in certificates), path)
        return path.read_bytes()
