"""The files of a dossier: taken in, handed out, taken away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.files.inspection import MEGABYTE
from app.infra.files.responses import send_stored
from app.infra.files.store import receive
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel.errors import RuleBroken
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
    from werkzeug.datastructures import FileStorage

    from app.nominations.models import Nomination
    from app.nominations.queries.dossiers import DocumentOfDossier, FileOfDossier

SECTION = "nominations.section"
NOTHING_CHOSEN = "Hãy chọn tệp để tải lên."


@pages.post("/ho-so/<int:nomination_id>/tep/<code>", P.EDIT, load=get_document)
def upload(place: DocumentOfDossier) -> ResponseReturnValue:
    """Take files in: one from a script, any number from the form of the page."""
    require_editable(place.nomination)
    files = [file for file in request.files.getlist("file") if file.filename]
    if request.headers.get("X-Requested-With") == "fetch":
        return _answer(place, files)
    for sentence, tone in [_taken_words(place, file) for file in files] or [
        (NOTHING_CHOSEN, "warn")
    ]:
        flash(sentence, tone)
    here = url_for(SECTION, **_box(place.nomination, place.document.code))
    return redirect(here, HTTPStatus.SEE_OTHER)


def _answer(place: DocumentOfDossier, files: list[FileStorage]) -> ResponseReturnValue:
    if not files:
        return jsonify(ok=False, message=_(NOTHING_CHOSEN)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        row = _take(place, files[0])
    except RuleBroken as refusal:
        return jsonify(ok=False, message=refusal.message), HTTPStatus.UNPROCESSABLE_ENTITY
    return jsonify(ok=True, row=render_template("nominations/_file.html", file=row))


def _taken_words(place: DocumentOfDossier, file: FileStorage) -> tuple[str, str]:
    try:
        row = _take(place, file)
    except RuleBroken as refusal:
        return f"{file.filename}: {refusal.message}", "bad"
    return _("Đã nhận tệp %(name)s.", name=row["name"]), "ok"


def _take(place: DocumentOfDossier, file: FileStorage) -> dict[str, Any]:
    """Look into a file and keep it; only then is the dossier locked, for a moment."""
    plan = document_plan(place.document)
    stored, name = receive(
        file.stream,
        file.filename,
        allowed=[FileKind(kind.value) for kind in plan.kinds],
        max_bytes=plan.max_mb * MEGABYTE,
    )
    nomination = get_nomination_to_change(place.nomination.id)
    attachment = attach_file(nomination, place.document, stored, name, by=current_actor())
    return file_drawn(nomination, attachment)


@pages.get(
    "/ho-so/<int:nomination_id>/tep-da-nop/<int:attachment_id>",
    P.READ,
    load=get_attachment,
)
def attachment(place: FileOfDossier) -> ResponseReturnValue:
    """Hand a file out to who may read the dossier."""
    as_download = "tai-ve" in request.args
    stored, name = place.attachment.stored, place.attachment.file_name
    return send_stored(stored, name, as_attachment=as_download)


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
