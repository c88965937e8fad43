"""Handing files out again, so that no browser takes them for pages of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import send_file

from app.infra.files.blind import EDITION, blind_copy
from app.infra.files.kinds import MEDIA
from app.infra.files.names import clean_file_name
from app.infra.files.store import open_stored, path_of
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from flask import Response

    from app.infra.files.models import StoredFile

INLINE = frozenset({FileKind.PDF, FileKind.IMAGE})
PNG_MARK = b"\x89PNG"
# The browser's own PDF viewer starts inside the sandbox; a page of somebody's making would not run.
SANDBOX = "default-src 'none'; frame-ancestors 'self'; sandbox"


def send_stored(stored: StoredFile, download_name: str, *, as_attachment: bool = False) -> Response:
    """Answer with a stored file; only PDF and pictures are ever shown in the window.

    Ranges are answered, so that long films and books open at once. Nobody but the reader's own
    browser may keep a copy, and it asks each time whether it still may.

    Raises:
        NotFound: when the bytes are not there.
    """
    open_stored(stored.sha256).close()
    return _guarded(
        send_file(
            path_of(stored.sha256),
            mimetype=media_type(stored),
            as_attachment=as_attachment or stored.kind not in INLINE,
            download_name=clean_file_name(download_name),
            conditional=True,
            etag=stored.sha256,
            max_age=0,
        )
    )


def send_without_maker(stored: StoredFile, download_name: str) -> Response:
    """Answer with a copy that says nothing about who made the file, for readers who may not know.

    Raises:
        NotFound: when the bytes are not there.
        RuleBroken: when no such copy can be made.
    """
    copy = blind_copy(stored)
    if copy is None:
        return send_stored(stored, download_name)
    return _guarded(
        send_file(
            copy,
            mimetype=media_type(stored),
            as_attachment=stored.kind not in INLINE,
            download_name=clean_file_name(download_name),
            conditional=True,
            etag=f"{EDITION}-{stored.sha256}",
            max_age=0,
        )
    )


def _guarded(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def media_type(stored: StoredFile) -> str:
    """Return the media type that a stored file is sent with."""
    if stored.kind is not FileKind.IMAGE:
        return MEDIA[stored.kind]
    with open_stored(stored.sha256) as file:
        return "image/png" if file.read(len(PNG_MARK)) == PNG_MARK else "image/jpeg"
