"""What a PDF may be: whole, open, of a bearable length, and without instructions."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, BinaryIO

from app.infra.files import refusals
from app.infra.files.containers import is_container
from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 2_000
HEADER = b"%PDF-"
END_MARK = b"%%EOF"
TAIL = 2_048
CHUNK = 1 << 20
# Names of actions that a page of a dossier has no need of.
ACTIVE_NAMES = (b"/JavaScript", b"/Launch", b"/RichMedia")
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}


def check_pdf(file: BinaryIO) -> int:
    """Return the number of pages.

    Raises:
        RuleBroken: saying what is wrong and what to do.
    """
    _require_frame(file)
    _require_no_active_names(file)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _read(file)
    except RuleBroken:
        raise
    except Exception as error:  # whatever pypdf trips over, the file is what is at fault
        raise refusals.damaged(FileKind.PDF) from error


def _require_frame(file: BinaryIO) -> None:
    """Require header and end at their places: nothing hides before the one or behind the other."""
    file.seek(0)
    if file.read(len(HEADER)) != HEADER:
        raise refusals.damaged(FileKind.PDF)
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    _, mark, rest = file.read().rpartition(END_MARK)
    if not mark:
        raise refusals.damaged(FileKind.PDF)
    if rest.strip(b"\0 \t\r\n\x1a") or is_container(file):
        raise refusals.suspicious(FileKind.PDF)


def _require_no_active_names(file: BinaryIO) -> None:
    file.seek(0)
    kept = b""
    while chunk := file.read(CHUNK):
        seen = kept + chunk
        if any(name in seen for name in ACTIVE_NAMES):
            raise refusals.active("PDF")
        kept = seen[-16:]


def _read(file: BinaryIO) -> int:
    # Imported late: it takes 60 ms that no page without an upload should pay.
    from pypdf import PdfReader  # noqa: PLC0415

    file.seek(0)
    reader = PdfReader(file)
    if reader.is_encrypted:
        raise refusals.locked("PDF")
    pages = len(reader.pages)
    if pages == 0:
        raise refusals.damaged(FileKind.PDF)
    if pages > MOST_PAGES:
        raise refusals.too_many_pages(pages, MOST_PAGES)
    _require_no_actions(reader)
    return pages


def _require_no_actions(reader: PdfReader) -> None:
    """Look where actions begin; names hidden in compressed objects are found only so."""
    root = reader.root_object
    names = _get(root, "/Names")
    holders = [root, *reader.pages]
    if _get(names, "/JavaScript") is not None or any(map(_acts, holders)):
        raise refusals.active("PDF")
    for page in reader.pages:
        for note in _get(page, "/Annots") or ():
            if _acts(note.get_object()):
                raise refusals.active("PDF")


def _acts(holder: Any) -> bool:
    """Tell whether opening, closing or clicking something would do more than lead elsewhere."""
    own = [_get(holder, key) for key in ("/OpenAction", "/A")]
    extra = _get(holder, "/AA")
    triggered = [_get(extra, key) for key in extra or ()]
    return any(_get(action, "/S") in ACTIVE_ACTIONS for action in own + triggered)


def _get(holder: Any, key: str) -> Any:
    """Return a value of a PDF dictionary, its reference followed; None where there is none."""
    if not isinstance(holder, dict):
        return None
    value: Any = holder.get(key)
    return value if value is None else value.get_object()
