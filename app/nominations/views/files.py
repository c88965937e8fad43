"""The files of a dossier: taken in, handed out, taken away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.infra.attachments.intake import Intake, hand_out, take_files
from app.infra.files.inspection import MEGABYTE
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel.media import FileKind
from app.nominations.operations.writing import attach_file, remove_attachment, require_editable
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.dossiers import get_attachment, get_document, get_nomination_to_change
from app.nominations.rules.plans import document_plan
from app.nominations.rules.sections import FILES
from app.nominations.views.doors import pages
from app.nominations.views.file_rows import file_drawn
from app.nominations.views.loaders import file_of_dossier

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.infra.files.models import StoredFile
    from app.nominations.models import Nomination
    from app.nominations.queries.dossiers import DocumentOfDossier, FileOfDossier

SECTION = "nominations.section"


@pages.post("/ho-so/<int:nomination_id>/tep/<code>", P.EDIT, load=get_document)
def upload(place: DocumentOfDossier) -> ResponseReturnValue:
    """Take files in: one from a script, whole or in parts, any number from the form of the page."""
    require_editable(place.nomination)
    plan, nomination_id = document_plan(place.document), place.nomination.id
    return take_files(
        Intake(
            target=f"nominations.{nomination_id}.{place.document.code}",
            allowed=[FileKind(kind.value) for kind in plan.kinds],
            max_bytes=plan.max_mb * MEGABYTE,
            attach=partial(_attached, place),
            back=url_for(SECTION, **_box(place.nomination, place.document.code)),
        )
    )


def _attached(place: DocumentOfDossier, stored: StoredFile, name: str) -> str:
    nomination = get_nomination_to_change(place.nomination.id)
    attachment = attach_file(nomination, place.document, stored, name, by=current_actor())
    return render_template("nominations/_file.html", file=file_drawn(nomination, attachment))


@pages.get(
    "/ho-so/<int:nomination_id>/tep-da-nop/<int:attachment_id>",
    P.READ,
    load=get_attachment,
)
def attachment(place: FileOfDossier) -> ResponseReturnValue:
    """Hand a file out to who may read the dossier."""
    return hand_out(place.attachment)


@pages.post(
    "/ho-so/<int:nomination_id>/tep-da-nop/<int:attachment_id>/bo", P.EDIT, load=file_of_dossier
)
def remove_file(place: FileOfDossier) -> ResponseReturnValue:
    """Take a file out of a dossier."""
    document = place.attachment.document
    remove_attachment(place.nomination, place.attachment, by=current_actor())
    words = _("Đã bỏ tệp %(name)s.", name=place.attachment.file_name)
    return done(words, SECTION, **_box(place.nomination, document))


def _box(nomination: Nomination, document: str) -> dict[str, Any]:
    """Return the place of a document's files on the page of its section."""
    return {"nomination_id": nomination.id, "code": FILES, "_anchor": f"file_{document}"}
