"""The files of a dossier as pages show them: what may be attached, and what is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.infra.files.kinds import accept_attribute, kind_words
from app.kernel.media import FileKind
from app.nominations.rules.plans import document_plan

if TYPE_CHECKING:
    from app.nominations.models import Attachment, Nomination
    from app.programmes.models import RequiredDocument
    from app.questions.views.boxes import Problems

LARGEST_UPLOAD_MB = 200  # below what a request may carry (app.settings)


def document_drawn(
    nomination: Nomination, document: RequiredDocument, problems: Problems
) -> dict[str, Any]:
    """Return a kind of attachment with the place to drop files and those that are there."""
    kinds = [FileKind(kind.value) for kind in document_plan(document).kinds]
    size = min(document.max_mb, LARGEST_UPLOAD_MB)
    held = [a for a in nomination.attachments if a.document == document.code]
    return {
        "code": document.code,
        "name": document.name,
        "words": document.help,
        "required": document.required,
        "limits": _limits(document, kinds, size),
        "accept": accept_attribute(kinds),
        "max_mb": size,
        "multiple": document.max_files > 1,
        "is_full": len(held) >= document.max_files,
        "errors": problems.get(f"file_{document.code}", ()),
        "upload_url": url_for(
            "nominations.upload", nomination_id=nomination.id, code=document.code
        ),
        "files": [file_drawn(nomination, attachment) for attachment in held],
    }


def _limits(document: RequiredDocument, kinds: list[FileKind], size: int) -> str:
    return _(
        "Nhận %(kinds)s; mỗi tệp không quá %(size)s MB; nhiều nhất %(most)s tệp.",
        kinds=kind_words(kinds),
        size=size,
        most=document.max_files,
    )


def file_drawn(
    nomination: Nomination, attachment: Attachment, *, removable: bool = True
) -> dict[str, Any]:
    """Return a file as its row shows it."""
    ids: dict[str, Any] = {"nomination_id": nomination.id, "attachment_id": attachment.id}
    return {
        "name": attachment.file_name,
        "kind": attachment.file_name.rpartition(".")[2][:4].upper(),
        "size": attachment.stored.size,
        "pages": attachment.stored.pages,
        "url": url_for("nominations.attachment", **ids),
        "remove_url": url_for("nominations.remove_file", **ids) if removable else None,
    }
