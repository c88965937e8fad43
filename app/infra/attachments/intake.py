"""Files taken in and handed out, alike for every owner.

A page without scripts sends its form with any number of files and is led back. A script sends one
file, or a large one in parts (see `app.infra.files.parts`), and is answered in JSON: a row to
show, how much is there, or a sentence that says what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

from flask import flash, jsonify, redirect, request
from flask_babel import gettext as _

from app.infra.files.parts import keep_part, part_in, require_size
from app.infra.files.responses import send_stored
from app.infra.files.store import receive
from app.infra.guard import current_actor
from app.kernel.errors import NotSignedIn, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from flask import Response
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import FileStorage

    from app.infra.attachments.models import AttachedFile
    from app.infra.files.models import StoredFile
    from app.infra.files.parts import FilePart
    from app.kernel.access import Actor
    from app.kernel.media import FileKind

NOTHING_CHOSEN = "Hãy chọn tệp để tải lên."


@dataclass(frozen=True, slots=True)
class Intake:
    """A place that takes files in.

    ``target`` names it among all places of the house ("nominations.5.phieu"); ``attach`` hangs a
    kept file on its owner under a name and returns the row that shows it; ``back`` is the address
    of the page for who sends a form.
    """

    target: str
    allowed: Collection[FileKind]
    max_bytes: int
    attach: Callable[[StoredFile, str], str]
    back: str


def take_files(intake: Intake) -> ResponseReturnValue:
    """Answer what was sent: files of a form, a file of a script, or a part of one."""
    files = [file for file in request.files.getlist("file") if file.filename]
    if request.headers.get("X-Requested-With") != "fetch":
        return _form_answer(intake, files)
    try:
        return _script_answer(intake, files)
    except RuleBroken as refusal:
        return jsonify(ok=False, message=refusal.message), HTTPStatus.UNPROCESSABLE_ENTITY


def hand_out(attached: AttachedFile) -> Response:
    """Answer with an attached file under its name, to be shown, or kept where ``?tai-ve`` asks."""
    return send_stored(attached.stored, attached.file_name, as_attachment="tai-ve" in request.args)


def _form_answer(intake: Intake, files: list[FileStorage]) -> ResponseReturnValue:
    for file in files:
        try:
            name, _row = _take(intake, file.stream, file.filename)
        except RuleBroken as refusal:
            flash(f"{file.filename}: {refusal.message}", "bad")
        else:
            flash(_("Đã nhận tệp %(name)s.", name=name), "ok")
    if not files:
        flash(_(NOTHING_CHOSEN), "warn")
    return redirect(intake.back, HTTPStatus.SEE_OTHER)


def _script_answer(intake: Intake, files: list[FileStorage]) -> ResponseReturnValue:
    if not files:
        raise RuleBroken(_(NOTHING_CHOSEN))
    part = part_in(request.form)
    if part is not None:
        return _part_answer(intake, part, files[0])
    return _row_answer(intake, files[0].stream, files[0].filename)


def _part_answer(intake: Intake, part: FilePart, file: FileStorage) -> ResponseReturnValue:
    require_size(part, file.filename or "", intake.max_bytes)
    owner = _uploader(current_actor())
    arrived = keep_part(part, file.stream, owner=owner, target=intake.target)
    if not arrived.fits:
        return jsonify(ok=False, have=arrived.have), HTTPStatus.CONFLICT
    if not arrived.is_whole:
        return jsonify(ok=True, have=arrived.have)
    try:
        with arrived.path.open("rb") as whole:
            answer = _row_answer(intake, whole, file.filename)
    except RuleBroken:
        arrived.forget()
        raise
    arrived.forget()
    return answer


def _uploader(actor: Actor) -> str:
    """Return the name of who uploads; only they can go on with what they began.

    Raises:
        NotSignedIn: when nobody can be told from others.
    """
    if actor.account_id is not None:
        return f"account-{actor.account_id}"
    if actor.link is not None:
        return f"link-{actor.link.link_id}"
    raise NotSignedIn


def _row_answer(intake: Intake, stream: IO[bytes], file_name: str | None) -> ResponseReturnValue:
    _name, row = _take(intake, stream, file_name)
    return jsonify(ok=True, row=row)


def _take(intake: Intake, stream: IO[bytes], file_name: str | None) -> tuple[str, str]:
    """Look into a file and keep it; only then is its owner locked, for a moment."""
    stored, name = receive(stream, file_name, allowed=intake.allowed, max_bytes=intake.max_bytes)
    return name, intake.attach(stored, name)
